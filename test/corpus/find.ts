import fc from 'fast-check';
import type { Bug } from './bug.ts';
import { model } from './driver.ts';
import { history, type Step, textOf } from './history.ts';
import { difference } from './observe.ts';
import { type Images, modelSave, type SaveBug, someImages, textOfImages } from './save-bugs.ts';

/** How a bug was found: after how many histories, in what, and the shortest history that shows it. */
export type Found = { readonly runs: number; readonly what: string; readonly shortest: string; readonly steps: number };

export const find = ({ driver }: Bug, seed: number, mostRuns: number): Found | undefined => {
  const differs = (steps: readonly Step[]): string | undefined => difference(model, driver, steps);
  const result = fc.check(
    fc.property(history, (steps) => differs(steps) === undefined),
    { seed, numRuns: mostRuns },
  );
  if (!result.failed) return undefined;
  const shortest = shortened(result.counterexample?.[0] ?? [], (steps) => differs(steps) !== undefined);
  return { runs: result.numRuns, what: differs(shortest) ?? '', shortest: textOf(shortest), steps: shortest.length };
};

/** The same for `docker save`: two saves at two times, each held against the model's. */
export const findInSave = ({ save }: SaveBug, seed: number, mostRuns: number): Found | undefined => {
  const shows = (images: Images): boolean =>
    ['2001-01-01', '2002-02-02'].some(
      (at) => JSON.stringify(save(images, at)) !== JSON.stringify(modelSave(images, at)),
    );
  const result = fc.check(
    fc.property(someImages, (images) => !shows(images)),
    { seed, numRuns: mostRuns },
  );
  if (!result.failed) return undefined;
  const shortest = result.counterexample?.[0] ?? [];
  return { runs: result.numRuns, what: 'archive', shortest: textOfImages(shortest), steps: shortest.length + 1 };
};

/** Fewer steps first, then fewer letters, then `a` before `b`. */
const isSimpler = (left: readonly Step[], right: readonly Step[]): boolean => {
  if (left.length !== right.length) return left.length < right.length;
  const [one, other] = [textOf(left), textOf(right)];
  return one.length === other.length ? one < other : one.length < other.length;
};

/** The simplest history that still shows it, by small changes: a step or two less, or a simpler step. */
const shortened = (steps: readonly Step[], shows: (steps: readonly Step[]) => boolean): readonly Step[] => {
  for (const other of simpler(steps)) if (isSimpler(other, steps) && shows(other)) return shortened(other, shows);
  return steps;
};

function* simpler(steps: readonly Step[]): Generator<readonly Step[]> {
  for (const [at] of steps.entries()) {
    for (let other = at; other < steps.length; other += 1) {
      yield steps.filter((_, index) => index !== at && index !== other);
    }
  }
  for (const [from, to] of hoists) {
    const moved = steps.map((it) => movedStep(it, from, to));
    yield moved;
    for (const [at] of steps.entries()) yield moved.filter((_, index) => index !== at);
  }
  for (const [at] of steps.entries()) {
    for (const plain of plainSteps) yield steps.map((it, index) => (index === at ? plain : it));
  }
}

/** Paths that may become others all through a history. */
const hoists: readonly (readonly [RegExp, string])[] = [
  [/^\/[ab](?=\/)/, ''],
  [/(?<=.)\/[ab]$/, ''],
  [/^\/b/, '/a'],
  [/b/g, 'a'],
];

const movedStep = (it: Step, from: RegExp, to: string): Step => {
  if (it.step === 'commit') return it;
  if (it.step === 'remove all') return { ...it, path: it.path.replace(from, to) };
  const { call } = it;
  const target = call.to === undefined ? {} : { to: call.to.replace(from, to) };
  return { ...it, call: { ...call, path: call.path.replace(from, to), ...target } };
};

const paths = ['/a', '/b', '/a/a', '/a/b'];
const plainSteps: readonly Step[] = [
  { step: 'commit' },
  ...paths.flatMap((path): readonly Step[] => [
    { step: 'remove all', path },
    { step: 'call', call: { op: 'mkdir', path } },
    { step: 'call', call: { op: 'write', path, data: '1' } },
    { step: 'call', call: { op: 'unlink', path } },
    ...paths.map((to): Step => ({ step: 'call', call: { op: 'rename', path, to } })),
  ]),
];
