import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import { BadInput } from '../bad-input.ts';
import { longestLine, reasonOf } from './lines.ts';
import { lockFile } from './lock-file.ts';
import { type Entry, lineOf } from './record.ts';

/** A log file that this process alone appends to. */
export type LogWriter = {
  /** All events of one command, in one write. */
  readonly append: (entries: readonly Entry[]) => void;
  readonly close: () => void;
};

/** Opens a log for appending; makes it when there is none. A second writer is refused. */
export const appendLog = (path: string): LogWriter => {
  const unlock = lockFile(path);
  const file = open(path, unlock);
  let size = fstatSync(file).size;
  return {
    append: (entries) => {
      const bytes = encode(entries);
      if (bytes.length === 0) return;
      if (fstatSync(file).size !== size) throw new BadInput(`${path}: somebody else has written to it`);
      writeAll(file, bytes);
      size += bytes.length;
    },
    close: () => {
      closeSync(file);
      unlock();
    },
  };
};

/** Lone surrogates (names that are not UTF-8) stay readable: JSON escapes them. */
const encode = (entries: readonly Entry[]): Buffer => {
  let text = '';
  for (const entry of entries) {
    const line = JSON.stringify(lineOf(entry));
    if (line.length * 3 > longestLine && Buffer.byteLength(line) > longestLine)
      throw new BadInput(`an event is too big for a log: ${entry.event.type}`);
    text += `${line}\n`;
  }
  return Buffer.from(text);
};

const writeAll = (file: number, bytes: Buffer): void => {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
};

const open = (path: string, unlock: () => void): number => {
  try {
    return openSync(path, 'a');
  } catch (error) {
    unlock();
    throw new BadInput(`${path}: ${reasonOf(error)}`);
  }
};
