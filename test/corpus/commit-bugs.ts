import { epoch } from '../../src/core/kernel/instant.ts';
import type { Member } from '../../src/core/layers/layer-tar.ts';
import { type Node, rootOf, type Union, walkTree } from '../../src/core/overlay/index.ts';
import { type LowerEntry, lowerEntries, lowerEntry } from '../../src/core/overlay/lower.ts';
import { child, stackOfDirectory } from '../../src/core/overlay/union.ts';
import type { Bug } from './bug.ts';
import { model } from './driver.ts';

const opaqueMark = '.wh..wh..opq';
const baseOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1);
const dirOf = (name: string): string => name.slice(0, name.lastIndexOf('/') + 1);
const isOpaqueMark = ({ header }: Member): boolean => baseOf(header.name) === opaqueMark;
const isWhiteout = (it: Member): boolean => baseOf(it.header.name).startsWith('.wh.') && !isOpaqueMark(it);

/** A driver that writes other members than it should. */
const packs = (change: (all: readonly Member[], union: Union) => readonly Member[]): Bug['driver'] => ({
  ...model,
  pack: (union) => change(model.pack(union), union),
});

const renamed = (it: Member, name: string): Member => ({ ...it, header: { ...it.header, name } });

const whiteoutOf = (path: string): Member => ({
  header: {
    name: `${dirOf(path)}.wh.${baseOf(path)}`,
    type: '0',
    mode: 0o600,
    uid: 0,
    gid: 0,
    uname: '',
    gname: '',
    size: 0,
    mtime: epoch,
    linkname: '',
    devmajor: 0,
    devminor: 0,
  },
});

/** Directories that are in upper only because something below them changed. */
const copiedUp = ({ upper }: Union): ReadonlySet<string> =>
  new Set(
    [...walkTree(upper)]
      .filter(({ inode }) => inode.kind === 'directory' && inode.origin !== undefined)
      .map(({ path }) => `${path.slice(1)}/`),
  );

/** What the layers below have at a path of upper. */
const below = ({ lower }: Union, path: string): LowerEntry | undefined => {
  let found: LowerEntry | undefined = lower?.root;
  for (const name of path.split('/')) found = found?.kind === 'directory' ? lowerEntry(found, name) : undefined;
  return found;
};

/** Names that some layer has whited out already, as seen from the container. */
function* goneBefore(union: Union, dir: Node, path: string): Generator<string> {
  const stack = stackOfDirectory(dir);
  for (const [name, entry] of stack ? lowerEntries(stack) : []) {
    const there = child(union, dir, name);
    if (entry.kind === 'whiteout' && !there) yield `${path}${name}`;
    if (there?.inode.kind === 'directory') yield* goneBefore(union, there, `${path}${name}/`);
  }
}

export const commitBugs: readonly Bug[] = [
  {
    issues: ['moby/moby#25086', 'moby/moby#23863', 'moby/moby#25193'],
    sentence: 'the whiteout prefix goes before the whole path instead of its last name, and the deletion is lost',
    level: 'commit',
    driver: packs((all) =>
      all.map((it) => (isWhiteout(it) ? renamed(it, `.wh.${it.header.name.replace(/\.wh\.([^/]*)$/, '$1')}`) : it)),
    ),
  },
  {
    issues: ['moby/moby#42662', 'moby/moby#9690'],
    sentence:
      'the opaque mark of a directory that was removed and made again is not written, and its old files come back',
    level: 'commit',
    driver: packs((all) => all.filter((it) => !isOpaqueMark(it))),
  },
  {
    issues: ['containers/storage#141'],
    sentence: 'an opaque directory is also whited out, after its own entry, and is gone when the layer is applied',
    level: 'commit',
    driver: packs((all) =>
      all.flatMap((it) => (isOpaqueMark(it) ? [it, whiteoutOf(dirOf(it.header.name).slice(0, -1))] : [it])),
    ),
  },
  {
    issues: ['podman-container-tools/container-libs#1170'],
    sentence:
      'whiteouts that belong to a user outside the container’s mapping are skipped, and what was removed comes back',
    level: 'commit',
    driver: packs((all) => all.filter((it) => !(isWhiteout(it) && it.header.uid === 0))),
  },
  {
    issues: ['containers/storage#1195'],
    sentence: 'the mode of a whiteout depends on the way the layer was made, so the same change has two digests',
    level: 'commit',
    driver: packs((all) => all.map((it) => (isWhiteout(it) ? { ...it, header: { ...it.header, mode: 0 } } : it))),
  },
  {
    issues: ['containerd/containerd#1723'],
    sentence:
      'directories above a changed file are not in the layer, and get default mode and owner when it is applied',
    level: 'commit',
    driver: packs((all, union) => {
      const [dirs, names] = [copiedUp(union), all.map(({ header }) => header.name)];
      const isAbove = (dir: string) => names.some((name) => name !== dir && name.startsWith(dir));
      return all.filter(({ header: { name } }) => !(dirs.has(name) && isAbove(name)));
    }),
  },
  {
    issues: ['containerd/containerd#2094'],
    sentence: 'directories above a whiteout are not in the layer, and get default mode and owner when it is applied',
    level: 'commit',
    driver: packs((all, union) => {
      const dirs = copiedUp(union);
      const inside = (dir: string) => all.filter(({ header }) => header.name !== dir && header.name.startsWith(dir));
      return all.filter(({ header: { name } }) => {
        const within = dirs.has(name) ? inside(name) : [];
        return within.length === 0 || !within.every((it) => isWhiteout(it) || dirs.has(it.header.name));
      });
    }),
  },
  {
    issues: ['GoogleContainerTools/kaniko#2308', 'containerd/containerd#4659'],
    sentence:
      'where a symlink takes the place of a directory, the files of the old directory are whited out below the symlink',
    level: 'commit',
    driver: packs((all, union) =>
      all.flatMap((it) => {
        const old = it.header.type === '2' ? below(union, it.header.name) : undefined;
        const names =
          old?.kind === 'directory' ? [...old.entries].filter(([, entry]) => entry.kind !== 'whiteout') : [];
        return [it, ...names.map(([name]) => whiteoutOf(`${it.header.name}/${name}`))];
      }),
    ),
  },
  {
    issues: ['GoogleContainerTools/kaniko#270'],
    sentence: 'what one layer has whited out is whited out again in every later layer, also where nothing was changed',
    level: 'commit',
    driver: packs((all, union) => {
      const names = new Set(all.map(({ header }) => header.name));
      const again = [...goneBefore(union, rootOf(union), '')].map(whiteoutOf);
      return [...all, ...again.filter(({ header }) => !names.has(header.name))];
    }),
  },
  {
    issues: ['project-stacker/stacker#627'],
    sentence: 'a directory that was removed and made again empty is written as removed',
    level: 'commit',
    driver: packs((all) => {
      const isEmpty = (dir: string) =>
        !all.some((it) => it.header.name.startsWith(dir) && it.header.name !== dir && !isOpaqueMark(it));
      const lost = new Set(
        all
          .filter(isOpaqueMark)
          .map(({ header }) => dirOf(header.name))
          .filter(isEmpty),
      );
      return all.flatMap((it) => {
        if (isOpaqueMark(it) && lost.has(dirOf(it.header.name))) return [];
        return lost.has(it.header.name) ? [whiteoutOf(it.header.name.slice(0, -1))] : [it];
      });
    }),
  },
  {
    issues: ['moby/moby#53624'],
    sentence: 'each name of a file with several is written as a file of its own, and the names are links no more',
    level: 'commit',
    driver: packs((all) =>
      all.map((it) => {
        const first = it.header.type === '1' ? all.find(({ header }) => header.name === it.header.linkname) : undefined;
        return first ? { ...first, header: { ...first.header, name: it.header.name } } : it;
      }),
    ),
  },
];
