import { type Event, hostInit, type NamespacePid, type Pid, unionOf } from '../../src/index.ts';
import { model } from '../properties/live.ts';
import { folds, type Mutant, shows, tells, tellsEvents } from './mutant.ts';

const isA = <T extends Event['type']>(event: Event, type: T): event is Extract<Event, { readonly type: T }> =>
  event.type === type;

export const containerMutants: readonly Mutant[] = [
  folds('K1', 'a stopped container becomes a created one', (before, event, after) => {
    const container = event.type === 'ContainerStopped' ? after.containers.get(event.id) : undefined;
    return container && before.containers.get(container.id)?.state.status === 'exited'
      ? {
          ...after,
          containers: after.containers.set(container.id, {
            ...container,
            state: { status: 'created', exitCode: 0, error: '', earlier: [] },
          }),
        }
      : after;
  }),
  folds('K2', 'a running container keeps the exit code of its last run', (before, event, after) => {
    if (event.type !== 'ContainerStarted') return after;
    const was = before.containers.get(event.id)?.state;
    const is = after.containers.get(event.id);
    return is && was
      ? { ...after, containers: after.containers.set(event.id, { ...is, state: { ...was, ...is.state } as never }) }
      : after;
  }),
  folds('K3', 'a container that died stays running', (before, event, after) => {
    const was = event.type === 'ContainerDied' ? before.containers.get(event.id) : undefined;
    return was ? { ...after, containers: after.containers.set(was.id, was) } : after;
  }),
  tells('K4', 'a rename takes a name from its owner', (decision, world, command) => {
    if (decision.accepted || command.type !== 'RenameContainer') return decision;
    const container = [...world.containers.values()].find(
      ({ id, name }) => name === command.container || id === command.container,
    );
    return container && world.indexes.names.has(command.name)
      ? {
          accepted: true,
          answer: undefined,
          events: [
            {
              stream: 'container',
              id: container.id,
              type: 'ContainerRenamed',
              from: container.name,
              to: command.name,
              at: container.createdAt,
            },
          ],
        }
      : decision;
  }),
  tellsEvents('K5', 'a removed container leaves its write layer', (event) =>
    isA(event, 'WriteLayerDiscarded') ? undefined : event,
  ),
];

export const writeLayerMutants: readonly Mutant[] = [
  tellsEvents('W1', 'two containers share a write layer', (event, world) => {
    const mountId = [...world.writeLayers.values()][0]?.mountId;
    return isA(event, 'WriteLayerCreated') && mountId ? { ...event, mountId } : event;
  }),
  folds('W2', 'a new container finds what another one wrote', (before, event, after) => {
    const dirty = [...before.writeLayers.values()].find(({ upper }) => upper.inodes.size > 1);
    const made = event.type === 'WriteLayerCreated' ? after.writeLayers.get(event.id) : undefined;
    return made && dirty
      ? { ...after, writeLayers: after.writeLayers.set(made.container, { ...made, upper: dirty.upper }) }
      : after;
  }),
  folds('W3', 'a start loses the write layer', (before, event, after) => {
    const layer = event.type === 'ContainerStarted' ? after.writeLayers.get(event.id) : undefined;
    return layer && before.containers.get(layer.container)?.startedBefore
      ? { ...after, writeLayers: after.writeLayers.set(layer.container, { ...layer, upper: layer.init }) }
      : after;
  }),
  tells('W4', 'removing a container removes every volume', (decision, world, command) =>
    decision.accepted && command.type === 'RemoveContainer'
      ? {
          ...decision,
          events: [
            ...decision.events,
            ...[...world.volumes.values()].map(
              ({ name, createdAt }): Event => ({ stream: 'volume', id: name, type: 'VolumeRemoved', at: createdAt }),
            ),
          ],
        }
      : decision,
  ),
  folds('W5', 'a write shows in every container', (_, event, after) => {
    const written = event.type === 'UpperChanged' ? after.writeLayers.get(event.id) : undefined;
    return written
      ? {
          ...after,
          writeLayers: after.writeLayers.setAll(
            [...after.writeLayers].map(([id, it]) => [id, { ...it, upper: written.upper }] as const),
          ),
        }
      : after;
  }),
  shows('W6', 'the merged view shows what was deleted', {
    mergedView: (world, id) => {
      const union = unionOf(world, id);
      const seen = new Map(model.mergedView(world, id));
      const lower =
        union &&
        model.mergedView(
          { ...world, writeLayers: world.writeLayers.rewrite(id, (it) => it && { ...it, upper: it.init }) },
          id,
        );
      for (const [path, inode] of lower ?? []) if (!seen.has(path)) seen.set(path, inode);
      return seen;
    },
  }),
  tellsEvents('W7', 'a deletion forgets its whiteout', (event) =>
    isA(event, 'UpperChanged') && (event.operation === 'unlink' || event.operation === 'rmdir')
      ? { ...event, changes: [] }
      : event,
  ),
  tellsEvents('W8', 'copy-up gives the file to root', (event) =>
    isA(event, 'UpperChanged') && event.operation === 'chmod'
      ? {
          ...event,
          changes: event.changes.map((change) =>
            'node' in change ? { ...change, node: { ...change.node, uid: 4242 } } : change,
          ),
        }
      : event,
  ),
  tellsEvents('W9', 'merged stays mounted after the end', (event) =>
    isA(event, 'MergedUnmounted') ? undefined : event,
  ),
  shows('W10', 'the lower directories are given base first', {
    mountOptions: (world, id) =>
      model
        .mountOptions(world, id)
        ?.replace(/lowerdir=([^,]*)/, (_, lowers: string) => `lowerdir=${lowers.split(':').reverse().join(':')}`),
  }),
];

export const processMutants: readonly Mutant[] = [
  tellsEvents('P1', 'main is a child of the host', (event) =>
    isA(event, 'ProcessSpawned') && event.kind === 'main' ? { ...event, parent: hostInit } : event,
  ),
  tellsEvents('P2', 'a fork gets a number that was used', (event) =>
    isA(event, 'ProcessSpawned') && event.kind === 'child' ? { ...event, nsPid: 1 as NamespacePid } : event,
  ),
  tellsEvents('P3', "the shim lives in the container's namespace", (event, _, command) =>
    isA(event, 'ProcessSpawned') && event.kind === 'main' && command.type === 'StartContainer'
      ? { ...event, kind: 'shim' }
      : event,
  ),
  tellsEvents('P4', 'children survive the end of pid 1', (event, world) =>
    (isA(event, 'ProcessExited') || isA(event, 'ProcessReaped')) &&
    ['child', 'exec'].includes(world.host.processes.get(event.pid)?.kind ?? '')
      ? undefined
      : event,
  ),
  tellsEvents('P5', 'orphans keep their dead parent', (event) => (isA(event, 'ProcessReparented') ? undefined : event)),
  tellsEvents('P6', 'a thread is entered as a process', (event, world) => {
    if (!isA(event, 'ThreadSpawned')) return event;
    const owner = world.host.processes.get(event.pid);
    return owner
      ? [
          event,
          {
            stream: 'host',
            id: 'host',
            type: 'ProcessSpawned',
            at: event.at,
            pid: event.tid,
            parent: owner.pid,
            kind: 'child',
            namespace: owner.namespace,
            nsPid: event.nsTid,
            comm: event.comm,
            argv: [],
            reaps: false,
            dispositions: {},
            nextPid: event.tid + 1,
            nextNsPid: event.nsTid + 1,
            ...(owner.cgroup !== undefined && { cgroup: owner.cgroup }),
          },
        ]
      : event;
  }),
  tells('P7', 'a frozen process waits for its children', (decision, world) => {
    const at = decision.events.at(-1)?.at;
    if (at === undefined) return decision;
    const after = decision.events.reduce((all, event) => model.evolve(all, event), world);
    const isFrozen = (pid: number): boolean => {
      const cgroup = after.host.processes.get(pid as Pid)?.cgroup;
      return cgroup !== undefined && after.host.cgroups.get(cgroup)?.frozen === true;
    };
    const zombies = [...after.host.processes.values()].filter((it) => it.state === 'zombie' && isFrozen(it.parent));
    const reaped = zombies.map(({ pid }): Event => ({ stream: 'host', id: 'host', type: 'ProcessReaped', at, pid }));
    return { ...decision, events: [...decision.events, ...reaped] };
  }),
  folds('P7', 'a pause does not freeze', (before, event, after) =>
    event.type === 'CgroupFrozen' ? { ...after, host: { ...after.host, cgroups: before.host.cgroups } } : after,
  ),
];
