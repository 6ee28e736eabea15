import { whereEngineLooks } from '../../../mounts/where.ts';
import { isErrno, resolve } from '../../../overlay/index.ts';
import type { Container } from '../../../streams/container/container.ts';
import type { World } from '../../../world.ts';

/**
 * Where the engine comes by following every symlink of a path inside the container's root: `at` without links, as far as
 * something is there; a loop; or the first name that would lie below a file.
 */
export type Walk = { readonly at: string } | { readonly loops: true } | { readonly below: string };

/** The engine's own walk (`evalSymlinksInScope`), over mounts too. Its bound and its order are measured. */
export const walk = (world: World, container: Container, path: string): Walk => {
  const rest = namesOf(path);
  let at = '';
  let isBelowFile = false;
  let links = 0;
  for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
    if (name === '.') continue;
    if (name === '..') {
      at = at.replace(/\/[^/]*$/, '');
      isBelowFile = false;
      continue;
    }
    const next = `${at}/${name}`;
    if (isBelowFile) return { below: next };
    const found = lookAt(world, container, next);
    if (found === undefined) return { at: [next, ...rest].join('/') };
    if (found.kind === 'symlink') {
      if (++links > mostLinks) return { loops: true };
      if (found.target.startsWith('/')) at = '';
      rest.unshift(...namesOf(found.target));
      continue;
    }
    at = next;
    isBelowFile = found.kind !== 'directory';
  }
  return { at };
};

const mostLinks = 255;
const root = { uid: 0, gid: 0 };

const namesOf = (path: string): string[] => path.split('/').filter((name) => name !== '');

type Seen = { readonly kind: 'symlink'; readonly target: string } | { readonly kind: 'directory' | 'other' };

const lookAt = (world: World, container: Container, path: string): Seen | undefined => {
  const where = whereEngineLooks(world, container, path);
  if (!where) return undefined;
  if (where.kind === 'outside') return { kind: 'directory' };
  const found = resolve(where.union, where.path, root, false);
  if (isErrno(found)) return undefined;
  const { inode } = found;
  if (inode.kind === 'symlink') return { kind: 'symlink', target: inode.target };
  return { kind: inode.kind === 'directory' ? 'directory' : 'other' };
};
