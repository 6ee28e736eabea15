import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readImageConfig } from '../../../core/images/read-config.ts';
import type {
  Estate,
  Face,
  PlacedContainer,
  PlacedImage,
  PlacedLayer,
  PlacedMount,
} from '../../../views/data-root/estate.ts';
import { makersOf } from '../../../views/data-root/estate-of-world.ts';
import { hexOf, imagePath } from '../fsck/rule.ts';
import { referencesOf } from '../fsck/rules/images.ts';
import { chainOf, parentOf, stackBelow } from '../fsck/stack.ts';
import { allowed } from '../survey/allowed.ts';
import { textOf } from '../survey/read-file.ts';
import { readRoot } from '../survey/read-root.ts';
import type { ContainerFiles, Survey } from '../survey/survey.ts';
import { lookOnDisk } from './look-on-disk.ts';

/** What lies where in a real data root, an engine running on it or not. Files of layers are looked at when asked for. */
export const estateOfRoot = (dir: string): Estate =>
  allowed(dir, () => {
    const root = readRoot(dir, () => {}, false);
    const images = [...root.images.keys()].map((id) => placedImage(root, id));
    return {
      root: dir,
      images,
      containers: [...root.containers]
        .flatMap(([id, files]) => placedContainer(root, id, files, images) ?? [])
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
      volumes: [...root.volumes.keys()],
    };
  });

const placedImage = (root: Survey, id: string): PlacedImage => {
  const facts = root.images.get(id)?.config;
  const chains = typeof facts === 'object' ? chainOf(facts.diffIds) : [];
  const config = readImageConfig(readFileSync(join(root.dir, imagePath(id)), 'utf8'));
  const makers = 'flaw' in config ? [] : makersOf(config.history);
  return {
    id: `sha256:${id}`,
    names: referencesOf(root)
      .flatMap(([, name, image]) => (hexOf(image) === id ? [name] : []))
      .sort(),
    layers: chains.flatMap(
      (chain, at) =>
        placedLayer(root, chain, at + 1, chains.length, makers.length === chains.length ? makers[at] : undefined) ?? [],
    ),
  };
};

const placedLayer = (
  root: Survey,
  chain: string,
  number: number,
  of: number,
  createdBy?: string,
): PlacedLayer | undefined => {
  const layer = root.layers.get(chain);
  if (!layer) return undefined;
  return {
    chainId: `sha256:${chain}`,
    diffId: textOf(layer.diff) ?? '',
    directory: textOf(layer.cacheId) ?? '',
    size: Number(textOf(layer.size) ?? 0),
    number,
    of,
    ...(createdBy !== undefined && { createdBy }),
  };
};

type Json = Readonly<Record<string, unknown>>;
const objectOf = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

const placedContainer = (
  root: Survey,
  id: string,
  { config, hostConfig }: ContainerFiles,
  images: readonly PlacedImage[],
): PlacedContainer | undefined => {
  if (typeof config === 'string') return undefined;
  const host = objectOf(hostConfig);
  const image = images.find((it) => it.id === config.Image);
  const mountId = textOf(root.mounts.get(id)?.mountId ?? { flaw: 'missing' });
  return {
    id,
    name: textIn(config.Name).replace(/^\//, ''),
    status: statusOf(objectOf(config.State)),
    image: image?.names[0] ?? textIn(config.Image),
    faces: facesOf(root, id, image),
    mounts: mountsOf(root, objectOf(config.MountPoints), objectOf(host.Tmpfs)),
    mounted: root.overlay.get(mountId ?? '')?.isMounted ?? false,
    prepared: textIn(config.HostsPath) !== '',
    readOnly: host.ReadonlyRootfs === true,
    autoRemove: host.AutoRemove === true,
  };
};

const statusOf = (state: Json): string => {
  const flag = (['Paused', 'Restarting', 'Running', 'RemovalInProgress', 'Dead'] as const).find(
    (it) => state[it] === true,
  );
  if (flag !== undefined) return flag === 'RemovalInProgress' ? 'removing' : flag.toLowerCase();
  return textIn(state.StartedAt).startsWith('0001-') ? 'created' : 'exited';
};

const facesOf = (root: Survey, id: string, image: PlacedImage | undefined): readonly Face[] => {
  const mount = root.mounts.get(id);
  const [own, init] = [textOf(mount?.mountId ?? { flaw: 'missing' }), textOf(mount?.initId ?? { flaw: 'missing' })];
  if (!mount || own === undefined || init === undefined) return [];
  const look = (directory: string) => lookOnDisk(join(root.dir, 'overlay2', directory, 'diff'), true);
  const below = stackBelow(root, parentOf(mount));
  return [
    { role: 'write layer', directory: own, look: look(own) },
    { role: 'init layer', directory: init, look: look(init) },
    ...below.flatMap((chain, at): readonly Face[] => {
      const layer =
        image?.layers.find(({ chainId }) => chainId === `sha256:${chain}`) ??
        placedLayer(root, chain, below.length - at, below.length);
      return layer ? [{ role: 'image layer', directory: layer.directory, look: look(layer.directory), layer }] : [];
    }),
  ];
};

const mountsOf = (root: Survey, points: Json, tmpfs: Json): readonly PlacedMount[] => [
  ...Object.values(points).map((it): PlacedMount => {
    const point = objectOf(it);
    const type = point.Type === 'bind' || point.Type === 'tmpfs' ? point.Type : 'volume';
    const name = textIn(point.Name);
    const source = type === 'volume' ? join(root.dir, 'volumes', name, '_data') : textIn(point.Source);
    const isAnonymous = type === 'volume' && textIn(objectOf(point.Spec).Source) === '';
    return {
      type,
      destination: textIn(point.Destination),
      rw: point.RW !== false,
      ...(type !== 'tmpfs' && { source, look: lookOnDisk(source) }),
      ...(type === 'volume' && { name }),
      ...(isAnonymous && { anonymous: true }),
    };
  }),
  ...Object.keys(tmpfs).map((destination): PlacedMount => ({ type: 'tmpfs', destination, rw: true })),
];
