import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { isGone, kindOf } from './read-file.ts';
import type { ContainerFiles } from './survey.ts';

const longestLine = 1 << 20;

/** The first line of a container's json log that is no record. A last line without its end is one that is being written. */
export const firstTornLine = (dir: string, id: string): ContainerFiles['tornLog'] => {
  const file = join(dir, `${id}-json.log`);
  if (kindOf(file) !== 'file') return undefined;
  try {
    let number = 0;
    for (const line of linesOf(file)) {
      number += 1;
      if (!isRecord(line)) return { file, line: number };
    }
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  return undefined;
};

const isRecord = (line: string): boolean => {
  try {
    const { log, stream, time } = JSON.parse(line) as Record<string, unknown>;
    return typeof log === 'string' && typeof stream === 'string' && typeof time === 'string';
  } catch {
    return false;
  }
};

function* linesOf(path: string): Generator<string> {
  const file = openSync(path, 'r');
  const chunk = Buffer.alloc(1 << 16);
  try {
    let rest = '';
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      const lines = (rest + chunk.toString('latin1', 0, read)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield Buffer.from(line, 'latin1').toString('utf8');
      if (rest.length > longestLine) {
        yield '';
        return;
      }
    }
  } finally {
    closeSync(file);
  }
}
