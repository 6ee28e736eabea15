import fc from 'fast-check';
import type { CaseTree } from '../overlay-cases/case-format.ts';
import { aimedAtLayers, aimedAtModel } from './aim.ts';
import { byDescriptor, byPath, byPathOfFiles, type Draft, oneOf } from './arbitrary-call.ts';
import { inodes, type Objects, object, tree } from './arbitrary-tree.ts';
import type { CaseInput } from './wire.ts';

export type ArbitraryOptions = {
  /** Without descriptors that are held over several calls. */
  readonly withoutHeld?: boolean;
  /** Root makes all calls. */
  readonly onlyRoot?: boolean;
  /** No sticky directories: what may be opened there is the machine's setting. */
  readonly withoutSticky?: boolean;
};

const aFewTimes = <T>(usual: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: usual, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

/** Mostly a few layers; sometimes more than most images have. */
const layers = (it: Objects): fc.Arbitrary<readonly CaseTree[]> =>
  fc.oneof(
    { weight: 30, arbitrary: fc.array(tree(9, it), { minLength: 1, maxLength: 5, size: 'max' }) },
    { weight: 1, arbitrary: fc.array(tree(3, it), { minLength: 6, maxLength: 40, size: 'max' }) },
  );

type Parts = { readonly object: Objects; readonly call: fc.Arbitrary<Draft>; readonly onlyRoot: boolean };

const caseOf = ({ object: it, call, onlyRoot }: Parts): fc.Arbitrary<CaseInput> =>
  fc
    .record({
      lowers: layers(it),
      upper: fc.oneof(fc.constant<CaseTree>({}), tree(6, it)),
      drafts: fc.array(call, { minLength: 1, maxLength: 60, size: 'max' }),
      // Wild calls mostly fail, guided ones mostly change something: each finds what the other does not.
      isGuided: fc.oneof({ weight: 2, arbitrary: fc.constant(true) }, fc.constant(false)),
      readonlyMount: aFewTimes(15, fc.constant(true)),
      who: onlyRoot ? fc.constant(undefined) : aFewTimes(5, fc.constant({ uid: 7, gid: 8 })),
    })
    .map(({ drafts, isGuided, readonlyMount, who, ...trees }) => {
      const it = { ...trees, ...(readonlyMount && { readonlyMount }), ...(who && { who }) };
      return { ...it, ops: isGuided ? aimedAtModel(it, drafts) : aimedAtLayers([...it.lowers, it.upper], drafts) };
    });

/** What a campaign tries: layers, an upper directory, who acts, and a list of calls. */
export const arbitraryCase = ({
  withoutHeld = false,
  onlyRoot = false,
  withoutSticky = false,
}: ArbitraryOptions = {}): fc.Arbitrary<CaseInput> => {
  const usual = caseOf({ object, call: oneOf(byPath), onlyRoot });
  // Descriptors of FIFOs would need a model of pipes.
  const held = caseOf({ object: inodes, call: oneOf([...byPathOfFiles, ...byDescriptor]), onlyRoot });
  const all = withoutHeld ? usual : fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: held });
  return withoutSticky
    ? all.map((it): CaseInput => JSON.parse(JSON.stringify(it).replaceAll('"1777"', '"0777"')))
    : all;
};
