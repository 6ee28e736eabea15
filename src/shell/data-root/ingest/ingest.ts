import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decide } from '../../../core/decide.ts';
import type { Event } from '../../../core/event.ts';
import { readImageConfig } from '../../../core/images/read-config.ts';
import type {
  CacheId,
  ChainId,
  ContainerId,
  DiffId,
  Digest,
  ImageId,
  Instant,
  Reference,
  VolumeName,
} from '../../../core/kernel/brand.ts';
import { epoch, instant, parseInstant } from '../../../core/kernel/instant.ts';
import { emptyWorld } from '../../../core/world.ts';
import { BadInput } from '../../bad-input.ts';
import type { DiskBlobs } from '../../blobs/disk-blobs.ts';
import { layerSink } from '../../load/layer-sink.ts';
import { LayerStream } from '../../load/layer-stream.ts';
import { hexOf, imageStore, layerPath } from '../fsck/rule.ts';
import { referencesOf } from '../fsck/rules/images.ts';
import { parentOf, stackBelow } from '../fsck/stack.ts';
import { engineOn } from '../survey/engine-on.ts';
import { textOf } from '../survey/read-file.ts';
import { readRoot } from '../survey/read-root.ts';
import type { LayerFiles, Survey } from '../survey/survey.ts';
import { needRoot } from '../tar/gnu-tar.ts';
import { changesOf } from './changes-of.ts';
import { containerEvents } from './container-events.ts';
import { layerTar } from './layer-tar.ts';
import { entriesOf } from './read-tree.ts';
import { storedContainer } from './stored-container.ts';

/** One command's worth of events. */
export type Story = readonly Event[];

/**
 * Reads a stopped engine's data root and tells what leads to it: the layers from the base up, images and their names,
 * volumes with what they hold, containers with their write layers. Contents go to the blobs. Nothing in the root changes.
 */
export async function* ingest(dir: string, blobs: DiskBlobs): AsyncGenerator<Story> {
  needRoot('reading a data root');
  const engine = engineOn(dir);
  if (engine !== undefined) throw new BadInput(`${dir}: an engine runs on it (pid ${engine}); stop it first`);
  const root = readRoot(dir);
  yield beginning(root);
  yield* layerStories(root, blobs);
  for (const id of imagesInOrder(root)) yield imageStory(root, id);
  for (const [, name, image] of referencesOf(root))
    if (root.images.has(hexOf(image)))
      yield [
        {
          stream: 'reference',
          id: name as Reference,
          type: 'ReferenceSet',
          at: epochOf(root),
          image: image as ImageId,
        },
      ];
  yield* distributionStories(root);
  for (const name of root.volumes.keys()) yield await volumeStory(root, name, blobs);
  for (const id of root.containers.keys()) if (root.mounts.has(id)) yield await containerStory(root, id, blobs);
}

const mtimeOf = (...path: readonly string[]): Instant => {
  const { mtimeMs } = lstatSync(join(...path));
  return instant(Math.floor(mtimeMs));
};

/** Before everything that has a time of its own. */
const epochOf = (root: Survey): Instant => {
  const times = [...root.containers.values()].flatMap(({ config }) =>
    typeof config === 'string' ? [] : (parseInstant(String(config.Created)) ?? []),
  );
  return [mtimeOf(root.dir), ...times].sort()[0] ?? epoch;
};

const beginning = (root: Survey): Story => {
  const entropy = { now: epochOf(root), seed: 'ingest' };
  const command = { issuer: 'host', type: 'InstallEngine', profile: 'docker-20.10', liveRestore: false } as const;
  return decide(emptyWorld, command, { entropy, contents: () => undefined }).events;
};

/** A parent before its children. */
async function* layerStories(root: Survey, blobs: DiskBlobs): AsyncGenerator<Story> {
  const depth = new Map([...root.layers.keys()].map((name) => [name, stackBelow(root, name).length]));
  const inOrder = [...root.layers].sort(([a], [b]) => (depth.get(a) ?? 0) - (depth.get(b) ?? 0) || (a < b ? -1 : 1));
  for (const [name, layer] of inOrder) yield [await layerEvent(root, name, layer, depth.get(name) ?? 1, blobs)];
}

const needed = (text: string | undefined, path: string): string => {
  if (text === undefined || text === '') throw new BadInput(`${path} is missing or empty; plimsoll fsck says more`);
  return text;
};

const layerEvent = async (
  root: Survey,
  name: string,
  layer: LayerFiles,
  depth: number,
  blobs: DiskBlobs,
): Promise<Event> => {
  const path = layerPath(name);
  const cacheId = needed(textOf(layer.cacheId), `${path}/cache-id`);
  const diffId = needed(textOf(layer.diff), `${path}/diff`) as DiffId;
  const parent = parentOf(layer);
  const directory = root.overlay.get(cacheId);
  const read = await readLayer(root.dir, path, cacheId, blobs);
  if (read.diffId !== diffId) throw new BadInput(`${path}: its files give ${read.diffId}, not ${diffId}`);
  return {
    ...({ stream: 'layer', id: `sha256:${name}` as ChainId, type: 'LayerRegistered', at: epochOf(root) } as const),
    diffId,
    ...(parent !== undefined && { parent: `sha256:${parent}` as ChainId }),
    size: Number(needed(textOf(layer.size), `${path}/size`)),
    cacheId: cacheId as CacheId,
    link: needed(directory && textOf(directory.link), `overlay2/${cacheId}/link`),
    depth,
    entries: read.entries,
    tar: diffId,
  };
};

const readLayer = async (dir: string, path: string, cacheId: string, blobs: DiskBlobs) => {
  const stream = new LayerStream();
  const sink = layerSink(blobs);
  try {
    for await (const piece of layerTar(join(dir, path, 'tar-split.json.gz'), join(dir, 'overlay2', cacheId, 'diff'))) {
      const problem = stream.write(piece);
      if (problem !== undefined) throw new BadInput(problem);
      sink.write(piece);
    }
    const layer = stream.finish();
    if (typeof layer === 'string') throw new BadInput(layer);
    sink.close();
    sink.keep(layer);
    return layer;
  } catch (error) {
    sink.drop();
    if (error instanceof BadInput) throw new BadInput(`${path}: ${error.message}`);
    throw error;
  }
};

/** Parents first. */
const imagesInOrder = ({ images, metadata }: Survey): readonly string[] => {
  const order = new Set<string>();
  const put = (id: string, seen: readonly string[]): void => {
    const parent = metadata.get(id)?.parent;
    if (parent !== undefined && images.has(hexOf(parent)) && !seen.includes(id)) put(hexOf(parent), [...seen, id]);
    order.add(id);
  };
  for (const id of images.keys()) put(id, []);
  return [...order];
};

const imageStory = (root: Survey, hex: string): Story => {
  const path = `${imageStore}/imagedb/content/sha256/${hex}`;
  const bytes = readFileSync(join(root.dir, path), 'utf8');
  const config = readImageConfig(bytes);
  if ('flaw' in config || root.images.get(hex)?.hash !== hex)
    throw new BadInput(`${path}: ${'flaw' in config ? config.flaw : 'does not hash to its name'}`);
  const of = { stream: 'image', id: `sha256:${hex}` as ImageId } as const;
  const { parent, lastUpdated } = root.metadata.get(hex) ?? {};
  const tagged = lastUpdated === undefined ? undefined : parseInstant(lastUpdated);
  const at = epochOf(root);
  return [
    {
      ...of,
      type: 'ImageStored',
      at,
      bytes,
      config,
      ...(parent !== undefined && { parent: parent as ImageId }),
      origin: 'load',
    },
    ...(tagged === undefined ? [] : [{ ...of, type: 'ImageLastTagged', at: tagged } as const]),
  ];
};

function* distributionStories(root: Survey): Generator<Story> {
  for (const [hex, read] of root.sources) {
    const records: unknown = JSON.parse(textOf(read) ?? '[]');
    for (const { Digest: digest, SourceRepository: repository } of Array.isArray(records) ? records : [])
      yield [
        {
          ...({ stream: 'distribution', id: 'distribution', type: 'BlobRecorded', at: epochOf(root) } as const),
          digest: String(digest) as Digest,
          diffId: `sha256:${hex}` as DiffId,
          repository: String(repository),
        },
      ];
  }
}

const volumeStory = async (root: Survey, name: string, blobs: DiskBlobs): Promise<Story> => {
  const of = { stream: 'volume', id: name as VolumeName } as const;
  const at = mtimeOf(root.dir, 'volumes', name);
  const stored = root.volumeStore !== undefined && 'get' in root.volumeStore ? root.volumeStore.get(name) : undefined;
  const { Labels, Options } = (stored === undefined ? {} : JSON.parse(stored)) as {
    readonly Labels?: Readonly<Record<string, string>> | null;
    readonly Options?: Readonly<Record<string, string>> | null;
  };
  const settings = { ...(Labels && { labels: Labels }), ...(Options && { options: Options }) };
  const changes = changesOf(await entriesOf(join(root.dir, 'volumes', name, '_data'), blobs));
  return [
    { ...of, type: 'VolumeCreated', at, driver: 'local', ...settings, anonymous: /^[0-9a-f]{64}$/.test(name) },
    { ...of, type: 'VolumeChanged', at, operation: 'extract', path: '/', changes },
  ];
};

const containerStory = async (root: Survey, id: string, blobs: DiskBlobs): Promise<Story> => {
  const path = join(root.dir, 'containers', id);
  const files = root.containers.get(id);
  const mount = root.mounts.get(id);
  if (!files || !mount) throw new BadInput(`${path}: no such container`);
  const stored = storedContainer(path, id, files);
  const mountId = needed(textOf(mount.mountId), `${imageStore}/layerdb/mounts/${id}/mount-id`);
  const parent = parentOf(mount);
  const linkOf = (directory: string): string => {
    const found = root.overlay.get(directory);
    return needed(found && textOf(found.link), `overlay2/${directory}/link`);
  };
  const treeOf = (directory: string) => entriesOf(join(root.dir, 'overlay2', directory, 'diff'), blobs);
  const of = { stream: 'write-layer', id: id as ContainerId, at: stored.created } as const;
  return [
    ...containerEvents(stored).slice(0, 1),
    {
      ...of,
      type: 'WriteLayerCreated',
      mountId: mountId as CacheId,
      link: linkOf(mountId),
      initLink: linkOf(`${mountId}-init`),
      ...(parent !== undefined && { parent: `sha256:${parent}` as ChainId }),
      init: changesOf(await treeOf(`${mountId}-init`)),
    },
    { ...of, type: 'MergedMounted' },
    { ...of, type: 'UpperChanged', operation: 'extract', path: '/', changes: changesOf(await treeOf(mountId)) },
    { ...of, type: 'MergedUnmounted' },
    ...containerEvents(stored).slice(1),
  ];
};
