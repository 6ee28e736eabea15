import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { appendLog } from '../src/shell/log/append-log.ts';
import { sealed } from '../src/shell/log/chain.ts';
import { type Entry, lineOf } from '../src/shell/log/record.ts';
import { count, type Row, ratio, seconds } from './measure.ts';

type Commands = readonly (readonly Entry[])[];

/** Appends every command of a history for itself; events a second. */
const appendRate = (log: string, commands: Commands, sync: 'batch' | 'command', group = 1): number => {
  const writer = appendLog(log, { sync });
  try {
    const took = seconds(() => {
      for (let at = 0; at < commands.length; at += group) writer.appendAll(commands.slice(at, at + group));
      writer.flush();
    });
    return writer.head().seq / took;
  } finally {
    writer.close();
  }
};

/** The same bytes written and fsynced by nobody but a loop; seconds. */
const bareFsync = (path: string, blocks: readonly Buffer[]): number => {
  const file = openSync(path, 'wx');
  try {
    return seconds(() => {
      for (const block of blocks) {
        writeSync(file, block);
        fdatasyncSync(file);
      }
    });
  } finally {
    closeSync(file);
  }
};

const blocksOf = (commands: Commands): readonly Buffer[] => {
  let hash = '0'.repeat(64);
  return commands.map((entries) =>
    Buffer.from(
      entries
        .map((entry, at) => {
          const line = sealed(JSON.stringify(lineOf(entry, entries.length - 1 - at)), hash);
          hash = line.hash;
          return `${line.text}\n`;
        })
        .join(''),
    ),
  );
};

const middle = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** Commands of running containers, without the image that was pulled first, as the beginning of a log. */
const stretch = (commands: Commands, from: number, length: number): Commands => {
  let seq = 0;
  return commands.slice(from, from + length).map((entries) => entries.map((entry) => ({ ...entry, seq: ++seq })));
};

/** Rounds in turns, so that what else happens on the disk meets both. */
export const fsyncRow = (fresh: () => string, commands: Commands): Row => {
  const some = stretch(commands, 100, 500);
  const blocks = blocksOf(some);
  const events = some.reduce((sum, { length }) => sum + length, 0);
  appendRate(fresh(), commands.slice(0, 10_000), 'batch');
  const rounds = [1, 2, 3, 4, 5, 6, 7].map(() => {
    const bare = bareFsync(fresh(), blocks);
    return { bare, own: events / appendRate(fresh(), some, 'command') };
  });
  const bare = middle(rounds.map((it) => it.bare)) / some.length;
  const own = middle(rounds.map((it) => it.own)) / some.length;
  return {
    what: 'append, each command fsynced, against write + fdatasync',
    measured: `${ratio(own / bare)} (${(own * 1e6).toFixed(0)} µs, ${(bare * 1e6).toFixed(0)} µs)`,
    goal: '1.3x',
    met: own <= 1.3 * bare,
  };
};

export const appendRows = (kind: string, fresh: () => string, commands: Commands): readonly Row[] => {
  const best = (sync: 'batch' | 'command', some: Commands, group?: number): number =>
    Math.max(...[1, 2, 3].map(() => appendRate(fresh(), some, sync, group)));
  const batched = best('batch', commands);
  const many = best('batch', commands, 200);
  const durable = best('command', stretch(commands, 100, 400));
  const goal = kind === 'file' ? 100_000 : undefined;
  return [
    {
      what: `append to ${kind}, batched, command by command`,
      measured: `${count(batched)} events/s`,
      goal: goal === undefined ? '' : `${count(goal)}/s`,
      met: goal === undefined ? undefined : batched >= goal,
    },
    {
      what: `append to ${kind}, batched, 200 commands at once`,
      measured: `${count(many)} events/s`,
      goal: goal === undefined ? '' : `${count(goal)}/s`,
      met: goal === undefined ? undefined : many >= goal,
    },
    {
      what: `append to ${kind}, each command durable`,
      measured: `${count(durable)} events/s`,
      goal: '',
      met: undefined,
    },
  ];
};
