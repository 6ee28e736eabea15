import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Pulled } from '../../src/core/commands/client/pull-image.ts';
import type { Context } from '../../src/core/commands/context.ts';
import { type Command, decide } from '../../src/core/decide.ts';
import type { Event } from '../../src/core/event.ts';
import type { Digest, ImageId, Reference } from '../../src/core/kernel/brand.ts';
import type { Decision } from '../../src/core/kernel/decision.ts';
import { digestOf, imageIdOf } from '../../src/core/kernel/digest.ts';
import { instant } from '../../src/core/kernel/instant.ts';
import { emptyWorld, evolveAll, type World } from '../../src/core/world.ts';
import { embeddedRegistry } from '../../src/registry/embedded.ts';
import { fetchImage, pullCommand } from '../../src/registry/fetch-image.ts';

const registry = embeddedRegistry();
const context: Context = { entropy: { now: instant(0), seed: 'test' }, contents: registry.contents };

const perform = (world: World, command: Command): readonly [World, Decision<Event>] => {
  const decision = decide(world, command, context);
  return [evolveAll(world, decision.events), decision];
};
const [fresh] = perform(emptyWorld, {
  issuer: 'host',
  type: 'InstallEngine',
  profile: 'docker-20.10',
  liveRestore: false,
});
const pull = (world: World, reference: string) => perform(world, pullCommand(registry, world.distribution, reference));
const rows = (decision: Decision<Event>): readonly string[] =>
  decision.accepted
    ? (decision.answer as Pulled).rows.map(({ id, status }) => (id === undefined ? status : `${id}: ${status}`))
    : [decision.rejection.message];
const served = (repository: string, tag: string) => {
  const found = registry.find(repository, tag);
  if (!found) throw new Error(`${repository}:${tag} is not served`);
  return found;
};

describe('the embedded registry', () => {
  test.each(['redis:latest', 'redis:7.0', 'debian:latest', 'app:1', 'app:latest', 'busybox:latest'])(
    'serves %s with digests that are those of the bytes',
    (name) => {
      const [repository = '', tag = ''] = name.split(':');
      const { manifest, image } = served(repository, tag);
      expect(digestOf(manifest.bytes)).toBe(manifest.digest);
      const { config, layers } = JSON.parse(manifest.bytes);
      expect(imageIdOf(image.config)).toBe(config.digest);
      expect(registry.blob(config.digest)).toHaveLength(config.size);
      for (const [at, { digest, size }] of layers.entries()) {
        const blob = registry.blob(digest) ?? new Uint8Array();
        expect(blob).toHaveLength(size);
        expect(digestOf(blob)).toBe(digest);
        expect(digestOf(gunzipSync(blob))).toBe(image.layers[at]?.diffId);
        expect(image.layers[at]?.blob).toBe(digest);
      }
    },
  );

  test('has the same digests on every machine', () => {
    const digests = ['redis:latest', 'redis:7.0', 'debian:latest', 'app:1', 'busybox:latest'].map((name) => {
      const [repository = '', tag = ''] = name.split(':');
      return `${name} ${served(repository, tag).manifest.digest}`;
    });
    expect(digests).toMatchInlineSnapshot(`
      [
        "redis:latest sha256:9752ca2cfd49e5ff90a1aa6cb82af4f566bd2aa83571c0db42b347842fee2314",
        "redis:7.0 sha256:48cc9e3ed071c39bc4f88c98a9cc55bee10e56a2ee39ebd1519be425856e3a0c",
        "debian:latest sha256:630b7bbfe4c5dcdc5d7b3bdc14400b90ca2bb08bdd2a4029151ac35c90715e87",
        "app:1 sha256:216eb63f16bfe4b6d9a758eca6411606a806129f27e1a0b4f0c46807e226f3bb",
        "busybox:latest sha256:1db8ed72eb1f41cc063afdaa7e6e5c5cea230a0dbf6f37d5c93b13337d0a796b",
      ]
    `);
  });

  test('knows every content that its layers name', () => {
    for (const layer of served('redis', 'latest').image.layers) {
      for (const { node } of layer.entries) {
        if (node.kind === 'file') expect(digestOf(registry.contents(node.content) ?? '?')).toBe(node.content);
      }
    }
  });

  test('redis has its four layers, in the order of the text', () => {
    const names = served('redis', 'latest').image.layers.map(({ entries }) => entries.map(({ path }) => path));
    expect(names.map((paths) => paths.some((path) => path === 'usr/bin/dash'))).toEqual([true, false, false, false]);
    expect(names[1]).toContain('usr/bin/apt-get');
    expect(names[2]).toContain('usr/local/bin/redis-server');
    expect(names[3]).toContain('usr/local/etc/redis/redis.conf');
  });
});

describe('pull', () => {
  test('brings layers, image, tag and digest reference', () => {
    const [world, decision] = pull(fresh, 'redis');
    const { manifest, image } = served('redis', 'latest');
    const id = imageIdOf(image.config);
    expect(world.layers.size).toBe(4);
    expect(world.images.get(id)?.parent).toBeUndefined();
    expect(world.references.get('redis:latest' as Reference)?.image).toBe(id);
    expect(world.references.get(`redis@${manifest.digest}` as Reference)?.image).toBe(id);
    expect(world.distribution.diffIdByDigest.size).toBe(4);
    const lines = rows(decision);
    expect(lines[0]).toBe('latest: Pulling from library/redis');
    expect(lines.at(-2)).toBe(`Digest: ${manifest.digest}`);
    expect(lines.at(-1)).toBe('Status: Downloaded newer image for redis:latest');
    expect(lines.filter((line) => line.endsWith('Pull complete'))).toHaveLength(4);
  });

  test('again changes nothing (law I5)', () => {
    const [once] = pull(fresh, 'redis');
    const [twice, decision] = pull(once, 'redis:latest');
    expect(twice).toEqual(once);
    expect(rows(decision).slice(1)).toEqual([
      `Digest: ${served('redis', 'latest').manifest.digest}`,
      'Status: Image is up to date for redis:latest',
    ]);
  });

  test('takes layers that are here already', () => {
    const [debian] = pull(fresh, 'debian');
    const [world, decision] = pull(debian, 'redis');
    expect(world.layers.size).toBe(4);
    expect(rows(decision).filter((line) => line.endsWith('Already exists'))).toHaveLength(1);
  });

  test('by digest makes only the digest reference', () => {
    const { digest } = served('redis', '7.0').manifest;
    const [world, decision] = pull(fresh, `redis@${digest}`);
    expect([...world.references.keys()]).toEqual([`redis@${digest}`]);
    expect(rows(decision)[0]).toBe(`docker.io/library/redis@${digest}: Pulling from library/redis`);
    expect(rows(decision).at(-1)).toBe(`Status: Downloaded newer image for redis@${digest}`);
  });

  test('follows a tag that was moved; the old image keeps its digest', () => {
    const [world] = pull(fresh, 'app:1');
    const old = served('app', '1');
    const manifest = served('app', '1.1').manifest.digest;
    const [moved] = perform(world, {
      issuer: 'registry',
      type: 'MoveRegistryTag',
      repository: 'app',
      tag: '1',
      manifest,
    });
    const [after] = pull(moved, 'app:1');
    const before = imageIdOf(old.image.config) as ImageId;
    expect(after.references.get('app:1' as Reference)?.image).not.toBe(before);
    expect(after.references.get(`app@${old.manifest.digest}` as Reference)?.image).toBe(before);
  });

  test.each([
    [
      'nope',
      404,
      "pull access denied for nope, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    ],
    ['redis:nope', 404, 'manifest for redis:nope not found: manifest unknown: manifest unknown'],
    [
      '127.0.0.1:5990/redis:nope',
      404,
      'manifest for 127.0.0.1:5990/redis:nope not found: manifest unknown: manifest unknown',
    ],
    ['UPPER', 400, 'invalid reference format: repository name must be lowercase'],
  ])('of %s is refused with %d', (reference, status, message) => {
    const [world, decision] = pull(fresh, reference);
    expect(world).toBe(fresh);
    expect(decision).toMatchObject({ accepted: false, rejection: { status, message } });
  });

  test('refuses a registry that is down and a config that does not match its layers', () => {
    const fetched = fetchImage(registry, fresh.distribution, 'redis');
    if (!('manifest' in fetched)) throw new Error('not fetched');
    const wrong = { ...fetched, layers: fetched.layers.slice(1) };
    const ask = (it: typeof fetched | { unreachable: string }) =>
      perform(fresh, { issuer: 'client', type: 'PullImage', reference: 'redis', fetched: it })[1];
    expect(ask({ unreachable: 'connection refused' })).toMatchObject({ rejection: { status: 500 } });
    expect(ask(wrong)).toMatchObject({ accepted: false, rejection: { code: 'InvalidImage' } });
    expect(ask({ ...fetched, config: '{}' })).toMatchObject({
      rejection: { message: 'invalid image JSON, no RootFS key' },
    });
  });

  test('of a layer under an unknown digest fetches it and registers nothing new', () => {
    const [world] = pull(fresh, 'debian');
    const fetched = fetchImage(registry, world.distribution, 'redis');
    if (!('manifest' in fetched)) throw new Error('not fetched');
    const layers = fetched.layers.map((it) => ({ ...it, blob: digestOf(`other ${it.blob}`) as Digest }));
    const [after, decision] = perform(world, {
      issuer: 'client',
      type: 'PullImage',
      reference: 'redis',
      fetched: { ...fetched, layers },
    });
    expect(rows(decision).some((line) => line.endsWith('Already exists'))).toBe(false);
    expect(after.layers.size).toBe(4);
  });
});
