import { describe, expect, it } from 'vitest';
import type { ClientCommand } from '../../../src/core/commands/client/index.ts';
import { type Command, decide } from '../../../src/core/decide.ts';
import type { Event } from '../../../src/core/event.ts';
import type { ChainId, DiffId, Digest, ImageId, Reference, VolumeName } from '../../../src/core/kernel/brand.ts';
import { instant } from '../../../src/core/kernel/instant.ts';
import { indexesOf } from '../../../src/core/recompute-indexes.ts';
import { replay, replayGrouped } from '../../../src/core/replay.ts';
import { same, sameWorld } from '../../../src/core/same-world.ts';
import { emptyWorld, evolve, evolveAll, type World } from '../../../src/core/world.ts';
import { Bench } from '../../facts/lifecycle/bench.ts';

type Asked<C = ClientCommand> = C extends ClientCommand ? Omit<C, 'issuer'> : never;
const named = (name: string, more: object = {}): Asked =>
  ({
    type: 'CreateContainer',
    name,
    config: { Image: 'base:1', Cmd: ['sleep', '9'] },
    hostConfig: { NetworkMode: 'none', ...more },
  }) as Asked;

/** A life in which every kind of aggregate and index comes and goes. */
const life: readonly Asked[] = [
  { type: 'TagImage', image: 'base:1', repo: 'again' },
  { type: 'CreateVolume', name: 'kept', labels: { a: '1' } },
  named('web', { Binds: ['kept:/data', '/anonymous'] }),
  named('db', { Binds: ['kept:/data'] }),
  { type: 'StartContainer', container: 'web' },
  { type: 'CreateExec', container: 'web', config: { command: ['sleep', '9'] } },
  { type: 'CreateExec', container: 'web', config: { command: ['sleep', '8'] } },
  { type: 'RenameContainer', container: 'db', name: 'store' },
  { type: 'CommitContainer', container: 'web', repo: 'child', tag: '1' },
  { type: 'TagImage', image: 'base:1', repo: 'child', tag: '1' },
  { type: 'RemoveImage', image: 'again' },
  { type: 'RemoveContainer', container: 'store' },
  { type: 'RemoveContainer', container: 'web', force: true, volumes: true },
  { type: 'PruneImages' },
  { type: 'PruneVolumes' },
  named('last'),
  { type: 'RemoveImage', image: 'base:1', force: true },
  { type: 'RemoveImage', image: 'child:1', force: true },
  { type: 'RemoveContainer', container: 'last' },
];

const lived = (): { readonly begin: World; readonly events: readonly Event[]; readonly end: World } => {
  const bench = new Bench();
  const begin = bench.world;
  const events: Event[] = [];
  for (const command of life) events.push(...bench.perform({ issuer: 'client', ...command } as Command).events);
  return { begin, events, end: bench.world };
};

describe('a life of containers, images and volumes', () => {
  it('is told by events of every stream but one, and leaves nothing behind', () => {
    const { events, end } = lived();
    expect(new Set(events.map(({ stream }) => stream))).toEqual(
      new Set(['container', 'write-layer', 'host', 'image', 'reference', 'volume', 'layer', 'distribution']),
    );
    expect([end.containers.size, end.images.size, end.references.size, end.volumes.size, end.layers.size]).toEqual([
      0, 0, 0, 0, 0,
    ]);
    for (const index of Object.values(end.indexes)) expect(index.size).toBe(0);
  });

  it('keeps after every event the indexes that the aggregates alone would give', () => {
    const { begin, events } = lived();
    let world = begin;
    for (const event of events) {
      world = evolve(world, event);
      const fresh = indexesOf(world);
      for (const [name, index] of Object.entries(fresh))
        expect(same(world.indexes[name as keyof typeof fresh], index), `${name} after ${event.type}`).toBe(true);
    }
  });

  it('replays to the same world one by one, grouped by aggregate, and in two halves', () => {
    const { begin, events, end } = lived();
    const [half, rest] = [events.slice(0, events.length / 2), events.slice(events.length / 2)];
    expect(sameWorld(replay(events, begin), end)).toBe(true);
    expect(sameWorld(replayGrouped(events, begin), end)).toBe(true);
    expect(sameWorld(replayGrouped(half, begin), replay(half, begin))).toBe(true);
    expect(sameWorld(replayGrouped(rest, replayGrouped(half, begin)), end)).toBe(true);
    expect(sameWorld(replay([]), emptyWorld)).toBe(true);
    expect(sameWorld(replayGrouped([]), emptyWorld)).toBe(true);
  });
});

describe('events of a decision', () => {
  const context = { entropy: { now: instant(1000), seed: 's' }, contents: () => undefined };
  const volume = (name: string): Command => ({ issuer: 'client', type: 'CreateVolume', name });

  it('fold into any world, not only into the one that they were decided for', () => {
    const { world } = new Bench();
    const create = { issuer: 'client', ...named('web', { Binds: ['v1:/a'] }) } as Command;
    const one = decide(world, create, context).events;
    const other = decide(world, volume('bb'), context).events;
    expect([...evolveAll(world, other).volumes.keys()]).toEqual(['bb']);
    expect([...evolveAll(world, one).volumes.keys()]).toEqual(['v1']);
    const both = evolveAll(evolveAll(world, other), one);
    expect([...both.volumes.keys()].sort()).toEqual(['bb', 'v1']);
    const again = decide(world, create, context).events as Event[];
    again.push(...(other as Event[]));
    expect([...evolveAll(world, again).volumes.keys()].sort()).toEqual(['bb', 'v1']);
  });
});

const at = instant(0);
const image = 'sha256:1' as ImageId;
const config = { architecture: 'amd64', os: 'linux', history: [], diffIds: [] };
const fold = (...events: readonly Event[]): World => events.reduce(evolve, emptyWorld);

describe('the smaller aggregates', () => {
  it('an image has what its event said, later a parent and the time of its last tag', () => {
    const stored: Event = { stream: 'image', id: image, type: 'ImageStored', at, bytes: '{}', config, origin: 'load' };
    expect(fold(stored).images.get(image)).toEqual({ id: image, bytes: '{}', config, storedAt: at });
    expect(fold({ ...stored, parent: 'sha256:0' as ImageId }).images.get(image)).toHaveProperty('parent', 'sha256:0');
    const adopted = fold(stored, {
      stream: 'image',
      id: image,
      type: 'ImageParentSet',
      at,
      parent: 'sha256:0' as ImageId,
    });
    expect(adopted.images.get(image)).toEqual({ id: image, bytes: '{}', config, storedAt: at, parent: 'sha256:0' });
    expect([...(adopted.indexes.imageChildren.get('sha256:0' as ImageId)?.keys() ?? [])]).toEqual([image]);
    const later = instant(5000);
    expect(
      fold(stored, { stream: 'image', id: image, type: 'ImageLastTagged', at: later }).images.get(image),
    ).toHaveProperty('lastTagged', later);
    expect(fold({ stream: 'image', id: image, type: 'ImageParentSet', at, parent: image }).images.size).toBe(0);
    expect(fold({ stream: 'image', id: image, type: 'ImageLastTagged', at }).images.size).toBe(0);
    expect(fold(stored, { stream: 'image', id: image, type: 'ImageSaved', at, name: image }).images.size).toBe(1);
  });

  it('a layer has its parent, if it has one', () => {
    const id = 'sha256:a' as ChainId;
    const registered = {
      stream: 'layer',
      id,
      type: 'LayerRegistered',
      at,
      diffId: 'sha256:b' as DiffId,
      size: 7,
      cacheId: 'c',
      link: 'L',
      depth: 1,
      entries: [],
    } as unknown as Event;
    const { tree, ...rest } = fold(registered).layers.get(id) ?? {};
    expect(rest).toEqual({
      chainId: id,
      diffId: 'sha256:b',
      size: 7,
      cacheId: 'c',
      link: 'L',
      depth: 1,
      createdAt: at,
    });
    expect(tree).toBeDefined();
    const below = 'sha256:0' as ChainId;
    const above = fold({ ...registered, parent: below } as Event);
    expect([...(above.indexes.layerUsers.get(below)?.keys() ?? [])]).toEqual([`layer/${id}`]);
  });

  it('a volume has what was asked for, and knows who mounts it', () => {
    const id = 'v' as VolumeName;
    const created: Event = { stream: 'volume', id, type: 'VolumeCreated', at, driver: 'local', anonymous: false };
    const { content, mountedBy, ...rest } = fold(created).volumes.get(id) ?? {};
    expect(rest).toEqual({ name: id, driver: 'local', anonymous: false, createdAt: at });
    expect([content?.inodes.size, mountedBy?.size]).toEqual([1, 0]);
    const full = fold({ ...created, labels: { a: '1' }, options: { o: '2' }, anonymous: true }).volumes.get(id);
    expect(full).toMatchObject({ labels: { a: '1' }, options: { o: '2' }, anonymous: true });
    const container = 'c' as never;
    const mounted: Event = { stream: 'volume', id, type: 'VolumeMounted', at, container, destination: '/v', rw: true };
    const unmounted: Event = { stream: 'volume', id, type: 'VolumeUnmounted', at, container };
    const users = (...events: readonly Event[]) => fold(...events).volumes.get(id)?.mountedBy.size;
    expect(users(created, mounted)).toBe(1);
    expect(users(created, mounted, unmounted)).toBe(0);
    expect(users(created, mounted, { ...unmounted, stays: true })).toBe(1);
    expect(users(created, { stream: 'volume', id, type: 'VolumeCreatedAgain', at })).toBe(0);
    for (const lost of [
      mounted,
      unmounted,
      { stream: 'volume', id, type: 'VolumeChanged', at, operation: 'write', path: '/', changes: [] } as Event,
    ])
      expect(fold(lost).volumes.size).toBe(0);
  });

  it('a write layer is mounted and unmounted, and remembers that it ever was', () => {
    const id = 'c' as never;
    const made = {
      stream: 'write-layer',
      id,
      type: 'WriteLayerCreated',
      at,
      mountId: 'm',
      link: 'L',
      initLink: 'I',
      init: [],
    } as unknown as Event;
    const mount: Event = { stream: 'write-layer', id, type: 'MergedMounted', at };
    const unmount: Event = { stream: 'write-layer', id, type: 'MergedUnmounted', at };
    const of = (...events: readonly Event[]) => fold(...events).writeLayers.get(id);
    expect(of(made)).toMatchObject({
      container: 'c',
      mountId: 'm',
      link: 'L',
      initLink: 'I',
      mounted: false,
      everMounted: false,
    });
    expect(of(made)).not.toHaveProperty('parent');
    expect(of(made, mount)).toMatchObject({ mounted: true, everMounted: true });
    expect(of(made, mount, unmount)).toMatchObject({ mounted: false, everMounted: true });
    expect(of(made, { stream: 'write-layer', id, type: 'WriteLayerDiscarded', at })).toBeUndefined();
    for (const lost of [
      mount,
      unmount,
      { stream: 'write-layer', id, type: 'UpperChanged', at, operation: 'write', path: '/', changes: [] } as Event,
    ])
      expect(fold(lost).writeLayers.size).toBe(0);
  });

  it('a reference means one image at a time', () => {
    const id = 'a:1' as Reference;
    const set = (to: ImageId): Event => ({ stream: 'reference', id, type: 'ReferenceSet', at, image: to });
    const moved = fold(set(image), set('sha256:2' as ImageId));
    expect(moved.references.get(id)).toEqual({ reference: id, image: 'sha256:2' });
    expect([...moved.indexes.imageReferences.keys()]).toEqual(['sha256:2']);
    const gone = fold(set(image), { stream: 'reference', id, type: 'ReferenceRemoved', at, image, announced: true });
    expect([gone.references.size, gone.indexes.imageReferences.size]).toEqual([0, 0]);
  });

  it('distribution remembers where a blob was seen, each place once and fifty at most', () => {
    const diffId = 'sha256:d' as DiffId;
    const seen = (digest: string, repository: string): Event => ({
      stream: 'distribution',
      id: 'distribution',
      type: 'BlobRecorded',
      at,
      digest: digest as Digest,
      diffId,
      repository,
    });
    const sources = (...events: readonly Event[]) => fold(...events).distribution.sourcesByDiffId.get(diffId);
    expect(sources(seen('a', 'r'), seen('a', 'r'))).toEqual([{ digest: 'a', repository: 'r' }]);
    expect(sources(seen('a', 'r'), seen('b', 'r'), seen('a', 's'))).toHaveLength(3);
    const many = sources(...Array.from({ length: 52 }, (_, n) => seen(`${n}`, 'r')));
    expect([many?.length, many?.[0]?.digest, many?.at(-1)?.digest]).toEqual([50, '2', '51']);
    expect(fold(seen('a', 'r')).distribution.diffIdByDigest.get('a' as Digest)).toBe(diffId);
    const moved = fold({
      stream: 'distribution',
      id: 'distribution',
      type: 'RegistryTagMoved',
      at,
      repository: 'app',
      tag: '1',
      manifest: 'm' as Digest,
    });
    expect([...moved.distribution.movedTags]).toEqual([['app:1', 'm']]);
    for (const type of ['ImagesPruned', 'ContainersPruned', 'VolumesPruned'] as const)
      expect(fold({ stream: 'distribution', id: 'distribution', type, at, reclaimed: 1 }).distribution).toBe(
        emptyWorld.distribution,
      );
  });
});
