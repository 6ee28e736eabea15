import type { Instant } from './brand.ts';

/** The frame of every event: whose story it belongs to, what happened, when. */
export type Happened<Stream extends string, Id extends string, Type extends string, Payload = unknown> = {
  readonly stream: Stream;
  readonly id: Id;
  readonly type: Type;
  readonly at: Instant;
} & Readonly<Payload>;
