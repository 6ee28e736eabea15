import type { Observation } from './observation.ts';
import type { Step } from './step.ts';

/** What an engine answers. */
export type Answer =
  | { readonly kind: 'done'; readonly exitCode?: number; readonly output?: string }
  /** An HTTP status of 304 or above, and the engine's words. */
  | { readonly kind: 'refused'; readonly status: number; readonly message: string }
  /** A verdict of its own: this engine has no such thing. Never a failure. */
  | { readonly kind: 'unsupported'; readonly why: string };

/** Everything that is compared, in the order in which a report names it. */
export const aspects = [
  'answer',
  'containers',
  'images',
  'volumes',
  'diff',
  'files',
  'logs',
  'processes',
  'inside',
  'disk',
  'events',
] as const;
export type Aspect = (typeof aspects)[number];

export type Capabilities = {
  readonly name: string;
  readonly version: string;
  /** What it can not show, or shows in a way that is not Docker's at all. */
  readonly blind: readonly Aspect[];
};

/** What an observation shall look at closely: these containers, all of them briefly. */
export type Focus = { readonly container?: string; readonly files: boolean };

/** An engine that is asked: a model, a broken model, Docker, Podman, a program that speaks the adapter protocol. */
export type EngineUnderTest = {
  readonly describe: () => Promise<Capabilities>;
  readonly perform: (step: Step) => Promise<Answer>;
  readonly observe: (focus: Focus) => Promise<Observation>;
  /** The step is over: events from now on belong to the next one. */
  readonly observed?: () => Promise<void>;
  /** Back to what it was before the first step: everything that steps have made is gone. */
  readonly reset: () => Promise<void>;
  readonly close: () => Promise<void>;
};
