import { type Command, decide } from '../../../src/core/decide.ts';
import type { Event } from '../../../src/core/event.ts';
import type { DiffId, Digest, Instant, Pid, Reference } from '../../../src/core/kernel/brand.ts';
import type { Decision } from '../../../src/core/kernel/decision.ts';
import { digestOf, imageIdOf } from '../../../src/core/kernel/digest.ts';
import { instant, later } from '../../../src/core/kernel/instant.ts';
import type { Container } from '../../../src/core/streams/container/container.ts';
import type { Disposition } from '../../../src/core/streams/host/host.ts';
import type { ProfileName } from '../../../src/core/streams/host/profile.ts';
import type { LayerEntry } from '../../../src/core/streams/layer/layer.ts';
import { registerStack } from '../../../src/core/streams/layer/register-stack.ts';
import { emptyWorld, evolve, type World } from '../../../src/core/world.ts';
import { type DockerEvent, dockerEvent } from '../../../src/views/docker-events.ts';

/** One world on which commands are performed one after the other; it keeps what Docker would have told. */
export class Bench {
  world: World = emptyWorld;
  now: Instant = instant(Date.UTC(2024, 0, 1));
  told: DockerEvent[] = [];
  private commands = 0;

  constructor(liveRestore = false, profile?: ProfileName) {
    this.perform({ issuer: 'host', type: 'InstallEngine', liveRestore, ...(profile && { profile }) });
    for (const event of baseImage(this.now)) this.happen(event);
  }

  perform(command: Command): Decision<Event> {
    this.pass(1);
    const entropy = { now: this.now, seed: String(this.commands++) };
    const decision = decide(this.world, command, {
      entropy,
      contents: (digest) => (digest === emptyContent ? new Uint8Array() : undefined),
    });
    for (const event of decision.events) this.happen(event);
    return decision;
  }

  happen(event: Event): void {
    if (event.stream === 'host' ? event.id !== 'host' : event.id === '')
      throw new Error(`${event.type} is told of '${event.id}'`);
    const line = dockerEvent(this.world, event);
    if (line) this.told.push(line);
    this.world = evolve(this.world, event);
    if (event.at > this.now) this.now = event.at;
  }

  /** Milliseconds go by. */
  pass(millis: number): void {
    this.now = later(this.now, millis);
  }

  container(name = 'web'): Container | undefined {
    const [id] = this.world.indexes.names.get(name)?.keys() ?? [];
    return id === undefined ? undefined : this.world.containers.get(id);
  }

  /** Main's number, while there is one. */
  main(name = 'web'): Pid | undefined {
    const state = this.container(name)?.state;
    return state && 'pid' in state ? state.pid : undefined;
  }

  exit(code: number, name = 'web'): void {
    const pid = this.main(name);
    if (pid !== undefined) this.perform({ issuer: 'process', type: 'ExitProcess', pid, code });
  }

  trap(signal: number, disposition: Disposition, name = 'web'): void {
    const pid = this.main(name);
    if (pid !== undefined) this.perform({ issuer: 'process', type: 'SetDisposition', pid, signal, disposition });
  }

  /** The pending restart of a container happens. */
  restartDue(name = 'web'): void {
    const state = this.container(name)?.state;
    if (state?.status !== 'restarting') return;
    if (state.dueAt > this.now) this.now = state.dueAt;
    this.perform({ issuer: 'host', type: 'FireRestarts' });
  }
}

const emptyContent = digestOf('');

const at = { mtime: instant(0), uid: 0, gid: 0 };
const directory = (path: string): LayerEntry => ({ path, node: { kind: 'directory', mode: 0o755, ...at } });
const file = (path: string, mode: number): LayerEntry => ({
  path,
  node: { kind: 'file', mode, content: emptyContent, size: 0, ...at },
});
const link = (path: string, target: string): LayerEntry => ({
  path,
  node: { kind: 'symlink', mode: 0o777, target, ...at },
});

/** `base:1` of the measurements: busybox, a few of its names, a file that is not executable, two directories. */
const baseImage = (now: Instant): readonly Event[] => {
  const entries = [
    ...['bin', 'data', 'etc', 'srv', 'tmp'].map(directory),
    file('bin/busybox', 0o755),
    file('bin/notexec', 0o644),
    ...['sh', 'cat', 'chmod', 'date', 'echo', 'ls', 'sleep', 'true', 'touch'].map((name) =>
      link(`bin/${name}`, 'busybox'),
    ),
  ];
  const diffId = digestOf('base:1') as Digest as DiffId;
  const config = {
    architecture: 'amd64',
    os: 'linux',
    config: { Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'] },
    history: [{ created_by: 'import' }],
    diffIds: [diffId],
  };
  const bytes = JSON.stringify(config);
  const id = imageIdOf(bytes);
  const layers = registerStack(emptyWorld.layers, [{ diffId, size: 0, entries }], { now, seed: 'base' }, new Set());
  return [
    ...layers,
    { stream: 'image', id, type: 'ImageStored', at: now, bytes, config, origin: 'import' },
    { stream: 'reference', id: 'base:1' as Reference, type: 'ReferenceSet', at: now, image: id },
  ];
};
