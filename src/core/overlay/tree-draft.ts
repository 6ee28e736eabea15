import { known } from '../kernel/impossible.ts';
import type { PersistentMap } from '../kernel/persistent-map.ts';
import { type Ino, type Inode, type InodeData, noEntries, type Tree, type TreeChange, withLinks } from './inode.ts';

/** One inode that changes touch. What `data` has of links and entries does not count. */
type Touched = { data: InodeData; nlink: number; entries: PersistentMap<string, Ino> | undefined };

/** A tree while lists of changes are written into it; between two lists the inodes without a name vanish. */
export class TreeDraft {
  private readonly before: Tree;
  private readonly touched = new Map<Ino, Touched | undefined>();
  private next: Ino;
  private whiteout: Ino | undefined;

  constructor(tree: Tree) {
    this.before = tree;
    this.next = tree.next;
    this.whiteout = tree.whiteout;
  }

  apply(changes: readonly TreeChange[]): void {
    const nameless: Ino[] = [];
    for (const change of changes) {
      if ('make' in change) {
        const { make, node } = change;
        this.touched.set(make, { data: node, nlink: 0, entries: node.kind === 'directory' ? noEntries : undefined });
        nameless.push(make);
        if (make >= this.next) this.next = make + 1;
        if (change.shared) this.whiteout = make;
      } else if ('set' in change) {
        this.at(change.set).data = change.node;
      } else {
        const { in: parent, name, ino } = change;
        const before = this.rename(this.at(parent), name, ino);
        if (before !== undefined && --this.at(before).nlink <= 0) nameless.push(before);
        if (ino !== undefined) this.at(ino).nlink += 1;
      }
    }
    for (const ino of nameless) if ((this.touched.get(ino)?.nlink ?? 1) <= 0) this.vanish(ino);
  }

  tree(): Tree {
    const { before, touched, next, whiteout } = this;
    const changed: (readonly [Ino, Inode | undefined])[] = [];
    for (const [ino, inode] of touched) changed.push([ino, inode && withLinks(inode.data, inode.nlink, inode.entries)]);
    const inodes = before.inodes.setAll(changed);
    return whiteout === undefined ? { inodes, next } : { inodes, next, whiteout };
  }

  private at(ino: Ino): Touched {
    const touched = this.touched.get(ino);
    if (touched) return touched;
    const before = this.touched.has(ino) ? undefined : this.before.inodes.get(ino);
    const inode = known(before, `inode ${ino}`);
    const fresh = { data: inode, nlink: inode.nlink, entries: inode.entries };
    this.touched.set(ino, fresh);
    return fresh;
  }

  /** Lets a name of a directory lead elsewhere; gives where it led. */
  private rename(directory: Touched, name: string, ino: Ino | undefined): Ino | undefined {
    const entries = directory.entries ?? noEntries;
    const before = entries.get(name);
    directory.entries = ino === undefined ? entries.delete(name) : entries.set(name, ino);
    return before;
  }

  private vanish(ino: Ino): void {
    this.touched.set(ino, undefined);
    if (this.whiteout === ino) this.whiteout = undefined;
  }
}
