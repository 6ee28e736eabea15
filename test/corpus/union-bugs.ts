import type { Ino, TreeChange, Visible } from '../../src/core/overlay/index.ts';
import { applyChanges, type Context, isErrno, type Outcome, type Union } from '../../src/core/overlay/index.ts';
import { type Place, resolveParent } from '../../src/core/overlay/resolve.ts';
import { inodeOf } from '../../src/core/overlay/tree.ts';
import { hasUpperWhiteout, isLowerPositive, upperEntry } from '../../src/core/overlay/union.ts';
import type { Bug } from './bug.ts';
import { model } from './driver.ts';
import type { Call } from './history.ts';

/** A driver that does something more to what a call has just done. */
const afterCall = (
  change: (before: Union, call: Call, outcome: Outcome & { readonly ok: true }, ctx: Context) => readonly TreeChange[],
): Bug['driver'] => ({
  ...model,
  call: (union, call, ctx) => {
    const outcome = model.call(union, call, ctx);
    return outcome.ok ? { ...outcome, changes: [...outcome.changes, ...change(union, call, outcome, ctx)] } : outcome;
  },
});

const placeOf = (union: Union, path: string, ctx: Context): Place | undefined => {
  const place = resolveParent(union, path, ctx);
  return isErrno(place) || place.kind !== 'name' ? undefined : place;
};

/** Where a name stands in upper once the changes are made. */
const upperPlace = (union: Union, changes: readonly TreeChange[], path: string, ctx: Context) => {
  const now = { ...union, upper: applyChanges(union.upper, changes) };
  const place = placeOf(now, path, ctx);
  const dir = place?.dir.upper;
  if (!place || dir === undefined) return undefined;
  const ino = upperEntry(now, place.dir, place.last);
  return { now, place, dir, isWhiteout: ino !== undefined && inodeOf(now.upper, ino).kind === 'whiteout', ino };
};

const newWhiteout = (next: Ino, dir: Ino, name: string, { now }: Context): readonly TreeChange[] => [
  { make: next, node: { kind: 'whiteout', mode: 0, uid: 0, gid: 0, mtime: now } },
  { in: dir, name, ino: next },
];

/** A whiteout at a path, whatever is there. */
const whiteOut = (union: Union, changes: readonly TreeChange[], path: string, ctx: Context): readonly TreeChange[] => {
  const found = upperPlace(union, changes, path, ctx);
  return found && found.ino === undefined ? newWhiteout(found.now.upper.next, found.dir, found.place.last, ctx) : [];
};

/** The whiteout at a path, if there is one, goes. */
const uncover = (union: Union, changes: readonly TreeChange[], path: string, ctx: Context): readonly TreeChange[] => {
  const found = upperPlace(union, changes, path, ctx);
  return found?.isWhiteout ? [{ in: found.dir, name: found.place.last }] : [];
};

const isRename = ({ op }: Call): boolean => op === 'rename' || op === 'rename, no replace';
const isRemoval = ({ op }: Call): boolean => op === 'unlink' || op === 'rmdir';

const hidesByName = (union: Union): ReadonlySet<string> => {
  const root = inodeOf(union.upper, 1).entries ?? [];
  return new Set([...root].filter(([, ino]) => inodeOf(union.upper, ino).kind === 'whiteout').map(([name]) => name));
};

/** Each directory merged on its own, by its path alone. */
function* mergedByPath(union: Union): Generator<Visible> {
  const paths = new Map<string, string>();
  for (const it of model.view(union)) {
    paths.set(it.path, it.node.inode.kind);
    yield it;
  }
  const lower = { ...union, upper: applyChanges(union.upper, emptied(union)) };
  for (const it of model.view(lower)) {
    const parent = it.path.slice(0, it.path.lastIndexOf('/'));
    const place = placeOf(union, it.path, { uid: 0, gid: 0 } as Context);
    const isMark = place !== undefined && (place.dir.inode.kind !== 'directory' || place.dir.inode.opaque === true);
    if (paths.get(parent) !== 'directory' || paths.has(it.path) || !place || isMark) continue;
    if (place.dir.upper !== undefined && upperEntry(union, place.dir, place.last) !== undefined) continue;
    paths.set(it.path, it.node.inode.kind);
    yield it;
  }
}

const emptied = (union: Union): readonly TreeChange[] =>
  [...(inodeOf(union.upper, 1).entries ?? [])].map(([name]) => ({ in: 1, name }));

export const unionBugs: readonly Bug[] = [
  {
    issues: ['containers/fuse-overlayfs#327', 'google/gvisor#14792'],
    sentence: 'rename leaves a whiteout at the old name even when no lower layer has it',
    level: 'union',
    driver: afterCall((union, call, { changes }, ctx) =>
      isRename(call) ? whiteOut(union, changes, call.path, ctx) : [],
    ),
  },
  {
    issues: ['containers/fuse-overlayfs#354'],
    sentence: 'rename onto a whiteout leaves none at the old name, and the lower file shows again',
    level: 'union',
    driver: afterCall((union, call, { changes }, ctx) => {
      const target = isRename(call) ? placeOf(union, call.to ?? '', ctx) : undefined;
      return target && hasUpperWhiteout(union, target.dir, target.last) ? uncover(union, changes, call.path, ctx) : [];
    }),
  },
  {
    issues: ['containers/fuse-overlayfs#273', 'containers/fuse-overlayfs#271', 'google/gvisor#11794'],
    sentence: 'rename without replacing takes a whiteout at the new name for a file and answers EEXIST',
    level: 'union',
    driver: {
      ...model,
      call: (union, call, ctx) => {
        const target = call.op === 'rename, no replace' ? placeOf(union, call.to ?? '', ctx) : undefined;
        const outcome = model.call(union, call, ctx);
        const trips = outcome.ok && target !== undefined && hasUpperWhiteout(union, target.dir, target.last);
        return trips ? { ok: false, errno: 'EEXIST' } : outcome;
      },
    },
  },
  {
    issues: ['containers/fuse-overlayfs#151'],
    sentence: 'a whiteout in the root directory hides its name in every directory',
    level: 'union',
    driver: {
      ...model,
      view: function* (union) {
        const hidden = hidesByName(union);
        for (const it of model.view(union)) if (!it.path.split('/').some((name) => hidden.has(name))) yield it;
      },
    },
  },
  {
    issues: ['containers/fuse-overlayfs#306'],
    sentence: 'removing a name from an opaque directory leaves a whiteout there, which the kernel then lists as a name',
    level: 'union',
    driver: afterCall((union, call, { changes }, ctx) => {
      const place = isRemoval(call) ? placeOf(union, call.path, ctx) : undefined;
      const isOpaque = place?.dir.inode.kind === 'directory' && place.dir.inode.opaque === true;
      return isOpaque ? whiteOut(union, changes, call.path, ctx) : [];
    }),
  },
  {
    issues: ['DragonOS-Community/DragonOS#2004'],
    sentence: 'removing a file that was copied up leaves no whiteout, and the lower file shows again',
    level: 'union',
    driver: afterCall((union, call, { changes }, ctx) => {
      const place = call.op === 'unlink' ? placeOf(union, call.path, ctx) : undefined;
      const isCopiedUp =
        place && upperEntry(union, place.dir, place.last) !== undefined && isLowerPositive(place.dir, place.last);
      return isCopiedUp ? uncover(union, changes, call.path, ctx) : [];
    }),
  },
  {
    issues: ['moby/buildkit#2614'],
    sentence:
      'a directory made where a whiteout stands is not opaque, and what was removed with the old one shows again',
    level: 'union',
    driver: {
      ...model,
      call: (union, call, ctx) => {
        const outcome = model.call(union, call, ctx);
        if (!outcome.ok || call.op !== 'mkdir') return outcome;
        return {
          ...outcome,
          changes: outcome.changes.map((it) => ('make' in it ? { ...it, node: plain(it.node) } : it)),
        };
      },
    },
  },
  {
    issues: ['dagger/dagger#13844'],
    sentence: 'only a directory’s own opaque mark is looked at, not that of the directories above it',
    level: 'union',
    driver: { ...model, view: mergedByPath },
  },
];

const plain = <Data extends object>(node: Data): Data => {
  const { opaque: _, ...rest } = node as Data & { readonly opaque?: true };
  return rest as Data;
};
