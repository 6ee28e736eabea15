import type { Entry, Ino, TreeChange } from '../../../core/overlay/index.ts';

/** What makes such a tree out of an empty one. */
export const changesOf = (entries: readonly Entry[]): readonly TreeChange[] => {
  const inos = new Map<string, Ino>([['', 1]]);
  let next = 2;
  return entries.flatMap(({ path, hardLink, node }): readonly TreeChange[] => {
    if (path === '') return [{ set: 1, node }];
    const cut = path.lastIndexOf('/');
    const parent = inos.get(cut < 0 ? '' : path.slice(0, cut));
    const linked = hardLink === undefined ? undefined : inos.get(hardLink);
    if (parent === undefined || (hardLink !== undefined && linked === undefined)) return [];
    const ino = linked ?? next++;
    inos.set(path, ino);
    const name = { in: parent, name: path.slice(cut + 1), ino };
    return linked === undefined ? [{ make: ino, node }, name] : [name];
  });
};
