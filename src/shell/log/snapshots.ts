import { createHash, randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '../../core/kernel/brand.ts';
import { stateLines, worldFromLines } from '../../core/snapshot.ts';
import type { World } from '../../core/world.ts';
import type { ChainHash } from './chain.ts';

/** A point of a history, with what a session needs to go on from there. */
export type Point = {
  readonly world: World;
  /** How many events led there, and the hash of the last of them. */
  readonly seq: number;
  readonly hash: ChainHash;
  /** The latest time of any of them. */
  readonly now: Instant;
  /** The highest number of a command. */
  readonly commands: number;
};

/** Counts changes of the snapshot's form and of what events fold into: a snapshot of another number is not used. */
export const snapshotFormat = 1;

/** The first line of a snapshot file; behind it stands the state. */
type Header = Omit<Point, 'world'> & {
  readonly plimsoll: 'snapshot';
  readonly format: number;
  /** The state hash of the lines that follow. */
  readonly state: string;
};

/** The SHA-256 of the lines of a state, each with its newline: equal states of two implementations have equal hashes. */
export const stateHash = (world: World): string => hashOfState(world, Number.POSITIVE_INFINITY) ?? '';

/** `undefined` when the lines are longer than that together. */
const hashOfState = (world: World, most: number): string | undefined => {
  const hash = createHash('sha256');
  let length = 0;
  for (const line of stateLines(world)) {
    hash.update(`${line}\n`);
    length += line.length + 1;
    if (length > most) return undefined;
  }
  return hash.digest('hex');
};

/** A state that is longer takes as long to read as the log, and more memory (measured, docs/performance.md). */
const longestSnapshot = 100 * 1024 * 1024;

/** Worlds on disk beside a log, to begin a replay from. They are a cache: a replay from the first event gives the same. */
export class Snapshots {
  private readonly dir: string;
  private readonly warn: (line: string) => void;

  constructor(dir: string, warn: (line: string) => void) {
    this.dir = dir;
    this.warn = warn;
  }

  /** The numbers of the events behind which there are snapshots, latest first. */
  numbers(): readonly number[] {
    try {
      return readdirSync(this.dir)
        .flatMap((name) => (/^\d{1,15}\.snapshot$/.test(name) ? [Number.parseInt(name, 10)] : []))
        .sort((a, b) => b - a);
    } catch {
      return [];
    }
  }

  /**
   * The snapshot behind that event, if it is sound and belongs to this very history: `hashAt` tells the log's hash
   * there. What does not fit is discarded with a warning.
   */
  read(seq: number, hashAt: (seq: number) => ChainHash | undefined): Point | undefined {
    const path = this.path(seq);
    try {
      const { header, state } = split(readFileSync(path));
      if (header.seq !== seq || header.format !== snapshotFormat) throw new Error('it was made by another Plimsoll');
      if (header.hash !== hashAt(seq)) throw new Error('it belongs to another history');
      if (createHash('sha256').update(state).digest('hex') !== header.state)
        throw new Error('its state does not have the hash that it states');
      const { hash, now, commands } = header;
      return { world: worldFromLines(linesOf(state)), seq, hash, now, commands };
    } catch (error) {
      this.warn(`${path}: ${error instanceof Error ? error.message : error}; discarded`);
      this.discard(seq);
      return undefined;
    }
  }

  /**
   * Answers how many bytes it took; `undefined` when the state is too big for one. That there is no room for it is no
   * error: it is only slower without.
   */
  write({ world, ...where }: Point): number | undefined {
    const state = hashOfState(world, longestSnapshot);
    if (state === undefined) return undefined;
    const path = this.path(where.seq);
    const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
    try {
      mkdirSync(this.dir, { recursive: true });
      const header: Header = { plimsoll: 'snapshot', format: snapshotFormat, ...where, state };
      const bytes = writeLines(temporary, header, world);
      renameSync(temporary, path);
      return bytes;
    } catch {
      rmSync(temporary, { force: true });
      return 0;
    }
  }

  discard(seq: number): void {
    try {
      rmSync(this.path(seq), { force: true });
    } catch {
      // Whoever may not write there reads without it.
    }
  }

  private path(seq: number): string {
    return join(this.dir, `${seq}.snapshot`);
  }
}

const newline = 0x0a;

const split = (bytes: Buffer): { readonly header: Header; readonly state: Buffer } => {
  const end = bytes.indexOf(newline);
  if (end < 0) throw new Error('it is not whole');
  return { header: JSON.parse(bytes.toString('utf8', 0, end)) as Header, state: bytes.subarray(end + 1) };
};

function* linesOf(state: Buffer): Generator<string> {
  for (let from = 0; from < state.length; ) {
    const end = state.indexOf(newline, from);
    yield state.toString('utf8', from, end);
    from = end + 1;
  }
}

const pieceBytes = 1024 * 1024;

const writeLines = (path: string, header: Header, world: World): number => {
  const file = openSync(path, 'wx');
  let bytes = 0;
  try {
    let text = `${JSON.stringify(header)}\n`;
    const put = (): void => {
      const piece = Buffer.from(text);
      for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at);
      bytes += piece.length;
      text = '';
    };
    for (const line of stateLines(world)) {
      text += `${line}\n`;
      if (text.length > pieceBytes) put();
    }
    put();
  } finally {
    closeSync(file);
  }
  return bytes;
};
