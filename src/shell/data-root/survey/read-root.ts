import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { BadInput } from '../../bad-input.ts';
import { readBolt } from '../bolt/read-bolt.ts';
import { buildkitNames } from './buildkit.ts';
import { countTree, type Tick } from './count-tree.ts';
import { firstTornLine } from './json-log.ts';
import { mountPoints } from './mount-points.ts';
import { entriesIn, kindOf, linkTarget, namesIn, readBytes, readJson, readText, textOf } from './read-file.ts';
import type {
  ContainerFiles,
  Counted,
  ImageFacts,
  ImageFile,
  LayerFiles,
  OverlayDirectory,
  Survey,
  VolumeFiles,
} from './survey.ts';

const silent: Tick = () => {};

/**
 * Reads a data root and changes nothing in it. `tick` is told how many objects were counted. Without `counting`, what is
 * inside of layers, volumes and logs is left alone, and counts as empty.
 */
export const readRoot = (dir: string, tick: Tick = silent, counting = true): Survey => {
  if (kindOf(dir) !== 'directory') throw new BadInput(`${dir}: no such directory`);
  const store = join(dir, 'image/overlay2');
  if (kindOf(dir, 'overlay2') !== 'directory' && kindOf(store) !== 'directory')
    throw new BadInput(`${dir}: neither overlay2/ nor image/overlay2/: not a data root of the overlay2 driver`);
  const mounted = mountPoints();
  const count: Count = counting ? (path) => countTree(path, tick) : () => nothing;
  const overlay = each(
    join(dir, 'overlay2'),
    (_, path) => readOverlay(path, mounted, count),
    (name) => name !== 'l',
  );
  return {
    dir,
    repositories: readText(join(store, 'repositories.json')),
    images: each(join(store, 'imagedb/content/sha256'), (_, path) => readImage(path)),
    metadata: each(join(store, 'imagedb/metadata/sha256'), (_, path) => ({
      parent: textOf(readText(join(path, 'parent'))),
      lastUpdated: textOf(readText(join(path, 'lastUpdated'))),
    })),
    layers: each(join(store, 'layerdb/sha256'), (_, path) => readLayer(path)),
    layerTmp: [...namesIn(join(store, 'layerdb/tmp'))],
    mounts: each(join(store, 'layerdb/mounts'), (_, path) => ({
      mountId: readText(join(path, 'mount-id')),
      initId: readText(join(path, 'init-id')),
      parent: readText(join(path, 'parent')),
    })),
    overlay,
    links: each(join(dir, 'overlay2/l'), (_, path) => linkTarget(path)),
    containers: each(join(dir, 'containers'), (id, path) => readContainer(id, path, counting)),
    volumes: each(
      join(dir, 'volumes'),
      (_, path) => readVolume(path, count),
      (name) => !volumeFiles.has(name),
    ),
    volumeStore: readStore(join(dir, 'volumes/metadata.db'), 'volumes'),
    networkStore: flawOnly(readStore(join(dir, 'network/files/local-kv.db'), 'libnetwork')),
    diffIds: each(join(store, 'distribution/diffid-by-digest/sha256'), (_, path) => readText(path)),
    sources: each(join(store, 'distribution/v2metadata-by-diffid/sha256'), (_, path) => readText(path)),
    tmp: [...namesIn(join(dir, 'tmp'))],
    buildkit: buildkitNames(join(dir, 'buildkit'), overlay.keys()),
  };
};

type Count = (path: string) => Counted;
const nothing: Counted = { objects: 0, bytes: 0, whiteoutNames: [], first: [] };

const volumeFiles = new Set(['metadata.db', 'backingFsBlockDev']);

const each = <T>(
  dir: string,
  read: (name: string, path: string) => T,
  wanted: (name: string) => boolean = () => true,
): ReadonlyMap<string, T> =>
  new Map(
    [...namesIn(dir)]
      .filter(wanted)
      .sort()
      .map((name) => [name, read(name, join(dir, name))]),
  );

const readImage = (path: string): ImageFile => {
  const read = readBytes(path);
  if ('flaw' in read) return { hash: '', size: 0, config: read.flaw };
  const hash = createHash('sha256').update(read.bytes).digest('hex');
  return { hash, size: read.bytes.length, config: factsOf(readJson(path)) };
};

const factsOf = (config: ReturnType<typeof readJson>): ImageFacts | string => {
  if (typeof config === 'string') return config;
  const { rootfs, history } = config as { rootfs?: { type?: unknown; diff_ids?: unknown }; history?: unknown };
  const rows = Array.isArray(history) ? (history as readonly ({ empty_layer?: unknown } | null)[]) : [];
  return {
    diffIds: Array.isArray(rootfs?.diff_ids) ? rootfs.diff_ids.map(String) : [],
    rootType: String(rootfs?.type ?? ''),
    rows: rows.map((row) => row?.empty_layer !== true),
    rowHashes: rows.map((row) => createHash('sha256').update(JSON.stringify(row)).digest('hex')),
  };
};

const readLayer = (path: string): LayerFiles => ({
  names: [...namesIn(path)],
  diff: readText(join(path, 'diff')),
  parent: readText(join(path, 'parent')),
  size: readText(join(path, 'size')),
  cacheId: readText(join(path, 'cache-id')),
  tarSplit: kindOf(path, 'tar-split.json.gz'),
});

const readOverlay = (path: string, mounted: ReadonlySet<string>, count: Count): OverlayDirectory => ({
  diff: kindOf(path, 'diff'),
  work: kindOf(path, 'work'),
  merged: kindOf(path, 'merged'),
  committed: kindOf(path, 'committed') !== undefined,
  link: readText(join(path, 'link')),
  lower: readText(join(path, 'lower')),
  isMounted: mounted.has(join(path, 'merged')),
  content: count(join(path, 'diff')),
});

const readContainer = (id: string, path: string, counting: boolean): ContainerFiles => ({
  config: readJson(join(path, 'config.v2.json')),
  hostConfig: readJson(join(path, 'hostconfig.json')),
  names: [...entriesIn(path)].map(({ name }) => name),
  tornLog: counting ? firstTornLine(path, id) : undefined,
});

const readVolume = (path: string, count: Count): VolumeFiles => {
  const { objects, bytes } = count(join(path, '_data'));
  return { kind: kindOf(path), data: kindOf(path, '_data'), objects, bytes };
};

const readStore = (path: string, bucket: string): Survey['volumeStore'] => {
  const read = readBytes(path);
  if ('flaw' in read) return read.flaw === 'missing' ? undefined : { flaw: read.flaw };
  return readBolt(read.bytes, bucket);
};

const flawOnly = (store: Survey['volumeStore']): Survey['networkStore'] =>
  store !== undefined && 'flaw' in store ? store : undefined;
