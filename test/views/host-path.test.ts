import { expect, test } from 'vitest';
import { containerPathsOf, embeddedRegistry, hostPathOf, known, pullCommand } from '../../src/index.ts';
import { Session } from '../../src/shell/session.ts';
import { ask } from '../shell/story.ts';

const session = new Session({ seed: 'paths' });
session.perform(pullCommand(embeddedRegistry(), session.world.distribution, 'busybox'));
for (const name of ['web', 'other'])
  ask(session, {
    type: 'CreateContainer',
    name,
    config: { Image: 'busybox', Cmd: ['sleep', '600'] },
    hostConfig: { Binds: ['kept:/kept', '/srv/files:/files'] },
    sources: { '/srv/files': 'directory' },
  });
ask(session, { type: 'StartContainer', container: 'web' });
const { world } = session;
const web = known(
  [...world.containers.values()].find(({ name }) => name === 'web'),
  'web',
);
const overlay = '/var/lib/docker/overlay2';
const { mountId } = known(world.writeLayers.get(web.id), 'write layer');
const [image] = [...world.layers.values()];
const both = [...world.containers.keys()].sort();

test.each([
  ['of the image', '/bin/sh', `${overlay}/${image?.cacheId}/diff/bin/sh`, both],
  ['of the init layer', '/.dockerenv', `${overlay}/${mountId}-init/diff/.dockerenv`, [web.id]],
  ['made at start', '/kept', '/var/lib/docker/volumes/kept/_data', both],
  ['of a bind', '/files/a/b', '/srv/files/a/b', both],
  ['of the engine', '/etc/hosts', `/var/lib/docker/containers/${web.id}/hosts`, [web.id]],
])('a path %s has its place on the host, and back', (_, path, lies, containers) => {
  expect(hostPathOf(world, web, path)).toMatchObject({ lies });
  expect(containerPathsOf(world, lies)).toEqual(containers.map((container) => ({ container, path })));
});

test('while the root is mounted it is seen under merged too', () => {
  const seen = `${overlay}/${mountId}/merged/bin/sh`;
  expect(hostPathOf(world, web, '/bin/sh')?.seen).toBe(seen);
  expect(containerPathsOf(world, seen)).toEqual([{ container: web.id, path: '/bin/sh' }]);
});

test('what is not there has no place', () => {
  expect(hostPathOf(world, web, '/nothing')).toBeUndefined();
  expect(hostPathOf(world, web, '/proc/1')).toBeUndefined();
  expect(containerPathsOf(world, `${overlay}/nobody/diff/bin/sh`)).toEqual([]);
});
