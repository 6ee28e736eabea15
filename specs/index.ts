/** What `plimsoll/specs` exports: the laws, the generators, the engines that break the laws, and what runs them all. */
export { type Engine, families, type History, type Law, laws, type Step } from './invariants/index.ts';
export type { Violation } from './invariants/law.ts';
export { type Mutant, mutants } from './mutants/index.ts';
export { beginning } from './properties/beginning.ts';
export {
  type Beginning,
  type Breach,
  drawn,
  given,
  isFrozenWrite,
  type Lived,
  liveAndCheck,
} from './properties/check-history.ts';
export { commandOf, picks } from './properties/histories.ts';
export { model } from './properties/live.ts';
export type { Pick } from './properties/moves/move.ts';
export { type PropertyRun, runProperties, runsToCatch } from './run/run-properties.ts';
export { runSpec, type SpecOptions, type SpecResult } from './run/run-spec.ts';
