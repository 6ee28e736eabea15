import { isDeepStrictEqual } from 'node:util';
import type { CaseOp } from '../overlay-cases/case-format.ts';
import type { Difference } from './compare.ts';
import type { RealMount } from './real-mount.ts';

/** A difference that is no mistake of the model but a habit of the file system below, and why. */
export type Explanation = {
  readonly why: string;
  readonly covers: (it: Difference, call: string, backing: RealMount['backing']) => boolean;
};

/** One of them has a new time, the other the old one, and nothing else differs. */
const onlyNewer = ({ aspect, recorded, model }: Difference, newer: 'mount' | 'model'): boolean =>
  aspect !== 'result' &&
  (timeOf(recorded) === 'now') === (newer === 'mount') &&
  (timeOf(model) === 'now') === (newer === 'model') &&
  isDeepStrictEqual(withoutTime(recorded), withoutTime(model));

const isObject = (it: unknown): it is Readonly<Record<string, unknown>> => typeof it === 'object' && it !== null;

const timeOf = (node: unknown): unknown =>
  typeof node === 'object' && node !== null && 'mtime' in node ? node.mtime : undefined;
const withoutTime = (node: unknown): unknown =>
  typeof node === 'object' && node !== null ? { ...node, mtime: undefined } : node;

export const explanations: readonly Explanation[] = [
  {
    // ovl_copy_up renames the copy to the name that the directory had; an empty directory that is there now gives way.
    why: 'a process that stands in a lower directory changes it after another directory took its name: the kernel puts the old one back',
    covers: ({ model }) => isObject(model) && model.errno === 'ESTALE',
  },
  {
    // ext4_rename puts the entry back through ext4_setent, which stamps the directory; tmpfs and xfs do not.
    why: "ext4 changes the directory's time when a rename that would leave a whiteout fails with ENOTEMPTY",
    covers: (it, call, backing) => backing !== 'tmpfs' && call.startsWith('rename') && onlyNewer(it, 'mount'),
  },
  {
    // shmem_setattr stamps a file when its size changes or it has pages; ext4 always does.
    why: 'tmpfs leaves the time of an empty file that is truncated to nothing',
    covers: (it, call, backing) => backing === 'tmpfs' && call === 'truncate' && onlyNewer(it, 'model'),
  },
];

/** Why a difference is none of the model's, if it is known. */
export const explanationOf = (
  it: Difference,
  ops: readonly CaseOp[],
  backing: RealMount['backing'],
): string | undefined => explanations.find(({ covers }) => covers(it, ops[it.at]?.op ?? 'mount', backing))?.why;
