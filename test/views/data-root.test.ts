import { describe, expect, test } from 'vitest';
import { type ContainerId, dataRoot, digestOf, embeddedRegistry, pullCommand, type World } from '../../src/index.ts';
import { Session } from '../../src/shell/session.ts';
import { ask } from '../shell/story.ts';

const engine = (): Session => {
  const session = new Session({ seed: 'data root' });
  session.perform(pullCommand(embeddedRegistry(), session.world.distribution, 'busybox'));
  ask(session, {
    type: 'CreateContainer',
    name: 'web',
    config: { Image: 'busybox', Cmd: ['sleep', '600'], Hostname: 'myhost' },
    hostConfig: { NetworkMode: 'none' },
  });
  return session;
};

const idOf = (world: World): ContainerId => [...world.containers.keys()][0] ?? ('' as ContainerId);

/** What the container's own directory holds, `<cid>` for its id. */
const ownFiles = (world: World): readonly string[] => {
  const id = idOf(world);
  const prefix = `/var/lib/docker/containers/${id}/`;
  return [...dataRoot(world, { contents: false }).keys()]
    .filter((path) => path.startsWith(prefix))
    .map((path) => path.slice(prefix.length).replace(id, '<cid>'))
    .sort();
};

const isMerged = (world: World): boolean =>
  [...dataRoot(world, { contents: false }).keys()].some((path) => path.endsWith('/merged'));

const atCreate = ['checkpoints', 'config.v2.json', 'hostconfig.json'];
const fromStart = [
  '<cid>-json.log',
  'checkpoints',
  'config.v2.json',
  'hostconfig.json',
  'hostname',
  'hosts',
  'mounts',
  'resolv.conf',
  'resolv.conf.hash',
];

describe('what exists in which state of a container (measured, docs/facts.md)', () => {
  const session = engine();

  test('created: three names in its directory, no merged', () => {
    expect(ownFiles(session.world)).toEqual(atCreate);
    expect(isMerged(session.world)).toBe(false);
    const { mountId } = [...session.world.writeLayers.values()][0] ?? { mountId: '' };
    const names = [...dataRoot(session.world, { contents: false }).keys()]
      .filter((path) => path.includes(`/overlay2/${mountId}`))
      .map((path) => path.slice('/var/lib/docker/overlay2/'.length).replaceAll(mountId, 'M'));
    expect(names).toEqual([
      'M-init',
      'M-init/diff',
      'M-init/link',
      'M-init/lower',
      'M-init/work',
      'M-init/work/work',
      'M-init/committed',
      'M',
      'M/diff',
      'M/link',
      'M/lower',
      'M/work',
      'M/work/work',
    ]);
  });

  test('running and paused: all its files, merged is mounted', () => {
    ask(session, { type: 'StartContainer', container: 'web' });
    expect(ownFiles(session.world)).toEqual(fromStart);
    expect(isMerged(session.world)).toBe(true);
    ask(session, { type: 'PauseContainer', container: 'web' });
    expect(isMerged(session.world)).toBe(true);
    ask(session, { type: 'UnpauseContainer', container: 'web' });
  });

  test('exited: the files stay, merged is gone', () => {
    ask(session, { type: 'KillContainer', container: 'web' });
    expect(ownFiles(session.world)).toEqual(fromStart);
    expect(isMerged(session.world)).toBe(false);
    const config = JSON.parse(
      dataRoot(session.world).get(`/var/lib/docker/containers/${idOf(session.world)}/config.v2.json`)?.content ?? '',
    );
    expect(config).toMatchObject({
      State: { Running: false, Pid: 0, ExitCode: 137 },
      Name: '/web',
      HasBeenStartedBefore: true,
      HasBeenManuallyStopped: true,
      NetworkSettings: { Networks: { none: { EndpointID: '' } } },
    });
  });

  test('removed: nothing is left of it', () => {
    const id = idOf(session.world);
    const { mountId } = session.world.writeLayers.get(id) ?? { mountId: 'none' };
    ask(session, { type: 'RemoveContainer', container: 'web' });
    const left = [...dataRoot(session.world).keys()].filter((path) => path.includes(id) || path.includes(mountId));
    expect(left).toEqual([]);
  });
});

test('names that are digests are the digests of what they name, and short links lead to their directories', () => {
  const { world } = engine();
  const root = dataRoot(world, { contents: false });
  const images = [...root].filter(([path]) => path.includes('/imagedb/content/sha256/'));
  expect(images).toHaveLength(1);
  for (const [path, { content = '' }] of images) expect(digestOf(content)).toBe(`sha256:${path.split('/').at(-1)}`);
  const links = [...root].filter(([path]) => path.includes('/overlay2/l/'));
  expect(links).toHaveLength(3);
  for (const [path, { target = '' }] of links) {
    expect(path.split('/').at(-1)).toMatch(/^[A-Z2-7]{26}$/);
    expect(root.get(`/var/lib/docker/overlay2/${target.slice('../'.length)}`)?.type).toBe('directory');
  }
});

test('what the container sees stands under merged while it runs', () => {
  const session = engine();
  ask(session, { type: 'StartContainer', container: 'web' });
  const merged = [...dataRoot(session.world)].filter(([path]) => path.endsWith('/merged/bin/sh'));
  expect(merged.map(([, { type }]) => type)).toEqual(['file']);
});
