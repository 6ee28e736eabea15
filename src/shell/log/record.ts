import type { Command } from '../../core/decide.ts';
import { type Event, streamOf } from '../../core/event.ts';
import type { Instant } from '../../core/kernel/brand.ts';
import { type EventData, versionOf } from '../../core/upcast/upcast.ts';
import type { ChainHash } from './chain.ts';
import { SharedTexts } from './shared-texts.ts';

/** Which command an event comes from: its number in its session, its name, who issued it, and which process if one did. */
export type Cause = {
  readonly n: number;
  readonly command: string;
  readonly issuer: Command['issuer'];
  readonly pid?: number;
};

/** One line of a log. */
export type LogLine = {
  /** Counts from 1 without a gap. */
  readonly seq: number;
  readonly time: Instant;
  /** `container/<id>`, or `host`. */
  readonly stream: string;
  readonly type: string;
  /** Schema version of this type of event. */
  readonly v: number;
  readonly cause: Cause;
  /** The rest of the event. */
  readonly data: EventData;
  /** How many events of the same command follow; absent on the last. A log that ends on one that has it is torn. */
  readonly more?: number;
  /** See chain.ts; absent in logs that are older than the chain. */
  readonly hash?: ChainHash;
};

/** An event and where it stands in its log. */
export type Entry = { readonly seq: number; readonly cause: Cause; readonly event: Event };

/** `more`: how many events of the same command follow this one. */
export const lineOf = ({ seq, cause, event }: Entry, more = 0): LogLine => {
  const { stream: _, id: __, type, at, ...data } = event;
  const line = { seq, time: at, stream: streamOf(event), type, v: versionOf(type), cause, data };
  return more > 0 ? { ...line, more } : line;
};

/** `JSON.stringify(lineOf(entry, more))`, put together from its members: twice as fast. */
export const lineText = ({ seq, cause, event }: Entry, more: number, causeText = JSON.stringify(cause)): string => {
  const { stream: _, id: __, type, at, ...data } = event;
  const frame = `{"seq":${seq},"time":"${at}","stream":${JSON.stringify(streamOf(event))},"type":"${type}","v":${versionOf(type)}`;
  const rest = more > 0 ? `,"more":${more}}` : '}';
  return `${frame},"cause":${causeText},"data":${JSON.stringify(data)}${rest}`;
};

/**
 * The event of a line whose data has been checked and has today's version. The line is used up: its data becomes the
 * event's.
 */
export const entryOf = ({ seq, time, stream, type, cause, data }: LogLine, shared = new SharedTexts()): Entry => {
  const { kind, id } = shared.stream(stream);
  shared.share(data as Record<string, unknown>, time);
  // The schema of the log has shown that this is one of the events.
  return { seq, cause, event: { stream: kind, id, type: shared.text(type), at: time, ...data } as unknown as Event };
};
