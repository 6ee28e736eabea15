import type { Command } from '../core/decide.ts';
import type { Event } from '../core/event.ts';
import type { Digest, ExecId, Instant, Pid } from '../core/kernel/brand.ts';
import type { Decision } from '../core/kernel/decision.ts';
import { millisOf } from '../core/kernel/instant.ts';
import { evolve, type World } from '../core/world.ts';
import type { Machine } from '../docker/docker.ts';
import { Scheduler } from './scheduler.ts';

/** What a session offers: a world, a clock, and decisions one after the other. */
export type Engine = {
  readonly world: World;
  readonly now: Instant;
  readonly perform: (command: Command) => Decision<Event>;
  readonly pass: (millis: number) => void;
  readonly bring: (bytes: Uint8Array) => Digest;
  readonly blobs: { readonly get: (digest: Digest) => Uint8Array | undefined };
};

/** Runs the program of a process that was just born; returns when the program has ended. */
export type RunProgram = (machine: ProgramMachine, pid: Pid) => Promise<void>;

/** Programs that wake each other for ever must not keep the session busy for ever. */
const mostTurns = 100_000;
/** After so many turns without an end a waiting client takes it that there is none. */
const patience = 2_000;

/** A session in whose containers programs run, on the session's own clock. */
export class ProgramMachine implements Machine {
  readonly scheduler = new Scheduler();
  private readonly engine: Engine;
  private readonly runProgram: RunProgram;
  private readonly past: { readonly before: World; readonly events: readonly Event[] }[] = [];
  private readonly endings = new Map<Pid, number>();
  private readonly preparations = new Map<Pid, (command: Command) => void>();
  private readonly endless = new Set<Pid>();
  private watchers: readonly ((event: Event) => void)[] = [];
  private readonly listeners = new Map<ExecId, (output: 'stdout' | 'stderr', text: string) => void>();

  constructor(engine: Engine, runProgram: RunProgram) {
    this.engine = engine;
    this.runProgram = runProgram;
  }

  get world(): World {
    return this.engine.world;
  }

  get now(): Instant {
    return this.engine.now;
  }

  async perform(command: Command): Promise<Decision<Event>> {
    for (const prepare of this.preparations.values()) prepare(command);
    const decision = this.act(command);
    await this.settle();
    return decision;
  }

  /** A program wants to do something before a command takes effect, as long as its process lives. */
  prepare(pid: Pid, act: (command: Command) => void): void {
    this.preparations.set(pid, act);
  }

  /** Decides at once; a program in the middle of its turn uses this. */
  act(command: Command): Decision<Event> {
    const before = this.engine.world;
    const decision = this.engine.perform(command);
    if (decision.events.length > 0) this.past.push({ before, events: decision.events });
    for (const event of decision.events) this.notice(event);
    return decision;
  }

  async pass(millis: number): Promise<void> {
    const target = millisOf(this.now) + millis;
    for (let turn = 0; turn < mostTurns; turn++) {
      await this.settle();
      const due = this.nextDue();
      if (due === undefined || due > target) break;
      this.passTo(due);
    }
    this.passTo(target);
    await this.settle();
  }

  async until(isSo: () => boolean, who?: () => Pid | undefined): Promise<boolean> {
    for (let turn = 0; turn < patience; turn++) {
      await this.settle();
      if (isSo()) return true;
      const pid = who?.();
      if (pid !== undefined && this.endless.has(pid)) return false;
      const due = this.nextDue();
      if (due === undefined) return false;
      this.passTo(due);
    }
    return false;
  }

  /** A program that the model knows by name only: whoever waits for its end alone need not wait on. */
  goesOn(pid: Pid): void {
    this.endless.add(pid);
  }

  watch(see: (event: Event) => void): () => void {
    this.watchers = [...this.watchers, see];
    return () => {
      this.watchers = this.watchers.filter((it) => it !== see);
    };
  }

  listen(exec: ExecId, hear: (output: 'stdout' | 'stderr', text: string) => void): () => void {
    this.listeners.set(exec, hear);
    return () => void this.listeners.delete(exec);
  }

  bring(bytes: Uint8Array): Digest {
    return this.engine.bring(bytes);
  }

  contents(digest: Digest): Uint8Array | undefined {
    return this.engine.blobs.get(digest);
  }

  *history(): Iterable<{ readonly event: Event; readonly before: World }> {
    for (const { before, events } of this.past) {
      let world = before;
      for (const event of events) {
        yield { event, before: world };
        world = evolve(world, event);
      }
    }
  }

  /** A process writes: to its container's log, or, of an exec, to the exec's client. */
  print(pid: Pid, output: 'stdout' | 'stderr', text: string): void {
    if (text === '') return;
    const exec = this.world.host.processes.get(pid)?.exec;
    if (exec !== undefined) this.listeners.get(exec)?.(output, text);
    this.act({ issuer: 'process', type: 'PrintOutput', pid, output, text });
  }

  /** The signal that ended a process; 0 when it ended by itself. */
  signalOf(pid: Pid): number {
    return this.endings.get(pid) ?? 0;
  }

  private notice(event: Event): void {
    for (const see of this.watchers) see(event);
    if (event.type === 'ProcessExited') {
      if ('signal' in event.ending) this.endings.set(event.pid, event.ending.signal);
      this.preparations.delete(event.pid);
      this.endless.delete(event.pid);
      this.scheduler.end(event.pid);
    }
    // Children are copies in the middle of their parent's program, which carries on in their name.
    if (event.type === 'ProcessSpawned' && (event.kind === 'main' || event.kind === 'exec' || event.kind === 'ward'))
      this.scheduler.start(async () => {
        await undefined;
        await this.runProgram(this, event.pid);
      });
  }

  private readonly isAble = (pid: Pid): boolean => {
    const process = this.world.host.processes.get(pid);
    const frozen = process?.cgroup !== undefined && this.world.host.cgroups.get(process.cgroup)?.frozen === true;
    return !frozen && process?.state !== 'stopped';
  };

  private async settle(): Promise<void> {
    for (let turn = 0; turn < mostTurns; turn++) {
      await this.scheduler.idle();
      const now = millisOf(this.now);
      const due = this.nextDue();
      if (due === undefined || due > now) return;
      if ((this.nextRestart() ?? now + 1) <= now) this.act({ issuer: 'host', type: 'FireRestarts' });
      this.scheduler.wake(now, this.isAble);
    }
  }

  private nextDue(): number | undefined {
    const program = this.scheduler.nextDue(this.isAble);
    const restart = this.nextRestart();
    if (program === undefined || restart === undefined) return program ?? restart;
    return Math.min(program, restart);
  }

  /** When the engine starts the next container again by its policy. */
  private nextRestart(): number | undefined {
    let next: number | undefined;
    for (const { state } of this.world.containers.values()) {
      if (state.status !== 'restarting') continue;
      const due = millisOf(state.dueAt) + 1;
      if (next === undefined || due < next) next = due;
    }
    return next;
  }

  private passTo(due: number): void {
    const now = millisOf(this.now);
    if (due > now) this.engine.pass(due - now);
  }
}
