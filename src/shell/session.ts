import { randomUUID } from 'node:crypto';
import type { Context } from '../core/commands/context.ts';
import { type Command, decide } from '../core/decide.ts';
import type { Event } from '../core/event.ts';
import type { Digest, Instant } from '../core/kernel/brand.ts';
import type { Decision } from '../core/kernel/decision.ts';
import { digestOf } from '../core/kernel/digest.ts';
import { instant, later, millisOf } from '../core/kernel/instant.ts';
import type { ProfileName } from '../core/streams/host/profile.ts';
import { emptyWorld, evolveAll, type World } from '../core/world.ts';
import { appendLog, type LogWriter } from './log/append-log.ts';
import { evolveEntry } from './log/fold-entries.ts';
import { worldOf } from './log/open-world.ts';
import { linkedEntries } from './log/read-log.ts';
import type { Entry } from './log/record.ts';
import { warnOnTerminal } from './stores/open-store.ts';
import { Conflict, type Sync } from './stores/store.ts';

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
  /** The log: a file, `sqlite:FILE` or `postgres://…`; without one nothing is written. */
  readonly log?: string;
  /** When events are on the disk: before a command is acknowledged, or soon after. */
  readonly sync?: Sync;
  readonly blobs?: BlobStore;
  /** Fixes ids and times: the same commands give the same log on every machine. Without it, chance and the clock. */
  readonly seed?: string;
  /** What engine a fresh world gets. */
  readonly profile?: ProfileName;
  readonly liveRestore?: boolean;
  /** Sees every event as it happens. */
  readonly onEntry?: (entry: Entry) => void;
  /** Sees every decision, and what decide could see. */
  readonly onDecision?: (decided: Decided) => void;
};

export type Decided = {
  readonly before: World;
  readonly command: Command;
  readonly context: Context;
  readonly decision: Decision<Event>;
  readonly after: World;
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
  private readonly onDecision: SessionOptions['onDecision'];
  readonly blobs: BlobStore;

  constructor(options: SessionOptions = {}) {
    this.isSeeded = options.seed !== undefined;
    this.seed = options.seed ?? randomUUID();
    this.clock = this.isSeeded ? beginning : instant(Date.now());
    this.blobs = options.blobs ?? blobsInMemory();
    this.onEntry = options.onEntry;
    this.onDecision = options.onDecision;
    const { log, sync = 'command' } = options;
    this.log = log === undefined ? undefined : appendLog(log, { sync, warn: warnOnTerminal });
    try {
      if (log !== undefined) this.open(log);
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

  /**
   * Decides, writes down and folds in. A refusal is an answer like any other. When another writer of the same log was
   * faster, the command is decided again, in the world that it finds now.
   */
  perform(command: Command): Decision<Event> {
    for (;;) {
      try {
        return this.tryOnce(command);
      } catch (error) {
        if (!(error instanceof Conflict) || !this.log) throw error;
        this.catchUp(this.log);
      }
    }
  }

  private tryOnce(command: Command): Decision<Event> {
    const n = this.commands + 1;
    const now = this.tick(n);
    const entropy = { now, seed: `${this.seed}/${n}` };
    const before = this.current;
    const context = { entropy, contents: this.blobs.get };
    const decision = decide(before, command, context);
    this.commands = n;
    this.clock = now;
    if (decision.accepted && decision.blobs)
      for (const [digest, bytes] of decision.blobs) this.blobs.put(digest, bytes);
    this.record(command, n, decision.events);
    this.onDecision?.({ before, command, context, decision, after: this.current });
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

  /** Of two that begin a log at the same time, one installs the engine. */
  private install({ profile = 'docker-20.10', liveRestore = false }: SessionOptions): void {
    try {
      this.tryOnce({ issuer: 'host', type: 'InstallEngine', profile, liveRestore });
    } catch (error) {
      if (!(error instanceof Conflict) || !this.log) throw error;
      this.catchUp(this.log);
    }
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
  private open(log: string): void {
    if (!this.log) return;
    const { world, seq, hash, now, commands } = worldOf(this.log.store, log, undefined, { warn: warnOnTerminal });
    if (seq > 0) this.log.goOnBehind({ seq, hash });
    this.current = world;
    this.events = seq;
    this.commands = commands;
    if (now > this.clock) this.clock = now;
  }

  /** Takes in what other writers of the log have done. */
  private catchUp(log: LogWriter): void {
    let { hash } = log.head();
    for (const linked of linkedEntries(log.store, { after: this.events }, hash)) {
      const { seq, cause, event } = linked.entry;
      hash = linked.hash;
      this.events = seq;
      this.current = evolveEntry(this.current, linked.entry);
      if (cause.n > this.commands) this.commands = cause.n;
      if (event.at > this.clock) this.clock = event.at;
      this.onEntry?.(linked.entry);
    }
    log.goOnBehind({ seq: this.events, hash });
  }

  /** Time never stands still between two commands. The nanoseconds only look like chance. */
  private tick(n: number): Instant {
    if (this.isSeeded) return instant(millisOf(this.clock) + step, (n * 7_919_017) % 1_000_000);
    const real = instant(Date.now());
    return real > this.clock ? real : later(this.clock, 1);
  }
}
