import { byteLength } from '../../core/overlay/byte-order.ts';
import type { Ino, Tree } from '../../core/overlay/inode.ts';
import { walkTree } from '../../core/overlay/tree.ts';
import type { Line } from './stack-story.ts';

/** A layer's tree, path by path. */
export function* linesOfTree(tree: Tree): Generator<Line> {
  const counted = new Set<Ino>();
  for (const { path, ino, inode } of walkTree(tree)) {
    const isFirst = !counted.has(ino);
    if (inode.kind !== 'directory' && inode.nlink > 1) counted.add(ino);
    if (inode.kind === 'directory') yield { path, kind: 'directory', size: 0, ...(inode.opaque && { opaque: true }) };
    else if (inode.kind === 'whiteout') yield { path, kind: 'whiteout', size: 0 };
    else {
      const size = inode.kind === 'file' ? inode.size : inode.kind === 'symlink' ? byteLength(inode.target) : 0;
      yield { path, kind: 'other', size: isFirst ? size : 0 };
    }
  }
}
