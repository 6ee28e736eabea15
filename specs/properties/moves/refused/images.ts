import { type Command, type Digest, digestOf, type World } from '../../../../src/index.ts';
import { choose, imagesOf, type Pick } from '../move.ts';
import { create, directory, onSome, type Wrong } from './wrong.ts';

type PullImage = Extract<Command, { readonly type: 'PullImage' }>;
type ImportImage = Extract<Command, { readonly type: 'ImportImage' }>;

const image = (world: World, { b }: Pick): string => choose(imagesOf(world), b) ?? 'redis';

const pull = (reference: string, fetched: PullImage['fetched'], platform?: string): Wrong => {
  const command: PullImage = {
    issuer: 'client',
    type: 'PullImage',
    reference,
    fetched,
    ...(platform !== undefined && { platform }),
  };
  return () => command;
};

const flat: ImportImage['layer'] = {
  diffId: digestOf('a tar with one directory') as string as ImportImage['layer']['diffId'],
  size: 0,
  entries: [directory('srv')],
};

const imported = (more: Partial<ImportImage>): Wrong => {
  const command: ImportImage = { issuer: 'client', type: 'ImportImage', layer: flat, ...more };
  return () => command;
};

const digest = `sha256:${'0'.repeat(64)}`;

export const images: readonly Wrong[] = [
  (world, pick) => ({ issuer: 'client', type: 'TagImage', image: image(world, pick), repo: `x@${digest}` }),
  (world, pick) => ({ issuer: 'client', type: 'TagImage', image: image(world, pick), repo: 'sha256' }),
  onSome((container) => ({ issuer: 'client', type: 'CommitContainer', container, changes: ['BOGUS x'] })),
  imported({ repo: `x@${digest}` }),
  pull('redis', { refused: 'unknown' }),
  pull('nowhere/private', { refused: 'denied' }),
  pull('redis', { unreachable: 'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io' }),
  pull('redis', { manifest: digest as Digest, config: '{}', layers: [] }, 'bogus/bogus/bogus/bogus'),
  pull('redis', { manifest: digest as Digest, config: '{"rootfs":{"type":"layers","diff_ids":["x"]}}', layers: [] }),
  () => ({
    issuer: 'client',
    type: 'LoadImage',
    images: [{ config: 'not json', layers: [], repoTags: [] }],
    layers: [],
  }),
  (_, { a }) => ({ issuer: 'client', type: 'SaveImages', images: a % 2 ? [] : ['busybox:none'] }),
];

/** An image without a command, and a container that shall run it. */
export const commandless: readonly Wrong[] = [create({ Image: 'empty', Cmd: [] }), imported({ repo: 'empty' })];

export const volumes: readonly Wrong[] = [
  () => ({ issuer: 'client', type: 'CreateVolume', name: '../x' }),
  () => ({ issuer: 'client', type: 'CreateVolume', name: 'data', driver: 'another' }),
];

/** Filters that a prune does not know or can not read. */
export const prunes: readonly Wrong[] = [
  () => ({ issuer: 'client', type: 'PruneVolumes', filters: { until: ['1h'] } }),
  () => ({ issuer: 'client', type: 'PruneContainers', filters: { until: ['yesterday'] } }),
  () => ({ issuer: 'client', type: 'PruneImages', filters: { until: ['1h', '2h'] } }),
];
