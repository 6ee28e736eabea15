import * as overlay from '../../core/overlay/index.ts';
import { failed, isErrno } from '../../core/overlay/outcome.ts';
import { upperEntry } from '../../core/overlay/union.ts';

/** Where a node of the union before a call is after it. */
export type Whereabouts = (node: overlay.Node) => overlay.Node | undefined;

/** It stays what it was; the directories above it may move on, or be gone too. */
export const goneFrom = (node: overlay.Node, now: Whereabouts): overlay.Node => ({
  ...node,
  inode: node.gone || node.upper === undefined ? node.inode : { ...node.inode, nlink: 0 },
  parent: node.parent && standing(node.parent, now),
  gone: true,
});

const standing = (node: overlay.Node, now: Whereabouts): overlay.Node =>
  (node.gone ? undefined : now(node)) ?? goneFrom(node, now);

/**
 * What a lower object without a name would need: a place in upper to be copied up to. That place is taken, by a whiteout or
 * by something newer (measured).
 */
const whyNotCopiedUp = (union: overlay.Union, { parent, name, inode }: overlay.Node): overlay.Errno => {
  if (!parent) return 'ENOENT';
  if (parent.gone) return parent.upper === undefined ? whyNotCopiedUp(union, parent) : 'EIO';
  if (inode.kind !== 'directory') return 'EEXIST';
  // An empty directory there would be replaced by the old one, under the feet of who uses it; the model does not follow.
  const there = upperEntry(union, parent, name);
  return there !== undefined && union.upper.inodes.get(there)?.kind === 'directory' ? 'ESTALE' : 'ENOTDIR';
};

/** A change of what has no name: nobody else sees it. The answer, and the object as its holders have it from now on. */
export const changeGone = (
  union: overlay.Union,
  node: overlay.Node,
  call: (alone: overlay.Union, path: string) => overlay.Outcome<unknown>,
): { readonly outcome: overlay.Outcome<unknown>; readonly node: overlay.Node } => {
  const { nlink, entries: _, ...data } = node.inode;
  const isDirectory = node.inode.kind === 'directory';
  const alone: overlay.Union = { lower: undefined, upper: overlay.emptyTree() };
  const upper = overlay.applyChanges(
    alone.upper,
    isDirectory
      ? [{ set: overlay.rootIno, node: data }]
      : [
          { make: alone.upper.next, node: data },
          { in: overlay.rootIno, name: 'x', ino: alone.upper.next },
        ],
  );
  const path = isDirectory ? '/' : '/x';
  const outcome = call({ ...alone, upper }, path);
  if (outcome.changes === undefined) return { outcome, node };
  if (node.upper === undefined) return { outcome: failed(whyNotCopiedUp(union, node)), node };
  const found = overlay.resolve(
    { ...alone, upper: overlay.applyChanges(upper, outcome.changes) },
    path,
    overlay.root,
    false,
  );
  const inode = isErrno(found) ? node.inode : { ...found.inode, nlink };
  const told = outcome.ok ? { ...outcome, changes: [] } : failed(outcome.errno);
  return { outcome: told, node: { ...node, inode } };
};

/** The same object everywhere in a chain of directories without names. */
export const withChanged = (node: overlay.Node, was: overlay.Node, is: overlay.Node): overlay.Node => {
  if (node === was) return is;
  return node.gone && node.parent ? { ...node, parent: withChanged(node.parent, was, is) } : node;
};
