import { randomUUID } from 'node:crypto';
import { type Command, decide } from '../core/decide.ts';
import type { Event } from '../core/event.ts';
import type { Digest, Instant } from '../core/kernel/brand.ts';
import type { Decision } from '../core/kernel/decision.ts';
import { digestOf } from '../core/kernel/digest.ts';
import { instant, later, millisOf } from '../core/kernel/instant.ts';
import { replayGrouped } from '../core/replay.ts';
import type { ProfileName } from '../core/streams/host/profile.ts';
import { emptyWorld, evolveAll, type World } from '../core/world.ts';
import { appendLog, type LogWriter } from './log/append-log.ts';
import { readLog } from './log/read-log.ts';
import type { Entry } from './log/record.ts';

/** File contents by their digest, kept beside the log. */
export type BlobStore = {
  readonly get: (digest: Digest) => Uint8Array | undefined;
  readonly put: (digest: Digest, bytes: Uint8Array) => void;
};

export const blobsInMemory = (): BlobStore => {
  const blobs = new Map<Digest, Uint8Array>();
  return { get: (digest) => blobs.get(digest), put: (digest, bytes) => void blobs.set(digest, bytes) };
};

export type SessionOptions = {
  /** File of the log; without one nothing is written. */
  readonly log?: string;
  readonly blobs?: BlobStore;
  /** Fixes ids and times: the same commands give the same log on every machine. Without it, chance and the clock. */
  readonly seed?: string;
  /** What engine a fresh world gets. */
  readonly profile?: ProfileName;
  readonly liveRestore?: boolean;
  /** Sees every event as it happens. */
  readonly onEntry?: (entry: Entry) => void;
};

const beginning = instant(Date.UTC(2024, 0, 1));
/** What one command takes on the seeded clock. */
const step = 100;

/**
 * A world that goes on: it decides commands one after the other, writes what happened into its log, and keeps the
 * clock. Opened on an existing log it goes on where that ends.
 */
export class Session {
  private current: World = emptyWorld;
  private commands = 0;
  private events = 0;
  private clock: Instant;
  private readonly seed: string;
  private readonly isSeeded: boolean;
  private readonly log: LogWriter | undefined;
  private readonly onEntry: ((entry: Entry) => void) | undefined;
  readonly blobs: BlobStore;

  constructor(options: SessionOptions = {}) {
    this.isSeeded = options.seed !== undefined;
    this.seed = options.seed ?? randomUUID();
    this.clock = this.isSeeded ? beginning : instant(Date.now());
    this.blobs = options.blobs ?? blobsInMemory();
    this.onEntry = options.onEntry;
    this.log = options.log === undefined ? undefined : appendLog(options.log);
    try {
      if (options.log !== undefined) this.current = replayGrouped(this.noting(readLog(options.log)));
      if (this.events === 0) this.install(options);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  get world(): World {
    return this.current;
  }

  /** Events in the log so far. */
  get length(): number {
    return this.events;
  }

  /** Where the clock stands: the time of the latest thing that happened. */
  get now(): Instant {
    return this.clock;
  }

  /** Decides, writes down and folds in. A refusal is an answer like any other. */
  perform(command: Command): Decision<Event> {
    const n = this.commands + 1;
    const now = this.tick(n);
    const entropy = { now, seed: `${this.seed}/${n}` };
    const decision = decide(this.current, command, { entropy, contents: this.blobs.get });
    this.commands = n;
    this.clock = now;
    if (decision.accepted && decision.blobs)
      for (const [digest, bytes] of decision.blobs) this.blobs.put(digest, bytes);
    this.record(command, n, decision.events);
    return decision;
  }

  /** Time goes by. */
  pass(millis: number): void {
    this.clock = later(this.clock, millis);
  }

  /** Brings bytes that a command will name by their digest. */
  bring(bytes: Uint8Array): Digest {
    const digest = digestOf(bytes);
    this.blobs.put(digest, bytes);
    return digest;
  }

  close(): void {
    this.log?.close();
  }

  private install({ profile = 'docker-20.10', liveRestore = false }: SessionOptions): void {
    this.perform({ issuer: 'host', type: 'InstallEngine', profile, liveRestore });
  }

  private record(command: Command, n: number, events: readonly Event[]): void {
    if (events.length === 0) return;
    const { type, issuer } = command;
    const cause = { n, command: type, issuer, ...(issuer === 'process' && { pid: command.pid }) };
    const entries = events.map((event, at): Entry => ({ seq: this.events + at + 1, cause, event }));
    this.log?.append(entries);
    this.current = evolveAll(this.current, events);
    this.events += events.length;
    for (const { at } of events) if (at > this.clock) this.clock = at;
    if (this.onEntry) for (const entry of entries) this.onEntry(entry);
  }

  /** Counters and clock go on after the last event: an id is never given twice. */
  private *noting(entries: Iterable<Entry>): Generator<Event> {
    for (const { seq, cause, event } of entries) {
      this.events = seq;
      if (cause.n > this.commands) this.commands = cause.n;
      if (event.at > this.clock) this.clock = event.at;
      yield event;
    }
  }

  /** Time never stands still between two commands. The nanoseconds only look like chance. */
  private tick(n: number): Instant {
    if (this.isSeeded) return instant(millisOf(this.clock) + step, (n * 7_919_017) % 1_000_000);
    const real = instant(Date.now());
    return real > this.clock ? real : later(this.clock, 1);
  }
}
