import { isDeepStrictEqual } from 'node:util';
import type { CaseOp } from '../overlay-cases/case-format.ts';
import type { Difference } from './compare.ts';

/** A difference that is no mistake of the model, and why it is none. */
export type Explanation = {
  readonly why: string;
  readonly covers: (it: Difference, op: CaseOp | undefined) => boolean;
};

const timeOf = (node: unknown): unknown =>
  typeof node === 'object' && node !== null && 'mtime' in node ? node.mtime : undefined;
const withoutTime = (node: unknown): unknown =>
  typeof node === 'object' && node !== null ? { ...node, mtime: undefined } : node;

export const explanations: readonly Explanation[] = [
  {
    // ext4_rename puts the entry back through ext4_setent, which stamps the directory. tmpfs and xfs do not.
    why: "ext4 changes the directory's time when a rename that leaves a whiteout fails with ENOTEMPTY",
    covers: ({ recorded, model, aspect }, op) =>
      aspect !== 'result' &&
      (op?.op === 'rename' || op?.op === 'rename2') &&
      timeOf(recorded) === 'now' &&
      timeOf(model) !== 'now' &&
      isDeepStrictEqual(withoutTime(recorded), withoutTime(model)),
  },
];
