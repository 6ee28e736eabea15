import { join } from 'node:path';
import { namesIn, readBytes } from './read-file.ts';

/**
 * Which of these directories BuildKit's databases name. They are searched as bytes: a name is 25 or 64 characters of
 * chance, and a page that bolt has freed may keep it for a while, which only makes us more careful with it.
 */
export const buildkitNames = (dir: string, names: Iterable<string>): ReadonlySet<string> => {
  const files = [...namesIn(dir)]
    .filter((name) => name.endsWith('.db'))
    .map((name) => readBytes(join(dir, name), 1 << 30));
  const bytes = files.flatMap((file) => ('bytes' in file ? [file.bytes] : []));
  return new Set([...names].filter((name) => bytes.some((it) => it.includes(name.replace(/-init$/, '')))));
};
