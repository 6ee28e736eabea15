import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { embeddedRegistry, inspectContainer, mountOptions, pullCommand } from '../../src/index.ts';
import { Session } from '../../src/shell/session.ts';
import { ask } from '../shell/story.ts';

const session = new Session({ seed: 'inspect' });
session.perform(pullCommand(embeddedRegistry(), session.world.distribution, 'busybox'));
ask(session, {
  type: 'CreateContainer',
  name: 'web',
  config: { Image: 'busybox', Cmd: ['sleep', '600'] },
  hostConfig: { NetworkMode: 'none', Binds: ['named:/named'], Tmpfs: { '/b': '', '/a': '' }, Init: false },
});
ask(session, { type: 'StartContainer', container: 'web' });
const [container] = [...session.world.containers.values()];
if (!container) throw new Error('no container');
const { id } = container;

test('inspect has the fields of API 1.41 in their order', () => {
  expect(Object.keys(inspectContainer(session.world, container))).toEqual(
    (
      'Id Created Path Args State Image ResolvConfPath HostnamePath HostsPath LogPath Name RestartCount Driver Platform ' +
      'MountLabel ProcessLabel AppArmorProfile ExecIDs HostConfig GraphDriver Mounts Config NetworkSettings'
    ).split(' '),
  );
});

test('inspect tells state, mounts and paths of a running container', () => {
  expect(inspectContainer(session.world, container)).toMatchObject({
    State: { Status: 'running', Running: true, Paused: false, FinishedAt: '0001-01-01T00:00:00Z' },
    Name: '/web',
    LogPath: `/var/lib/docker/containers/${id}/${id}-json.log`,
    HostConfig: { NetworkMode: 'none', Tmpfs: { '/a': '', '/b': '' }, Init: false, ShmSize: 67_108_864 },
    Mounts: [
      { Type: 'volume', Name: 'named', Source: '/var/lib/docker/volumes/named/_data', Driver: 'local', Mode: 'z' },
    ],
    NetworkSettings: { Networks: { none: {} } },
    ExecIDs: null,
  });
});

test('the host config is printed in the order of the measured one', () => {
  const measured = JSON.parse(readFileSync('test/views/data/hostconfig.json', 'utf8'));
  const { HostConfig } = inspectContainer(session.world, container) as { readonly HostConfig: object };
  const names = Object.keys(HostConfig).filter((name) => name !== 'Tmpfs' && name !== 'Init');
  expect(names).toEqual(Object.keys(measured));
});

test('W10: the mount options name the init layer first, then the image from its top to its base', () => {
  const layer = session.world.writeLayers.get(id);
  expect(mountOptions(session.world, id)).toMatch(
    new RegExp(
      `^index=off,lowerdir=/var/lib/docker/overlay2/l/${layer?.initLink}:/var/lib/docker/overlay2/l/[A-Z2-7]{26},` +
        `upperdir=/var/lib/docker/overlay2/${layer?.mountId}/diff,workdir=/var/lib/docker/overlay2/${layer?.mountId}/work$`,
    ),
  );
});
