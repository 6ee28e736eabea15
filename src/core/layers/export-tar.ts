import type { Contents } from '../kernel/entropy.ts';
import { child, isDirectory, listVisible, type Node, rootOf, type Union } from '../overlay/union.ts';
import { members, tarBytes, type Written } from './layer-tar.ts';
import { type Owners, ownersIn } from './owners.ts';

/**
 * What `docker export` gives: the merged view as one tar, no whiteouts, same order as a layer's. The process that packs
 * has changed its root, so the owners' names are those of the container's own files (measured, docs/facts/overlay.md).
 */
export const writeExportTar = (
  union: Union,
  contents: Contents,
  owners: Owners = ownersIn(union, contents),
): Uint8Array => tarBytes(members(merged(union, rootOf(union), ''), owners), contents);

/** What `docker cp CONTAINER:PATH -` gives: one object and what is under it, by the name that its path ends with. */
export const writeArchiveTar = (union: Union, node: Node, name: string, contents: Contents): Uint8Array => {
  const own = { path: `/${name}`, key: keyOf(node), inode: withoutMark(node) };
  const all = function* (): Generator<Written> {
    yield own;
    if (isDirectory(node)) yield* merged(union, node, `/${name}`);
  };
  return tarBytes(members(all(), ownersIn(union, contents)), contents);
};

function* merged(union: Union, dir: Node, path: string): Generator<Written> {
  for (const name of listVisible(union, dir)) {
    const node = child(union, dir, name);
    if (!node) continue;
    yield { path: `${path}/${name}`, key: keyOf(node), inode: withoutMark(node) };
    if (isDirectory(node)) yield* merged(union, node, `${path}/${name}`);
  }
}

/** Lower hard links stay one object to whoever reads the mount, as long as nobody wrote to them. */
const keyOf = ({ upper, lower }: Node): string =>
  upper !== undefined ? `${upper}` : lower?.kind === 'leaf' ? lower.origin : '';

/** Overlay's opaque mark is not to be seen through the mount. */
const withoutMark = ({ inode }: Node): Written['inode'] => {
  if (inode.kind !== 'directory' || !inode.opaque) return inode;
  const { opaque: _, ...plain } = inode;
  return plain;
};
