import type { Event } from '../../../src/core/event.ts';
import type { DiffId, Digest, Instant, Reference } from '../../../src/core/kernel/brand.ts';
import { digestOf, imageIdOf } from '../../../src/core/kernel/digest.ts';
import { instant } from '../../../src/core/kernel/instant.ts';
import type { LayerEntry } from '../../../src/core/streams/layer/layer.ts';
import { registerStack } from '../../../src/core/streams/layer/register-stack.ts';
import { emptyWorld } from '../../../src/core/world.ts';

const emptyContent = digestOf('');
const passwd = 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n';

/** The bytes of the few files that are looked into. */
export const contentsOf = (digest: Digest): Uint8Array | undefined =>
  digest === emptyContent
    ? new Uint8Array()
    : digest === digestOf(passwd)
      ? new TextEncoder().encode(passwd)
      : undefined;

const at = { mtime: instant(0), uid: 0, gid: 0 };
const directory = (path: string): LayerEntry => ({ path, node: { kind: 'directory', mode: 0o755, ...at } });
const file = (path: string, mode: number): LayerEntry => ({
  path,
  node: { kind: 'file', mode, content: emptyContent, size: 0, ...at },
});

const programs = [
  ...[
    't',
    'sh',
    'bash',
    'sleep',
    'true',
    'false',
    'echo',
    'kill',
    'ps',
    'cat',
    'ls',
    'grep',
    'hostname',
    'head',
    'tail',
  ],
  ...['id', 'pwd', 'tty', 'wc', 'redis-server', 'redis-cli'],
];

const image = (now: Instant, name: string, cmd: readonly string[]): readonly Event[] => {
  const entries = [
    ...['bin', 'etc', 'tmp', 'dev', 'proc', 'sys'].map(directory),
    {
      path: 'etc/passwd',
      node: { kind: 'file', mode: 0o644, content: digestOf(passwd), size: passwd.length, ...at },
    } as const,
    ...programs.map((program) => file(`bin/${program}`, 0o755)),
  ];
  const diffId = digestOf(name) as Digest as DiffId;
  const config = {
    architecture: 'amd64',
    os: 'linux',
    config: { Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'], Cmd: cmd },
    history: [{ created_by: 'import' }],
    diffIds: [diffId],
  };
  const bytes = JSON.stringify(config);
  const id = imageIdOf(bytes);
  return [
    ...registerStack(emptyWorld.layers, [{ diffId, size: 0, entries }], { now, seed: name }, new Set()),
    { stream: 'image', id, type: 'ImageStored', at: now, bytes, config, origin: 'import' },
    { stream: 'reference', id: name as Reference, type: 'ReferenceSet', at: now, image: id },
  ];
};

/** The images of the measurements, as far as the model looks into them: which programs there are. */
export const images = (now: Instant): readonly Event[] => [
  ...image(now, 'base:1', ['sh']),
  ...image(now, 'debian:base', ['bash']),
  ...image(now, 'redis:latest', ['redis-server']),
];
