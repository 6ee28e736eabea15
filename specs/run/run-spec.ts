import type { Command } from '../../src/index.ts';
import type { LawSeen } from '../../src/oracle/laws/index.ts';
import { addressOf } from '../../src/shell/oracle/http.ts';
import { families, laws } from '../invariants/index.ts';
import { mutants } from '../mutants/index.ts';
import { EngineUnfit, refuseUnfit, runChaptersOn } from './engine-chapters.ts';
import { EngineWatch, watchSequences } from './engine-laws.ts';
import type { Caught } from './hunt.ts';
import { huntInJobs, jobsOfMachine, runPropertiesInJobs } from './jobs.ts';
import type { ChapterResult } from './run-chapter.ts';
import { loadChapters, runChapters } from './run-chapters.ts';
import type { PropertyRun } from './run-properties.ts';

export type SpecOptions = {
  /** Ids of laws, families or chapters; everything when empty. */
  readonly only: readonly string[];
  readonly seed: number;
  readonly runs: number;
  readonly mutants: boolean;
  /** Threads; by default what the machine runs at once. What comes out is the same for any number. */
  readonly jobs?: number;
  /** A real engine: the chapters are told to it with its own docker command, and the laws held against what it shows. */
  readonly engine?: string;
  readonly clock: () => number;
  readonly progress: (text: string) => void;
};

export type MutantResult = {
  readonly law: string;
  readonly name: string;
  /** Histories until it was caught, for each seed; absent where it was not. */
  readonly runs: readonly (number | undefined)[];
};

export type SpecResult = {
  readonly seed: number;
  readonly chapters: readonly ChapterResult[];
  readonly laws: readonly { readonly family: string; readonly id: string; readonly sentence: string }[];
  readonly properties?: PropertyRun;
  readonly mutants: readonly MutantResult[];
  /** The laws as a real engine shows them. */
  readonly observed?: readonly LawSeen[];
  /** Declared witnesses that no history came by; a suite that misses one has failed. */
  readonly unreached: readonly string[];
  readonly passed: number;
  readonly failed: number;
};

/** Names that `--only` may use and nobody has. */
export const unknownNames = (only: readonly string[]): readonly string[] => {
  const known = new Set([
    ...laws.map(({ id }) => id),
    ...Object.keys(families),
    ...loadChapters().map(({ file }) => nameOf(file)),
  ]);
  return only.filter((name) => !known.has(name));
};

/** `05-image-metadata.md` → `05-image-metadata`. */
const nameOf = (file: string): string => file.replace(/^.*\//, '').replace(/\.md$/, '');

/** Fewer histories than this may miss a rare witness without anything being wrong. */
const enough = 500;

/** The whole suite: chapters, then every law over generated histories, then (if asked) every broken engine. */
export const runSpec = async (options: SpecOptions): Promise<SpecResult> => {
  const { only, seed, runs, clock, progress, engine, jobs = jobsOfMachine() } = options;
  if (engine !== undefined) return toldTo(engine, options);
  const chosen = Object.entries(families).flatMap(([family, members]) =>
    members
      .filter(({ id }) => only.length === 0 || only.includes(id) || only.includes(family))
      .map((law) => ({ family, law })),
  );
  const chapters = await runChapters((name) => only.length === 0 || only.includes(name), progress);
  const properties =
    chosen.length === 0
      ? undefined
      : await runPropertiesInJobs({
          jobs,
          seed,
          runs,
          laws: chosen.map(({ law }) => law),
          clock,
          progress: (run, commands) => progress(`histories ${run}/${runs}, ${commands} commands`),
        });
  const whole = only.length === 0 && runs >= enough && properties?.breach === undefined;
  const unreached = whole ? (properties?.reach.missing() ?? []) : [];
  const broken = options.mutants ? mutantRows(await huntInJobs(only, jobs, progress)) : [];
  const failures =
    chapters.reduce((sum, { failures: some }) => sum + some.length, 0) +
    (properties?.breach ? 1 : 0) +
    unreached.length +
    broken.filter((it) => it.runs.includes(undefined)).length;
  const passes =
    chapters.reduce((sum, { passed }) => sum + passed, 0) +
    chosen.length -
    (properties?.breach ? 1 : 0) +
    broken.filter((it) => !it.runs.includes(undefined)).length;
  return {
    seed,
    chapters,
    laws: chosen.map(({ family, law: { id, sentence } }) => ({ family, id, sentence })),
    ...(properties && { properties }),
    mutants: broken,
    unreached,
    passed: passes,
    failed: failures,
  };
};

/** Sequences after the chapters, for laws that no chapter comes by. */
const engineSequences = { sequences: 2, length: 12 };

const toldTo = async (engine: string, { only, seed, progress }: SpecOptions): Promise<SpecResult> => {
  const isMeant = (name: string): boolean => only.length === 0 || only.includes(name);
  const chosen = Object.entries(families).flatMap(([family, members]) =>
    members.filter(({ id }) => isMeant(id) || isMeant(family)).map(({ id, sentence }) => ({ family, id, sentence })),
  );
  const address = addressOf(engine);
  if (!address) throw new EngineUnfit('missing', `${engine}: no engine's address`);
  await refuseUnfit(engine);
  const watch = chosen.length > 0 ? await EngineWatch.on(address) : undefined;
  try {
    const chapters = await runChaptersOn(engine, isMeant, progress, watch);
    if (watch) await watchSequences(address, watch, { seed, ...engineSequences }, progress);
    const observed = watch?.verdicts().filter(({ id }) => chosen.some((law) => law.id === id)) ?? [];
    const broken = observed.filter(({ verdict }) => verdict === 'broken').length;
    return {
      seed,
      chapters,
      laws: chosen,
      ...(watch && { observed }),
      mutants: [],
      unreached: [],
      passed:
        chapters.reduce((sum, { passed }) => sum + passed, 0) +
        observed.filter(({ verdict }) => verdict === 'held').length,
      failed: chapters.reduce((sum, { failures }) => sum + failures.length, 0) + broken,
    };
  } finally {
    watch?.close();
  }
};

/** One row for each broken engine, its seeds in order. */
const mutantRows = (caught: readonly Caught[]): readonly MutantResult[] =>
  mutants.flatMap(({ law, name }) => {
    const own = caught.filter((it) => it.law === law && it.name === name).sort((a, b) => a.seed - b.seed);
    return own.length === 0 ? [] : [{ law, name, runs: own.map(({ runs }) => runs) }];
  });

/** The shortest sequence of a breach, for printing. */
export const breachOf = ({ properties }: SpecResult): readonly Command[] =>
  properties?.breach?.turns.map(({ command }) => command) ?? [];
