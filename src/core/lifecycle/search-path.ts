import { emptyTree, type Lower, lstat, readlink, type Tree, type Union } from '../overlay/index.ts';
import { rootIno } from '../overlay/inode.ts';

/**
 * The names under / that a search along PATH depends on in an image: as long as a container's upper directory has none of
 * them, the search ends as in the image alone. Absent where symlinks lead too far about to say.
 */
export const topNames = (lower: Lower, name: string, path: string): readonly string[] | undefined => {
  if (name.includes('/')) return undefined;
  const known = remembered.get(lower) ?? new Map<string, readonly string[] | undefined>();
  const key = `${name}\n${path}`;
  if (known.has(key)) return known.get(key);
  const names = namesOf({ lower, upper: nothing }, name, path);
  if (known.size < 100) remembered.set(lower, known.set(key, names));
  return names;
};

export const hasAtTop = ({ inodes }: Tree, name: string): boolean => {
  const root = inodes.get(rootIno);
  return root?.kind === 'directory' && root.entries?.has(name) === true;
};

const remembered = new WeakMap<Lower, Map<string, readonly string[] | undefined>>();
const nothing = emptyTree();

const namesOf = (union: Union, name: string, path: string): readonly string[] | undefined => {
  const names = new Set<string>();
  for (const directory of path.split(':')) {
    const parts = directory.split('/').filter((part) => part !== '');
    if (!directory.startsWith('/') || parts.includes('.') || parts.includes('..')) return undefined;
    const real = throughFirst(union, parts, names);
    if (!real || !isPlain(union, real)) return undefined;
    const link = readlink(union, `/${[...real, name].join('/')}`);
    if (link.ok && link.value.includes('/')) return undefined;
  }
  return [...names];
};

/** `/bin` may be a symlink to `usr/bin`; the parts of where it leads. */
const throughFirst = (union: Union, parts: readonly string[], names: Set<string>): readonly string[] | undefined => {
  const [first = '', ...rest] = parts;
  names.add(first);
  const link = readlink(union, `/${first}`);
  if (!link.ok) return parts;
  const target = link.value.split('/').filter((part) => part !== '');
  if (target.includes('.') || target.includes('..')) return undefined;
  names.add(target[0] ?? '');
  return [...target, ...rest];
};

/** No directory on the way is a symlink. */
const isPlain = (union: Union, parts: readonly string[]): boolean =>
  parts.every((_, at) => {
    const found = lstat(union, `/${parts.slice(0, at + 1).join('/')}`);
    return !found.ok || found.value.kind !== 'symlink';
  });
