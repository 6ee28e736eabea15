import { dockerEvent } from '../../views/docker-events.ts';
import { BadInput } from '../bad-input.ts';
import { checkLine } from '../log/check-line.ts';
import { evolveEntry } from '../log/fold-entries.ts';
import { openWorld, type Until } from '../log/open-world.ts';
import { entryOf, type LogLine } from '../log/record.ts';
import { readStore } from '../stores/open-store.ts';
import { renderDockerEvent } from '../text/docker-events.ts';
import { printable } from '../text/printable.ts';
import type { Io } from './io.ts';

type Options = { readonly json: boolean; readonly show: string | undefined };

/** `replay --follow`: what is written from a point on, one line an event, until SIGINT or SIGTERM. */
export const followLog = async (io: Io, log: string, until: Until, { json, show }: Options): Promise<void> => {
  if (show !== undefined && show !== 'docker-events') throw new BadInput(`${show}: --follow shows events only`);
  const stop = new AbortController();
  const end = (): void => stop.abort();
  process.once('SIGINT', end).once('SIGTERM', end);
  let { world, seq } = openWorld(log, until);
  const store = readStore(log);
  try {
    for await (const { text } of store.subscribe(seq, stop.signal)) {
      seq += 1;
      const line = checkLine(text);
      if (typeof line === 'string') throw new BadInput(`${log}: line ${seq}: ${line}`);
      const entry = entryOf(line);
      if (show === undefined) io.out(json ? `${text}\n` : rowOf(line));
      else io.out(toldOf(dockerEvent(world, entry.event), json));
      world = evolveEntry(world, entry);
    }
  } finally {
    store.close();
    process.off('SIGINT', end).off('SIGTERM', end);
  }
};

/** `12 2024-01-01T… container/4f… ContainerStarted (StartContainer)` */
export const rowOf = ({ seq, time, stream, type, cause }: LogLine): string =>
  `${String(seq).padStart(6)} ${time} ${printable(stream).slice(0, 60).padEnd(24)} ${type} (${printable(cause.command)})\n`;

const toldOf = (told: ReturnType<typeof dockerEvent>, json: boolean): string => {
  if (!told) return '';
  return json ? `${JSON.stringify(told)}\n` : renderDockerEvent(told);
};
