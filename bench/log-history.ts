import { type Event, hostInit } from '../src/index.ts';
import { appendLog } from '../src/shell/log/append-log.ts';
import type { Entry } from '../src/shell/log/record.ts';
import { goOn, Machine, populate } from './workload.ts';

/** The events of each command, as a session writes them: so many containers that were started, and what they did then. */
const live = (containers: number, events: number, take: (entries: readonly Entry[]) => void): void => {
  let seq = 0;
  const machine = new Machine((n, { type, issuer }, told) => {
    if (seq < events) take(told.map((event: Event) => ({ seq: ++seq, cause: { n, command: type, issuer }, event })));
  });
  // Two processes each: more than the kernel's own limit of 32768 allows.
  machine.perform({ issuer: 'process', type: 'SetPidMax', pid: hostInit, max: 4_194_304 });
  populate(machine, containers);
  const active = Math.min(containers, 60_000);
  for (let turns = 0; seq < events; turns += 1) goOn(machine, active, Math.min(4, turns + 3));
  if (machine.refused > 0) throw new Error(`${machine.refused} commands of the workload were refused`);
};

export const historyOf = (containers: number, events: number): readonly (readonly Entry[])[] => {
  const commands: (readonly Entry[])[] = [];
  live(containers, events, (entries) => void commands.push(entries));
  return commands;
};

/** The same, into a log, without ever holding all of it. */
export const writeHistory = (log: string, containers: number, events: number): number => {
  const writer = appendLog(log, { sync: 'batch' });
  let waiting: (readonly Entry[])[] = [];
  const put = (): void => {
    writer.appendAll(waiting);
    waiting = [];
  };
  live(containers, events, (entries) => {
    waiting.push(entries);
    if (waiting.length >= 1_000) put();
  });
  put();
  const { seq } = writer.head();
  writer.close();
  return seq;
};
