import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { writerOn } from '../../src/shell/log/append-log.ts';
import { readLog } from '../../src/shell/log/read-log.ts';
import { writeFileStore } from '../../src/shell/stores/file-store.ts';
import { disk, type FileSystem } from '../../src/shell/stores/file-system.ts';
import type { Sync } from '../../src/shell/stores/store.ts';
import { scratch } from '../shell/scratch.ts';
import { brokenDisk } from './broken-disk.ts';
import { appendOne, commandOf } from './records.ts';

/** A log of a few commands of different lengths; where in the file each of them ends. */
const written = (log: string): readonly number[] => {
  const writer = writerOn(writeFileStore(log));
  const ends = [0];
  for (const length of [4, 1, 2, 5, 1, 3]) {
    appendOne(writer, length);
    ends.push(readFileSync(log).length);
  }
  writer.close();
  return ends;
};

const quiet = { warn: () => {} };

/** Thousands of logs are opened here, and no power is cut: nothing waits for the disk. */
const hasty: FileSystem = { ...disk, fsyncSync: () => {} };

/** PLIMSOLL_CUTS=all for every byte; otherwise those around the ends of commands, and every seventh. */
const isTried = (cut: number, ends: readonly number[]): boolean =>
  process.env.PLIMSOLL_CUTS === 'all' || cut % 7 === 0 || ends.some((end) => Math.abs(end - cut) < 40);

const countOf = (log: string): number => [...readLog(log, {}, quiet)].length;

test('cut off at any byte, a log has the commands that were whole, and goes on behind them', () => {
  const log = scratch();
  const ends = written(log);
  const whole = readFileSync(log);
  const seqAt = [0, 4, 5, 7, 12, 13, 16];
  let places = 0;
  for (let cut = 0; cut <= whole.length; cut += 1) {
    if (!isTried(cut, ends)) continue;
    places += 1;
    writeFileSync(log, whole.subarray(0, cut));
    const kept = ends.filter((end) => end <= cut).length - 1;
    const told: string[] = [];
    if (cut % 49 === 0) expect(countOf(log)).toBe(seqAt[kept]);
    const writer = writerOn(writeFileStore(log, { fs: hasty, warn: (line) => void told.push(line) }));
    expect(writer.head().seq).toBe(seqAt[kept]);
    expect(told).toHaveLength(ends.includes(cut) ? 0 : 1);
    expect(readFileSync(log).equals(whole.subarray(0, ends[kept]))).toBe(true);
    if (cut % 50 === 0) {
      appendOne(writer, 2);
      expect(countOf(log)).toBe((seqAt[kept] ?? 0) + 2);
    }
    writer.close();
  }
  console.log(`cut off at ${places} of ${whole.length + 1} places`);
});

test('zeros where the file grew and the data did not arrive are cut off', () => {
  const log = scratch();
  const ends = written(log);
  for (const zeros of [1, 100, 70_000]) {
    appendFileSync(log, Buffer.alloc(zeros));
    const writer = writerOn(writeFileStore(log, quiet));
    expect(writer.head().seq).toBe(16);
    writer.close();
    expect(readFileSync(log).length).toBe(ends.at(-1));
  }
});

test('a last line that is something else is damage: nothing is cut', () => {
  const log = scratch();
  written(log);
  appendFileSync(log, 'somebody wrote this by hand\n');
  const before = readFileSync(log);
  expect(() => writeFileStore(log)).toThrow(/its last line is no record/);
  expect(readFileSync(log).equals(before)).toBe(true);
});

describe.each<[Sync]>([['command'], ['batch']])('sync by %s', (sync) => {
  test.each(['ENOSPC', 'EIO', 'EDQUOT'])(
    'a write that fails with %s at any byte leaves the log as it was, and the next one works',
    (code) => {
      const log = scratch();
      const disk = brokenDisk();
      const writer = writerOn(writeFileStore(log, { sync, fs: disk }));
      appendOne(writer, 3);
      const length = JSON.stringify(commandOf(3, 2)).length;
      let failures = 0;
      for (let room = 0; room < length; room += 13) {
        const before = readFileSync(log);
        disk.failAfter(room, code);
        try {
          appendOne(writer, 2);
        } catch (error) {
          failures += 1;
          expect(String(error)).toMatch(/the command is not recorded/);
          expect(readFileSync(log).equals(before)).toBe(true);
        }
        disk.mend();
      }
      expect(failures).toBeGreaterThan(20);
      const { seq } = writer.head();
      appendOne(writer, 4);
      writer.close();
      expect(countOf(log)).toBe(seq + 4);
    },
  );

  test('when the torn write can not be taken back either, nothing more is written, and the next writer cuts it', () => {
    const log = scratch();
    const disk = brokenDisk();
    const writer = writerOn(writeFileStore(log, { sync, fs: disk }));
    appendOne(writer, 3);
    disk.failAfter(100, 'EIO');
    disk.failTruncate('EIO');
    expect(() => appendOne(writer, 2)).toThrow(/not recorded/);
    disk.mend();
    expect(() => appendOne(writer, 2)).toThrow(/nothing more is written/);
    writer.close();
    expect(countOf(log)).toBe(3);
    const next = writerOn(writeFileStore(log, quiet));
    expect(next.head().seq).toBe(3);
    next.close();
  });
});

test('a command whose fsync fails is not recorded', () => {
  const log = scratch();
  const disk = brokenDisk();
  const writer = writerOn(writeFileStore(log, { fs: disk }));
  appendOne(writer, 3);
  disk.failSync('EIO');
  expect(() => appendOne(writer, 2)).toThrow(/input\/output error; the command is not recorded/);
  disk.mend();
  // What the disk holds after a failed fsync is not known: this writer goes no further.
  expect(() => appendOne(writer, 2)).toThrow(/nothing more is written/);
  writer.close();
  expect(countOf(log)).toBe(3);
});

test('a batched fsync that fails is told, and ends the writing', () => {
  const log = scratch();
  const disk = brokenDisk();
  const writer = writerOn(writeFileStore(log, { sync: 'batch', fs: disk }));
  appendOne(writer, 3);
  disk.failSync('EIO');
  expect(() => writer.flush()).toThrow(/the latest commands may not be recorded/);
  disk.mend();
  expect(() => appendOne(writer, 2)).toThrow(/nothing more is written/);
  writer.close();
});
