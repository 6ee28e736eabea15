import { type Command, decide } from '../../../src/core/decide.ts';
import type { Event } from '../../../src/core/event.ts';
import type { ExecId, Instant, Pid } from '../../../src/core/kernel/brand.ts';
import type { Decision } from '../../../src/core/kernel/decision.ts';
import { instant, later } from '../../../src/core/kernel/instant.ts';
import type { Container } from '../../../src/core/streams/container/container.ts';
import type { HostEvent } from '../../../src/core/streams/host/events.ts';
import type { ProfileName } from '../../../src/core/streams/host/profile.ts';
import { emptyWorld, evolve, type World } from '../../../src/core/world.ts';
import { type DockerEvent, dockerEvent } from '../../../src/views/docker-events.ts';
import { contentsOf, images } from './images.ts';

/** What a program waits for before its next step. */
export type Pause = { readonly millis: number } | { readonly child: Pid } | 'forever';
export type Course = Generator<Pause, void, undefined>;
type Running = { readonly pid: Pid; readonly course: Course; wakeAt: Instant | undefined; child: Pid | undefined };

/** A host on which commands are performed and test programs run; it keeps every state on the way. */
export class Machine {
  world: World = emptyWorld;
  now: Instant = instant(Date.UTC(2024, 0, 1));
  readonly told: DockerEvent[] = [];
  readonly trace: World[] = [];
  readonly names = new Map<string, Pid>();
  readonly nameOf = new Map<Pid, string>();
  readonly printed = new Map<ExecId, string>();
  /** What a program does when a main or an exec is born. */
  born: (pid: Pid, argv: readonly string[]) => Course | undefined = () => undefined;
  /** What it says when a signal reaches it. */
  signalled: (pid: Pid, signal: number) => void = () => undefined;
  /** What is said when a parent changes or a child is waited for. */
  changed: (before: World, event: HostEvent) => void = () => undefined;
  /** Who lived before the scenario's own lines. */
  before: ReadonlySet<Pid> = new Set();
  /** What the client pipes in. */
  stdin = '';
  /** Files that scripts have touched. */
  readonly touched = new Set<string>();
  private readonly running: Running[] = [];
  private readonly children = new Map<string, number>();
  private commands = 0;
  private execs = 0;
  private readonly owners: string[] = [];

  constructor(profile: ProfileName, liveRestore: boolean) {
    this.perform({ issuer: 'host', type: 'InstallEngine', profile, liveRestore });
    for (const event of images(this.now)) this.happen(event);
  }

  perform(command: Command): Decision<Event> {
    this.now = later(this.now, 1);
    const decision = decide(this.world, command, {
      entropy: { now: this.now, seed: String(this.commands++) },
      contents: contentsOf,
    });
    const spawned: Pid[] = [];
    for (const event of decision.events) {
      this.happen(event);
      if (event.stream === 'host' && event.type === 'ProcessSpawned' && ['main', 'ward', 'exec'].includes(event.kind))
        spawned.push(event.pid);
    }
    for (const pid of spawned) this.start(pid, this.world.host.processes.get(pid)?.argv ?? []);
    return decision;
  }

  start(pid: Pid, argv: readonly string[]): void {
    const course = this.born(pid, argv);
    if (course) this.run(pid, course);
  }

  run(pid: Pid, course: Course): void {
    this.step({ pid, course, wakeAt: undefined, child: undefined });
  }

  happen(event: Event): void {
    if (event.at > this.now) this.now = event.at;
    const line = dockerEvent(this.world, event);
    if (line) this.told.push(line);
    if (event.stream === 'host' && event.type === 'SignalDelivered') this.signalled(event.pid, event.signal);
    const before = this.world;
    this.world = evolve(this.world, event);
    this.trace.push(this.world);
    if (event.stream === 'host' && event.type === 'ProcessSpawned') this.name(event);
    if (event.stream === 'host') this.changed(before, event);
  }

  /** Time goes by; programs that waited for it go on, and restarts that are due happen. */
  pass(millis: number): void {
    const end = later(this.now, millis);
    for (let turn = 0; turn < 1000; turn++) {
      const due = this.running
        .filter(({ wakeAt }) => wakeAt !== undefined && wakeAt <= end)
        .sort((a, b) => ((a.wakeAt ?? '') < (b.wakeAt ?? '') ? -1 : 1))[0];
      if (!due) break;
      if (due.wakeAt !== undefined && due.wakeAt > this.now) this.now = due.wakeAt;
      this.running.splice(this.running.indexOf(due), 1);
      this.step(due);
    }
    if (end > this.now) this.now = end;
    if ([...this.world.containers.values()].some(({ state }) => state.status === 'restarting'))
      this.perform({ issuer: 'host', type: 'FireRestarts' });
  }

  /** A living process's next step; then whoever waited for one that has ended goes on. */
  private step(it: Running): void {
    const process = this.world.host.processes.get(it.pid);
    if (!process || process.state === 'zombie') return;
    if (process.state === 'stopped' || (process.cgroup && this.world.host.cgroups.get(process.cgroup)?.frozen)) {
      this.running.push({ ...it, wakeAt: later(this.now, 50) });
      return;
    }
    const { value, done } = it.course.next();
    if (!done && value !== 'forever')
      this.running.push(
        'millis' in value
          ? { ...it, wakeAt: later(this.now, value.millis), child: undefined }
          : { ...it, wakeAt: undefined, child: value.child },
      );
    this.wakeParents();
  }

  private wakeParents(): void {
    const woken = this.running.find(({ child }) => child !== undefined && !this.isAlive(child));
    if (!woken) return;
    this.running.splice(this.running.indexOf(woken), 1);
    this.step({ ...woken, child: undefined });
    this.wakeParents();
  }

  settle(): void {
    this.wakeParents();
  }

  isAlive(pid: Pid): boolean {
    const process = this.world.host.processes.get(pid);
    return process !== undefined && process.state !== 'zombie';
  }

  container(name: string): Container | undefined {
    const [id] = this.world.indexes.names.get(name)?.keys() ?? [];
    return id === undefined ? undefined : this.world.containers.get(id);
  }

  private name(it: Extract<Event, { readonly type: 'ProcessSpawned' }>): void {
    const owner = it.cgroup ?? it.serves ?? '';
    if (owner !== '' && !this.owners.includes(owner)) this.owners.push(owner);
    const suffix = this.owners.indexOf(owner) > 0 ? '@2' : '';
    const parent = this.nameOf.get(it.parent as Pid) ?? 'host';
    const count = (this.children.get(parent) ?? 0) + 1;
    const isChild = it.kind === 'child' || it.kind === 'ward';
    if (isChild) this.children.set(parent, count);
    if (it.kind === 'main') this.children.delete(`main${suffix}`);
    const name = isChild ? `${parent}.c${count}` : it.kind === 'exec' ? `exec${++this.execs}` : `${it.kind}${suffix}`;
    this.names.set(name, it.pid);
    this.nameOf.set(it.pid, name);
  }

  /** `<main.c1 ns pid>`, `<mainY.c1>`, `<shim v1>`, `<host TID of wrk>`: whom a measured line means. */
  find(symbol: string): Pid | undefined {
    if (symbol.includes('TID')) {
      const main = this.names.get('main');
      return main === undefined ? undefined : this.world.host.processes.get(main)?.threads[0]?.tid;
    }
    const word = symbol.replace(/[<>]/g, '').split(' ')[0] ?? '';
    return this.names.get(word.replace(/^(main|shim)[XA]/, '$1').replace(/^(main|shim)[YB]/, '$1@2'));
  }
}
