import type { Answer, Capabilities, Focus } from './engine.ts';
import type { Observation } from './observation.ts';
import type { Step } from './step.ts';

/** What an adapter program is asked, one JSON object a line (docs/adapters.md, docs/adapter.schema.json). */
export type AdapterRequest = { readonly id: number } & (
  | { readonly do: 'describe' }
  /** Back to the beginning; `images` is a `docker save` archive of the images that every sequence begins with. */
  | { readonly do: 'reset'; readonly images: string }
  | { readonly do: 'perform'; readonly step: Step }
  | { readonly do: 'observe'; readonly focus: Focus }
  /** The step is over: events from now on belong to the next one. */
  | { readonly do: 'observed' }
  | { readonly do: 'close' }
);

/** What it answers, in the same order, with the same `id`. */
export type AdapterResponse = { readonly id: number } & (
  | { readonly capabilities: Capabilities }
  | { readonly answer: Answer }
  | { readonly observation: Observation }
  | { readonly done: true }
  /** The adapter itself is at its end, in words for people. */
  | { readonly error: string }
);
