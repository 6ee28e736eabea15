import { sha256Hex } from '../../kernel/digest.ts';
import type { Contents } from '../../kernel/entropy.ts';
import type { LayerEntry } from '../../layers/entry.ts';
import { concat } from '../../layers/raw-text.ts';
import { compareNames } from '../../overlay/byte-order.ts';
import type { Flaw } from '../reference.ts';

/** What COPY takes from: the client's directory, or another stage's file system. Paths without a leading slash. */
export type BuildContext = readonly LayerEntry[];

/** One source of a COPY: what it is called in the history, and what of the context it names. */
export type Source = { readonly hash: string; readonly path: string; readonly entries: BuildContext };

const utf8 = new TextEncoder();

/**
 * The hash that names a file in the history and in the cache: content and header fields, but not the time (measured,
 * docs/facts.md). It is TarSum version 1 of the member that the client sends, owner set to root.
 */
const hashOf = ({ path, node }: LayerEntry, contents: Contents): string => {
  const isFile = node.kind === 'file';
  const isDirectory = node.kind === 'directory';
  const fields: readonly (readonly [string, string | number])[] = [
    ['name', isDirectory ? `${path}/` : path],
    ['mode', node.mode],
    ['uid', node.uid],
    ['gid', node.gid],
    ['size', isFile ? node.size : 0],
    ['typeflag', isFile ? '0' : '5'],
    ['linkname', ''],
    ['uname', ''],
    ['gname', ''],
    ['devmajor', 0],
    ['devminor', 0],
  ];
  const header = utf8.encode(fields.map(([key, value]) => `${key}${value}`).join(''));
  const content = isFile && node.size > 0 ? contents(node.content) : undefined;
  return sha256Hex(content ? concat([header, content]) : header);
};

/** A symlink counts as what it leads to inside the context; where it leads nowhere, its path is its hash (measured). */
const followedHash = (context: BuildContext, entry: LayerEntry, contents: Contents): string => {
  let at: LayerEntry | undefined = entry;
  for (let links = 0; at?.node.kind === 'symlink' && links < 40; links++) {
    const { target } = at.node;
    const folder = at.path.slice(0, Math.max(at.path.lastIndexOf('/'), 0));
    const path = clean(target.startsWith('/') ? target : `${folder}/${target}`);
    at = context.find((it) => it.path === path);
  }
  return at === undefined || at.node.kind === 'symlink' ? entry.path : hashOf(at, contents);
};

/** The sources of a COPY, wildcards opened; what is not there is the engine's error. */
export const sourcesOf = (
  context: BuildContext,
  names: readonly string[],
  contents: Contents,
): readonly Source[] | Flaw => {
  const sources: Source[] = [];
  for (const name of names) {
    const path = clean(name);
    const found = /[*?[]/.test(path) ? matching(context, path) : [path];
    const some = found.flatMap((it) => sourceAt(context, it, contents) ?? []);
    if (some.length === 0) {
      return {
        flaw: /[*?[]/.test(path)
          ? 'no source files were specified'
          : `file not found in build context or excluded by .dockerignore: stat ${path}: file does not exist`,
      };
    }
    sources.push(...some);
  }
  return sources;
};

const sourceAt = (context: BuildContext, path: string, contents: Contents): Source | undefined => {
  const entry = context.find((it) => it.path === path);
  const hash = (it: LayerEntry): string => followedHash(context, it, contents);
  if (entry && entry.node.kind !== 'directory') return { hash: `file:${hash(entry)}`, path, entries: [entry] };
  if (!entry && path !== '') return undefined;
  const entries = context.filter((it) => path === '' || it.path.startsWith(`${path}/`));
  const hashes = entries.map(hash);
  // The directory itself is counted with what it holds, unless it is the whole context.
  const all = entry ? [hash(entry), ...hashes] : hashes;
  return { hash: hashOfAll('dir', all.sort()), path, entries };
};

export const hashOfAll = (kind: 'dir' | 'multi', hashes: readonly string[]): string =>
  `${kind}:${sha256Hex(hashes.join(','))}`;

const matching = (context: BuildContext, glob: string): readonly string[] => {
  const text = glob
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*/g, '[^/]*')
    .replace(/\?/g, '[^/]');
  const form = new RegExp(`^${text}$`);
  return context
    .map(({ path }) => path)
    .filter((path) => form.test(path))
    .sort(compareNames);
};

const clean = (path: string): string => {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
};
