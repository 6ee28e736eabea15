import { closeSync, fsyncSync as fsyncDirectory, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { BadInput } from '../bad-input.ts';
import { longestLine, reasonOf, type TornTail } from '../log/lines.ts';
import { isLocked, lockFile } from '../log/lock-file.ts';
import { byStream } from './by-stream.ts';
import { readFrom, readRange, refuseDatabase, withFile } from './file-pages.ts';
import { disk, type FileSystem } from './file-system.ts';
import { mostRoom, tailOf } from './file-tail.ts';
import { follow } from './follow.ts';
import { type Page, recordsOf } from './page.ts';
import type { LogRecord, LogStore, NewRecord, Range, Sync } from './store.ts';

export type FileStoreOptions = {
  readonly sync?: Sync;
  /** Told of a write that was cut off: what was found, in one line. */
  readonly warn?: (line: string) => void;
  readonly fs?: FileSystem;
  /** A writer that has written less keeps no room, so that a short log never has any. */
  readonly leastRoom?: number;
};

/** A batched log is on the disk at most this long after its commands were acknowledged. */
export const batchMillis = 20;

/** A log file, to be read while somebody else may write to it. `-` is standard input. */
export const readFileStore = (path: string, { warn, fs = disk }: FileStoreOptions = {}): LogStore => {
  const refuse = (): never => {
    throw new BadInput(`${path}: opened for reading only`);
  };
  const pages = (range: Range = {}): Iterable<Page> => readRange(fs, path, range, tornWarning(path, warn));
  const read = (range?: Range): Iterable<LogRecord> => recordsOf(pages(range));
  return {
    name: path,
    last: () => withFile(fs, path, (file) => tailOf(fs, file, path).last),
    append: refuse,
    read,
    pages,
    ...(path !== '-' && { bytes: () => withFile(fs, path, (file) => fs.sizeOf(file)) }),
    readStream: (stream, range) => byStream(read(range), stream),
    subscribe: (after, signal) => follow(read, after, signal),
    flush: () => {},
    close: () => {},
  };
};

/** While a writer lives, an unfinished end is a command that is just being written. */
const tornWarning = (path: string, warn: ((line: string) => void) | undefined) => (tail: TornTail) => {
  if (warn && !isLocked(path)) warn(`${path}: line ${tail.line}: torn, ${tail.why}; ${tail.bytes} bytes do not count`);
};

/** A log file that this process alone appends to; made when it is not there. A second writer is refused. */
export const writeFileStore = (
  path: string,
  { sync = 'command', warn, fs = disk, leastRoom = 64 * 1024 }: FileStoreOptions = {},
): LogStore => {
  const unlock = lockFile(path);
  try {
    return new FileWriter({ path, sync, fs, warn, unlock, leastRoom });
  } catch (error) {
    unlock();
    throw error instanceof BadInput ? error : new BadInput(`${path}: ${reasonOf(error)}`);
  }
};

type Opened = {
  readonly path: string;
  readonly sync: Sync;
  readonly fs: FileSystem;
  readonly warn: ((line: string) => void) | undefined;
  readonly unlock: () => void;
  readonly leastRoom: number;
};

const zeros = Buffer.alloc(mostRoom);

class FileWriter implements LogStore {
  readonly name: string;
  private readonly sync: Sync;
  private readonly fs: FileSystem;
  private readonly unlock: () => void;
  private readonly file: number;
  private readonly leastRoom: number;
  private size: number;
  /** How long the file is: what is behind `size` is room, see `write`. */
  private length: number;
  private written = 0;
  private latest: LogRecord | undefined;
  /** Since when something written is not yet known to be on the disk. */
  private owed: number | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** Why nothing can be appended any more. */
  private broken: string | undefined;

  constructor({ path, sync, fs, warn, unlock, leastRoom }: Opened) {
    this.name = path;
    this.sync = sync;
    this.fs = fs;
    this.unlock = unlock;
    this.leastRoom = leastRoom;
    this.file = openForAppend(fs, path);
    try {
      refuseDatabase(fs, this.file, path);
      const { size, last, torn, length } = tailOf(fs, this.file, path);
      this.size = size;
      this.length = size;
      this.latest = last;
      if (length > size) {
        fs.ftruncateSync(this.file, size);
        fs.fsyncSync(this.file);
      }
      if (torn > 0) {
        warn?.(`${path}: a write was cut off behind record ${last?.seq ?? 0}; its ${torn} bytes are removed`);
      }
    } catch (error) {
      fs.closeSync(this.file);
      throw error;
    }
  }

  last(): LogRecord | undefined {
    return this.latest;
  }

  append(expected: number, records: readonly NewRecord[]): void {
    const latest = records.at(-1);
    if (!latest) return;
    if (this.broken !== undefined) throw new BadInput(`${this.name}: ${this.broken}`);
    const found = this.latest?.seq ?? 0;
    if (expected !== found || this.isOthers()) throw new BadInput(`${this.name}: somebody else has written to it`);
    const bytes = encode(records);
    this.written += bytes.length;
    this.write(bytes, isOneCommand(records));
    this.size += bytes.length;
    this.latest = { seq: latest.seq, text: latest.text };
  }

  read(range?: Range): Iterable<LogRecord> {
    return recordsOf(this.pages(range));
  }

  *pages(range: Range = {}): Generator<Page> {
    const { size } = this;
    let at = 0;
    yield* readFrom(this.fs, this.file, this.name, size, range, (from) => {
      at = from;
      return (into) => {
        const got = this.fs.readSync(this.file, into, 0, Math.min(into.length, size - at), at);
        at += got;
        return got;
      };
    });
  }

  bytes(): number {
    return this.size;
  }

  readStream(stream: string, range?: Range): Iterable<LogRecord> {
    return byStream(this.read(range), stream);
  }

  subscribe(after: number, signal: AbortSignal): AsyncIterable<LogRecord> {
    return follow((range) => this.read(range), after, signal);
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.owed === undefined || this.broken !== undefined) return;
    this.owed = undefined;
    this.toDisk();
  }

  close(): void {
    try {
      this.flush();
      this.giveUpRoom();
    } finally {
      this.fs.closeSync(this.file);
      this.unlock();
    }
  }

  /** Whether somebody has written who did not ask for the lock. Batched, it is looked at as often as the disk is asked. */
  private isOthers(): boolean {
    return (this.sync === 'command' || this.owed === undefined) && this.fs.sizeOf(this.file) !== this.length;
  }

  /**
   * All of it is written, or the file is as it was. Where each command is waited for, it is written over zeros that are
   * on the disk already: to sync a file that grows, the file system has to write its own journal, which takes as long again.
   * A zero always stays behind the last line, by which a command that arrived only partly is known.
   */
  private write(bytes: Buffer, isOneCommand: boolean): void {
    const end = this.size + bytes.length;
    const mayUseRoom = this.sync === 'command' && isOneCommand && bytes.length <= mostRoom;
    try {
      if (!mayUseRoom) this.giveUpRoom();
      this.put(bytes, this.size);
      if (end >= this.length) {
        this.length = end;
        if (mayUseRoom) this.makeRoom();
      }
      if (this.sync === 'command') this.fs.fsyncSync(this.file);
      else this.owe();
    } catch (error) {
      this.takeBack(reasonOf(error));
    }
  }

  private put(bytes: Buffer, from: number): void {
    for (let at = 0; at < bytes.length; ) at += this.fs.writeSync(this.file, bytes, at, bytes.length - at, from + at);
  }

  /** As much as was written so far, within bounds. A disk that has none left for it may still have some for commands. */
  private makeRoom(): void {
    if (this.written < this.leastRoom) return;
    const { length } = this;
    const room = Math.min(this.written, mostRoom);
    try {
      this.put(zeros.subarray(0, room), length);
      this.length = length + room;
    } catch {
      this.fs.ftruncateSync(this.file, length);
      this.written = 0;
    }
  }

  private giveUpRoom(): void {
    if (this.length === this.size || this.broken !== undefined) return;
    this.fs.ftruncateSync(this.file, this.size);
    this.length = this.size;
  }

  private takeBack(reason: string): never {
    try {
      this.fs.ftruncateSync(this.file, this.size);
      this.length = this.size;
      this.fs.fsyncSync(this.file);
    } catch {
      // What the disk holds now is not known; the next writer looks at it with fresh eyes.
      this.broken = `${reason}; nothing more is written`;
    }
    throw new BadInput(`${this.name}: ${reason}; the command is not recorded`);
  }

  private owe(): void {
    const now = performance.now();
    if (this.owed === undefined) {
      this.owed = now;
      this.timer ??= setTimeout(() => this.flush(), batchMillis).unref();
    } else if (now - this.owed >= batchMillis) this.flush();
  }

  /** After a failed fsync the kernel may have thrown away what was not written: nothing can be built on it. */
  private toDisk(): void {
    try {
      this.fs.fsyncSync(this.file);
    } catch (error) {
      this.broken = `${reasonOf(error)}; nothing more is written`;
      throw new BadInput(`${this.name}: ${reasonOf(error)}; the latest commands may not be recorded`);
    }
  }
}

/** A new file must be in its directory for good, too. */
const openForAppend = (fs: FileSystem, path: string): number => {
  try {
    return fs.openSync(path, 'r+');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const file = fs.openSync(path, 'w+');
  const directory = openSync(dirname(path), 'r');
  try {
    fsyncDirectory(directory);
  } finally {
    closeSync(directory);
  }
  return file;
};

const isOneCommand = (records: readonly NewRecord[]): boolean => records[0]?.more === records.length - 1;

const encode = (records: readonly NewRecord[]): Buffer => {
  let text = '';
  for (const record of records) {
    if (record.text.length * 3 > longestLine && Buffer.byteLength(record.text) > longestLine)
      throw new BadInput(`record ${record.seq} is too big for a log`);
    text += `${record.text}\n`;
  }
  if (text.length * 3 > scratch.length) return Buffer.from(text);
  return scratch.subarray(0, scratch.write(text));
};

/** Where commands of usual length become bytes; they are of no use any more when the next one is. */
const scratch = Buffer.allocUnsafeSlow(128 * 1024);
