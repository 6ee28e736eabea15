import type { Instant } from '../kernel/brand.ts';
import { known } from '../kernel/impossible.ts';
import { epoch } from '../kernel/instant.ts';
import { PersistentMap } from '../kernel/persistent-map.ts';
import { type Ino, type Inode, type InodeData, rootIno, type Tree, withLinks } from './inode.ts';
import { directory, walkTree } from './tree.ts';

/** One path of a tree, with or without a leading slash: an object, or one more name of the object at `hardLink`. */
export type Entry = { readonly path: string; readonly hardLink?: string; readonly node: InodeData };

/**
 * A whole tree from a list of paths, at the cost of the list. Missing directories are made 0755 and root's, as the engine
 * does on unpacking; one that comes later sets their attributes. The empty path and `/` set those of the root.
 */
export const treeOfEntries = (entries: Iterable<Entry>, mtime: Instant = epoch): Tree => {
  const inodes = new Map<Ino, Draft>([[rootIno, { data: directory(mtime), nlink: 1, entries: new Map() }]]);
  const draft: Drafts = { inodes, mtime, next: rootIno + 1 };
  for (const { path, hardLink, node } of entries) {
    const [parent, name] = parentOf(draft, partsOf(path));
    if (hardLink !== undefined) giveName(parent, name, find(draft, hardLink), draft);
    else put(draft, parent, name, node);
  }
  return { inodes: PersistentMap.of(finished(inodes)), next: draft.next };
};

/** The tree as such a list, in the order of Docker's tars; the root is left out. */
export const entriesOfTree = (tree: Tree): readonly Entry[] => {
  const first = new Map<Ino, string>();
  const entries: Entry[] = [];
  for (const { path, ino, inode } of walkTree(tree)) {
    const { nlink, entries: _, origin, ...node } = inode;
    const hardLink = first.get(ino);
    if (nlink > 1 && hardLink === undefined) first.set(ino, path.slice(1));
    entries.push({ path: path.slice(1), ...(hardLink === undefined ? {} : { hardLink }), node });
  }
  return entries;
};

type Draft = { data: InodeData; nlink: number; readonly entries: Map<string, Ino> };
type Drafts = { readonly inodes: Map<Ino, Draft>; readonly mtime: Instant; next: Ino };

const partsOf = (path: string): readonly string[] => path.split('/').filter((part) => part !== '');

const at = (draft: Drafts, ino: Ino): Draft => known(draft.inodes.get(ino), `inode ${ino}`);

const parentOf = (draft: Drafts, parts: readonly string[]): readonly [Draft, string] => {
  let parent = at(draft, rootIno);
  for (const part of parts.slice(0, -1)) {
    const ino = parent.entries.get(part);
    parent = at(draft, ino ?? put(draft, parent, part, directory(draft.mtime)));
  }
  return [parent, parts.at(-1) ?? ''];
};

const find = (draft: Drafts, path: string): Ino => {
  const [parent, name] = parentOf(draft, partsOf(path));
  return known(parent.entries.get(name), `entry ${path}`);
};

const put = (draft: Drafts, parent: Draft, name: string, data: InodeData): Ino => {
  const there = name === '' ? rootIno : parent.entries.get(name);
  const old = there === undefined ? undefined : draft.inodes.get(there);
  if (there !== undefined && old?.data.kind === 'directory' && data.kind === 'directory') {
    old.data = data;
    return there;
  }
  const ino = draft.next++;
  draft.inodes.set(ino, { data, nlink: 0, entries: new Map() });
  giveName(parent, name, ino, draft);
  return ino;
};

const giveName = (parent: Draft, name: string, ino: Ino, draft: Drafts): void => {
  const before = parent.entries.get(name);
  at(draft, ino).nlink += 1;
  parent.entries.set(name, ino);
  if (before !== undefined) at(draft, before).nlink -= 1;
};

function* finished(inodes: ReadonlyMap<Ino, Draft>): Generator<readonly [Ino, Inode]> {
  for (const [ino, { data, nlink, entries }] of inodes) {
    if (nlink === 0) continue;
    yield [ino, withLinks(data, nlink, data.kind === 'directory' ? PersistentMap.of(entries) : undefined)];
  }
}
