import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
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

/** The lines of a log, without the room behind them. */
const linesOf = (log: string): string => readFileSync(log, 'utf8').replace(/\0+$/, '');

describe('a writer that keeps room', () => {
  test('has it behind its lines while it lives, and leaves none', () => {
    const log = scratch();
    const writer = writerOn(writeFileStore(log, { leastRoom: 0 }));
    const lengths = [1, 2, 3, 4, 5, 6, 1, 1, 1, 1].map((length) => {
      appendOne(writer, length);
      expect(countOf(log)).toBe(writer.head().seq);
      const { length: whole } = readFileSync(log);
      expect(whole).toBeGreaterThan(Buffer.byteLength(linesOf(log)));
      return whole;
    });
    // Most commands find room, and the file is as long as before.
    expect(new Set(lengths).size).toBeLessThan(6);
    writer.appendAll([commandOf(25, 2), commandOf(27, 3)]);
    expect(readFileSync(log, 'utf8')).toBe(linesOf(log));
    appendOne(writer, 2);
    writer.close();
    expect(readFileSync(log, 'utf8')).toBe(linesOf(log));
    expect(countOf(log)).toBe(32);
  });

  test('that was killed leaves it, and nobody takes that for a torn command', () => {
    const log = scratch();
    const writer = writerOn(writeFileStore(log, { leastRoom: 0 }));
    for (const length of [3, 2, 1]) appendOne(writer, length);
    const killed = scratch();
    writeFileSync(killed, readFileSync(log));
    writer.close();
    const told: string[] = [];
    const warn = (line: string) => void told.push(line);
    expect([...readLog(killed, {}, { warn })]).toHaveLength(6);
    const next = writerOn(writeFileStore(killed, { warn }));
    appendOne(next, 2);
    next.close();
    expect(told).toEqual([]);
    expect(countOf(killed)).toBe(8);
    expect(readFileSync(killed, 'utf8')).toBe(linesOf(killed));
  });

  test.each([
    ['into the room', 4],
    ['beyond its end', 40],
  ])('loses at a power cut no more than the command that was being written %s, whatever of it arrived', (_, length) => {
    const log = scratch();
    const writer = writerOn(writeFileStore(log, { leastRoom: 0 }));
    for (const length of [6, 6, 6, 6, 1]) appendOne(writer, length);
    const before = readFileSync(log);
    appendOne(writer, length);
    const after = readFileSync(log);
    writer.close();
    const begin = Buffer.byteLength(before.toString().replace(/\0+$/, ''));
    const end = Buffer.byteLength(after.toString().replace(/\0+$/, ''));
    expect(after.length > before.length).toBe(length === 40);
    const sector = 512;
    const [first, last] = [Math.floor(begin / sector), Math.floor((end - 1) / sector)];
    let whole = 0;
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: last - first + 1, maxLength: last - first + 1 }),
        fc.boolean(),
        (arrived, hasGrown) => {
          const disk = Buffer.alloc(hasGrown ? after.length : before.length);
          before.copy(disk);
          for (const [at, has] of arrived.entries()) {
            const from = (first + at) * sector;
            if (has > 0) after.copy(disk, from, from, Math.min(from + sector, disk.length));
          }
          const cut = scratch();
          writeFileSync(cut, disk);
          const isWhole = disk.subarray(0, end).equals(after.subarray(0, end));
          if (isWhole) whole += 1;
          const seq = isWhole ? 25 + length : 25;
          expect(countOf(cut)).toBe(seq);
          const next = writerOn(writeFileStore(cut, { ...quiet, fs: hasty }));
          expect(next.head().seq).toBe(seq);
          next.close();
          expect(readFileSync(cut, 'utf8')).toBe(after.toString('utf8', 0, isWhole ? end : begin));
        },
      ),
      { numRuns: 500, examples: [[Array(last - first + 1).fill(1), true]] },
    );
    expect(whole).toBeGreaterThan(0);
  });

  test('zeros in the middle of a log are damage: nothing is cut', () => {
    const log = scratch();
    const ends = written(log);
    const bytes = readFileSync(log);
    bytes.fill(0, (ends[2] ?? 0) + 10, (ends[2] ?? 0) + 60);
    writeFileSync(log, Buffer.concat([bytes, Buffer.alloc(1_000)]));
    expect(() => countOf(log)).toThrow(/line 6: not JSON/);
    const writer = writerOn(writeFileStore(log, quiet));
    expect(writer.head().seq).toBe(16);
    writer.close();
    expect(readFileSync(log).equals(bytes)).toBe(true);
  });

  test('goes on without where the disk has none left for it', () => {
    const log = scratch();
    const disk = brokenDisk();
    const writer = writerOn(writeFileStore(log, { fs: disk, leastRoom: 0 }));
    appendOne(writer, 1);
    const { length } = readFileSync(log);
    const other = scratch();
    writeFileSync(other, linesOf(log));
    const twin = writerOn(writeFileStore(other));
    appendOne(twin, 4);
    twin.close();
    disk.failAfter(Buffer.byteLength(linesOf(other)) - Buffer.byteLength(linesOf(log)) + 100, 'ENOSPC');
    appendOne(writer, 4);
    expect(length).toBeLessThan(readFileSync(log).length);
    expect(readFileSync(log, 'utf8')).toBe(linesOf(log));
    disk.mend();
    appendOne(writer, 1);
    writer.close();
    expect(countOf(log)).toBe(6);
  });
});

describe.each<[string, Sync, number | undefined]>([
  ['command', 'command', undefined],
  ['command, with room', 'command', 0],
  ['batch', 'batch', undefined],
])('sync by %s', (_, sync, room) => {
  const leastRoom = room === undefined ? {} : { leastRoom: room };

  test.each(['ENOSPC', 'EIO', 'EDQUOT'])(
    'a write that fails with %s at any byte leaves the log as it was, and the next one works',
    (code) => {
      const log = scratch();
      const disk = brokenDisk();
      const writer = writerOn(writeFileStore(log, { sync, fs: disk, ...leastRoom }));
      appendOne(writer, 3);
      const length = JSON.stringify(commandOf(3, 2)).length;
      let failures = 0;
      for (let room = 0; room < length; room += 13) {
        const before = linesOf(log);
        disk.failAfter(room, code);
        try {
          appendOne(writer, 2);
        } catch (error) {
          failures += 1;
          expect(String(error)).toMatch(/the command is not recorded/);
          expect(linesOf(log)).toBe(before);
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
    const writer = writerOn(writeFileStore(log, { sync, fs: disk, ...leastRoom }));
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
