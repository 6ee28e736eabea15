import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Law } from '../invariants/law.ts';
import { type Caught, catchOne, type Hunt, huntsOf } from './hunt.ts';
import { heldBy, type Options, type PropertyRun, type Run, Runs, runProperties } from './run-properties.ts';

/** What the threads of a run are to do, number by number. */
export type Errand =
  | { readonly kind: 'histories'; readonly seed: number; readonly length?: number; readonly laws: readonly string[] }
  | { readonly kind: 'hunts'; readonly hunts: readonly Hunt[] };

/** With the counter that they take numbers from: the next one, and the last one that is wanted. */
export type Order = { readonly errand: Errand; readonly counter: SharedArrayBuffer };

/** As many as the machine runs at once; more than eight have little left to share. */
export const jobsOfMachine = (): number => Math.min(8, availableParallelism());

/** Threads run what is compiled; from the TypeScript sources all is done in one. */
const isCompiled = import.meta.url.endsWith('.js');

type InJobs = Omit<Options, 'engine' | 'laws'> & { readonly laws: readonly Law[]; readonly jobs: number };

/**
 * Histories are drawn by their numbers, so they may be lived in any order: what comes of the same seed and runs is the same
 * for any number of threads. All that come before the first broken law are lived to their ends.
 */
export const runPropertiesInJobs = async (options: InJobs): Promise<PropertyRun> => {
  const { jobs, runs, clock, progress } = options;
  if (jobs <= 1 || runs <= 1 || !isCompiled) return runProperties(options);
  const began = clock();
  const held = heldBy(options);
  const done: Run[] = [];
  let commands = 0;
  const errand: Errand = {
    kind: 'histories',
    seed: options.seed,
    laws: options.laws.map(({ id }) => id),
    ...(options.length !== undefined && { length: options.length }),
  };
  await share<Run>(errand, runs, Math.min(jobs, runs), (one) => {
    done.push(one);
    commands += one.commands;
    if (done.length % 50 === 0) progress?.(done.length, commands);
  });
  const first = Math.min(...done.filter(({ broken }) => broken).map(({ run }) => run));
  const all = new Runs();
  for (const one of done.sort((a, b) => a.run - b.run)) if (one.run <= first) all.take(one);
  return all.done(held, () => clock() - began, Number.isFinite(first) ? first : undefined);
};

/** Broken engines, each hunted by its law with some seeds. */
export const huntInJobs = async (
  only: readonly string[],
  jobs: number,
  progress: (text: string) => void,
): Promise<readonly Caught[]> => {
  const hunts = huntsOf(only);
  const tell = (done: number): void => progress(`broken engines ${done}/${hunts.length}`);
  if (jobs <= 1 || hunts.length <= 1 || !isCompiled)
    return hunts.map((hunt, at) => {
      tell(at);
      return catchOne(hunt);
    });
  const caught: Caught[] = [];
  await share<Caught>({ kind: 'hunts', hunts }, hunts.length, Math.min(jobs, hunts.length), (one) => {
    caught.push(one);
    tell(caught.length);
  });
  return caught;
};

/** Histories make many small things that soon go: with more room for them they are seldom collected. */
const resourceLimits = { maxYoungGenerationSizeMb: 64 };

/** Gives numbers from 1 up to `last` out to threads, and ends when all of these have. */
const share = async <Done>(errand: Errand, last: number, jobs: number, take: (done: Done) => void): Promise<void> => {
  const counter = new SharedArrayBuffer(8);
  new Int32Array(counter).set([1, last]);
  const order: Order = { errand, counter };
  const threads = Array.from(
    { length: jobs },
    () => new Worker(new URL('./worker.js', import.meta.url), { workerData: order, resourceLimits }),
  );
  try {
    await Promise.all(
      threads.map(
        (thread) =>
          new Promise<void>((resolve, reject) => {
            thread
              .on('message', take)
              .on('error', reject)
              .on('exit', () => resolve());
          }),
      ),
    );
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
};
