import { paddingOf } from '../../../core/layers/tar-header.ts';
import type { PathNode } from '../../../views/data-root.ts';
import { memberOf } from '../tar/member.ts';
import { checkPath } from './safe-names.ts';

/** A file's bytes: how many, and piece by piece. */
export type Content = { readonly size: number; readonly pieces: Iterable<Uint8Array> };

/** Objects below a path as a tar stream for GNU tar. Sockets and the quota device are left to the engine. */
export function* tarOf(
  nodes: Iterable<readonly [path: string, node: PathNode]>,
  base: string,
  content: (path: string, node: PathNode) => Content,
): Generator<Uint8Array> {
  const below = (path: string): string => (path === base ? '.' : path.slice(base === '' ? 0 : base.length + 1));
  for (const [path, node] of nodes) {
    if (node.type === 'socket' || (node.type === 'block' && !node.device)) continue;
    if (path !== '') checkPath(path);
    const isFile = node.type === 'file' && node.hardLink === undefined;
    const { size, pieces } = isFile ? content(path, node) : none;
    yield memberOf(below(path), node, size, node.hardLink === undefined ? undefined : below(node.hardLink));
    yield* pieces;
    yield Buffer.alloc(paddingOf(size));
  }
  yield Buffer.alloc(1024);
}

const none: Content = { size: 0, pieces: [] };
