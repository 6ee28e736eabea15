import {
  type Command,
  type Contents,
  type Digest,
  decide,
  type Event,
  embeddedRegistry,
  emptyWorld,
  evolveAll,
  type Instant,
  instant,
  millisOf,
  pullCommand,
  type World,
} from '../src/index.ts';

/** Is told of each command that left events: its number, and what happened. */
export type Tell = (n: number, command: Command, events: readonly Event[]) => void;

/** A world that lives, as cheaply as possible: no log, no views, no clock but a counter. */
export class Machine {
  world: World = emptyWorld;
  refused = 0;
  events = 0;
  /** Kept only where asked for. */
  told: Event[] | undefined;
  private count = 0;
  private readonly began = millisOf(instant(Date.UTC(2024, 0, 1)));
  private readonly blobs = new Map<Digest, Uint8Array>();
  private readonly contents: Contents;
  private readonly tell: Tell | undefined;

  constructor(tell?: Tell) {
    this.tell = tell;
    const registry = embeddedRegistry();
    this.contents = (digest) => this.blobs.get(digest) ?? registry.contents(digest);
    this.perform({ issuer: 'host', type: 'InstallEngine', profile: 'docker-20.10', liveRestore: false } as Command);
    this.perform(pullCommand(registry, this.world.distribution, 'busybox'));
  }

  /** From now on every event is kept. */
  keep(): void {
    this.told = [];
  }

  perform(command: Command): unknown {
    this.count += 1;
    const entropy = { now: this.now(), seed: `bench/${this.count}` };
    const decision = decide(this.world, command, { entropy, contents: this.contents });
    if (!decision.accepted) this.refused += 1;
    if (decision.accepted && decision.blobs)
      for (const [digest, bytes] of decision.blobs) this.blobs.set(digest, bytes);
    this.events += decision.events.length;
    this.world = evolveAll(this.world, decision.events);
    if (this.told) for (const event of decision.events) this.told.push(event);
    if (decision.events.length > 0) this.tell?.(this.count, command, decision.events);
    return decision.accepted ? decision.answer : decision.rejection;
  }

  /** Two milliseconds a command. */
  private now(): Instant {
    return instant(this.began + this.count * 2);
  }
}

const client = <T extends string, C>(type: T, rest: C) => ({ issuer: 'client', type, ...rest }) as unknown as Command;
const inside = <T extends string, C>(type: T, rest: C) => ({ issuer: 'process', type, ...rest }) as unknown as Command;

/** As many running containers as asked for, named `c0`, `c1` and so on. */
export const populate = (machine: Machine, containers: number): void => {
  for (let at = 0; at < containers; at += 1) {
    const config = { Image: 'busybox', Cmd: ['sleep', '1000'] };
    machine.perform(client('CreateContainer', { name: `c${at}`, config, hostConfig: {} }));
    machine.perform(client('StartContainer', { container: `c${at}` }));
  }
};

type Line = (machine: Machine, name: string, turn: number) => Command;

const pidOf = ({ world }: Machine, name: string): number => {
  const [id] = world.indexes.names.get(name)?.keys() ?? [];
  const state = id === undefined ? undefined : world.containers.get(id)?.state;
  return state && 'pid' in state ? state.pid : 0;
};

/** What happens to one running container, over and over; it ends where it began. */
const life: readonly Line[] = [
  (machine, name, turn) => inside('WriteFile', { pid: pidOf(machine, name), path: '/tmp/a', data: `${turn}` }),
  (_, container) => client('PauseContainer', { container }),
  (_, container) => client('UnpauseContainer', { container }),
  (machine, name, turn) => inside('AppendFile', { pid: pidOf(machine, name), path: '/tmp/a', data: `${turn}` }),
  (_, container) => client('RenameContainer', { container, name: `${container}-old` }),
  (_, container) => client('RenameContainer', { container: `${container}-old`, name: container }),
  (_, container) => client('StopContainer', { container, timeout: 1 }),
  (_, container) => client('StartContainer', { container }),
  (_, container) => client('CreateExec', { container, config: { command: ['true'] } }),
  (machine, name) => client('StartExec', { exec: execOf(machine, name), detach: true }),
  (machine, name) => inside('ExitProcess', { pid: execPidOf(machine, name), code: 0 }),
  (machine, name) => inside('PrintOutput', { pid: pidOf(machine, name), output: 'stdout', text: 'tick\n' }),
  (_, container) => client('KillContainer', { container, signal: 'HUP' }),
  (machine, name) => inside('ChmodFile', { pid: pidOf(machine, name), path: '/tmp/a', mode: 0o600 }),
  (_, container) => client('KillContainer', { container }),
  (_, container) => client('StartContainer', { container }),
];

const lastExec = ({ world }: Machine, name: string) => {
  const [id] = world.indexes.names.get(name)?.keys() ?? [];
  const execs = id === undefined ? undefined : world.containers.get(id)?.execs;
  for (const exec of execs?.values() ?? []) if (exec.state.status !== 'ended') return exec;
  return undefined;
};

const execOf = (machine: Machine, name: string): string => lastExec(machine, name)?.id ?? '';

const execPidOf = (machine: Machine, name: string): number => {
  const state = lastExec(machine, name)?.state;
  return state && 'pid' in state ? state.pid : 0;
};

/**
 * Every container goes one line of its life further, then again: all of them are in flight at once. Gives the commands
 * performed and the seconds that decide and evolve took; to make up the commands is not their work.
 */
export const goOn = (machine: Machine, containers: number, lines: number) => {
  let seconds = 0;
  for (let turn = 0; turn < lines; turn += 1) seconds += oneLine(machine, containers, turn);
  return { commands: lines * containers, seconds };
};

const oneLine = (machine: Machine, containers: number, turn: number): number => {
  const commands = commandsOf(machine, containers, turn);
  const begin = performance.now();
  for (const command of commands) machine.perform(command);
  return (performance.now() - begin) / 1000;
};

const commandsOf = (machine: Machine, containers: number, turn: number): readonly Command[] => {
  const line = life[turn % life.length];
  return line ? Array.from({ length: containers }, (_, at) => line(machine, `c${at}`, turn)) : [];
};

export const linesOfLife = life.length;

/** Microseconds that each line of the life costs. */
export const costs = (
  machine: Machine,
  containers: number,
  rounds: number,
): readonly (readonly [line: string, microseconds: number])[] => {
  const sums = life.map(() => 0);
  for (let turn = 0; turn < rounds * life.length; turn += 1) {
    const microseconds = (oneLine(machine, containers, turn) * 1e6) / containers;
    sums[turn % life.length] = (sums[turn % life.length] ?? 0) + microseconds / rounds;
  }
  return life.map((line, at) => [line(machine, 'c0', at).type, sums[at] ?? 0]);
};
