import type { Event } from '../../src/index.ts';
import type { LogWriter } from '../../src/shell/log/append-log.ts';
import type { Entry } from '../../src/shell/log/record.ts';
import { Session } from '../../src/shell/session.ts';
import { liveALittle } from '../shell/story.ts';

/** Events of a small history, to be written again and again. */
export const someEvents: readonly Event[] = (() => {
  const events: Event[] = [];
  const session = new Session({ seed: 'records', onEntry: ({ event }) => void events.push(event) });
  liveALittle(session);
  return events;
})();

/** The events of one command of a given length, numbered behind `seq`; `by` tells writers apart. */
export const commandOf = (seq: number, length: number, by = 'X'): readonly Entry[] =>
  Array.from({ length }, (_, at) => ({
    seq: seq + at + 1,
    cause: { n: seq + 1, command: by, issuer: 'client' as const },
    event: someEvents[(seq + at) % someEvents.length] as Event,
  }));

/** One command more behind what the writer knows. */
export const appendOne = (writer: LogWriter, length: number, by?: string): void =>
  writer.append(commandOf(writer.head().seq, length, by));

/** An event of about so many bytes. */
export const bigEvent = (bytes: number): Event => {
  const printed = someEvents.find(({ type }) => type === 'ContainerStarted') as Event;
  const { id, at } = printed;
  return { stream: 'container', id, type: 'OutputPrinted', at, output: 'stdout', text: 'x'.repeat(bytes) } as Event;
};
