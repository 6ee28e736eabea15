import type { Estate, PlacedContainer } from './estate.ts';
import { dataRootPath } from './node.ts';
import { type Where, whereIsPath } from './where.ts';

/** How a container sees a place of the host. */
export type Sight = {
  readonly container: string;
  readonly name: string;
  readonly path: string;
  readonly sees: 'this' | 'another' | 'a directory that this is part of' | 'that it is deleted';
  /** What it sees instead. */
  readonly instead?: string;
};

export type Whose = {
  readonly path: string;
  /** What the place is, in a sentence. */
  readonly what: string;
  /** Images and containers that stand on it. */
  readonly images: readonly string[];
  readonly containers: readonly string[];
  readonly seenBy: readonly Sight[];
};

/** To whom a path of the host belongs; nothing when no engine's data and no bind of a container is there. */
export const whoseIs = (estate: Estate, asked: string): Whose | undefined => {
  const path = asked.length > 1 ? asked.replace(/\/+$/, '') : asked;
  const inside = relative(estate, path);
  const told = inside === undefined ? undefined : inDataRoot(estate, inside);
  const answer = told ?? boundBy(estate, path);
  return answer && { path, ...answer };
};

/** Below the data root, wherever that is now. */
const relative = ({ root }: Estate, path: string): string | undefined => {
  const base = [root, dataRootPath].find((it) => path === it || path.startsWith(`${it}/`));
  return base === undefined ? undefined : path.slice(base.length + 1);
};

type Answer = Omit<Whose, 'path'>;

const nobody = { images: [], containers: [], seenBy: [] };

const inDataRoot = (estate: Estate, path: string): Answer | undefined => {
  const [top = '', name = '', part = '', ...rest] = path.split('/');
  const below = rest.length === 0 ? '/' : `/${rest.join('/')}`;
  switch (top) {
    case '':
      return { ...nobody, what: "the engine's data root" };
    case 'overlay2':
      return name === ''
        ? { ...nobody, what: 'the layers of images and containers' }
        : inOverlay(estate, name, part, below);
    case 'volumes':
      return inVolume(estate, name, part, below);
    case 'containers':
      return ofContainer(estate, name, [part, ...rest].filter((it) => it !== '').join('/'));
    case 'image':
      return inStore(estate, path);
    default:
      return { ...nobody, what: `the engine's own: ${top}/` };
  }
};

const parts: Readonly<Record<string, string>> = {
  '': 'the directory',
  link: 'the short name',
  lower: 'the list of what lies below',
  work: "the kernel's work directory",
  committed: 'the mark that something was made on top',
};

const inOverlay = (estate: Estate, name: string, part: string, path: string): Answer | undefined => {
  const { containers, images } = estate;
  if (name === 'l') return { ...nobody, what: 'short names that lead to the directories of layers' };
  const standing = containers.filter(({ faces }) => faces.some(({ directory }) => directory === name));
  const holding = images.filter(({ layers }) => layers.some(({ directory }) => directory === name));
  const layer = holding[0]?.layers.find(({ directory }) => directory === name);
  const owner = standing.find(({ faces }) => faces.some(({ directory, layer: of }) => directory === name && !of));
  const role = owner?.faces.find(({ directory }) => directory === name)?.role;
  if (!layer && !owner && standing.length === 0) return undefined;
  const which = owner
    ? `the ${role} of container ${owner.name}`
    : layer
      ? `layer ${layer.number} of ${layer.of} of ${namesOf(holding[0])}${layer.createdBy === undefined ? '' : `, made by: ${layer.createdBy}`}`
      : `an image layer that only containers stand on`;
  const shows = part === 'diff' || part === 'merged';
  const what =
    part === 'merged'
      ? `what container ${owner?.name ?? '?'} sees as its root`
      : shows
        ? `in ${which}`
        : `${parts[part] ?? part} of ${which}`;
  return {
    what,
    images: owner ? [] : holding.map(namesOf),
    containers: standing.map((it) => it.name),
    seenBy: shows
      ? standing
          .filter((it) => part === 'diff' || it === owner)
          .map((it) =>
            sightOf(
              estate,
              it,
              path,
              `${estate.root}/overlay2/${name}/diff${path === '/' ? '' : path}`,
              part === 'merged',
            ),
          )
      : [],
  };
};

const namesOf = (image: { readonly id: string; readonly names: readonly string[] } | undefined): string =>
  image === undefined
    ? '?'
    : image.names.length > 0
      ? image.names.join(', ')
      : image.id.replace('sha256:', '').slice(0, 12);

const sightOf = (
  { root }: Estate,
  container: PlacedContainer,
  path: string,
  hostPath: string,
  isMerged: boolean,
): Sight => {
  const seen = whereIsPath(root, container, path);
  const frame = { container: container.id, name: container.name, path };
  if (isMerged || seen.place?.hostPath === hostPath) return { ...frame, sees: 'this' };
  if (seen.mergedWith.some((it) => it.hostPath === hostPath))
    return { ...frame, sees: 'a directory that this is part of' };
  if (seen.state === 'deleted' || seen.state === 'not there') return { ...frame, sees: 'that it is deleted' };
  return { ...frame, sees: 'another', instead: insteadOf(seen) };
};

const insteadOf = ({ place, provider, mount }: Where): string =>
  place?.hostPath ?? (mount ? `${provider} at ${mount.destination}` : `what the kernel mounts there`);

const inVolume = (estate: Estate, name: string, part: string, path: string): Answer | undefined => {
  if (name === '') return { ...nobody, what: 'the volumes' };
  if (name === 'metadata.db') return { ...nobody, what: 'the database of volume names, drivers and labels' };
  const users = estate.containers.flatMap((container) =>
    container.mounts.filter((mount) => mount.name === name).map((mount) => ({ container, mount })),
  );
  if (users.length === 0 && !estate.volumes.includes(name)) return undefined;
  return {
    what: part === '_data' ? `in the volume ${name}` : `the volume ${name}`,
    images: [],
    containers: users.map(({ container }) => container.name),
    seenBy:
      part === '_data'
        ? users.map(({ container, mount }) => ({
            container: container.id,
            name: container.name,
            path: `${mount.destination}${path === '/' ? '' : path}`,
            sees: 'this',
          }))
        : [],
  };
};

const files: Readonly<Record<string, string>> = {
  '': 'the directory',
  'config.v2.json': 'the state and config',
  'hostconfig.json': 'the host config',
  hostname: 'the /etc/hostname',
  hosts: 'the /etc/hosts',
  'resolv.conf': 'the /etc/resolv.conf',
  'resolv.conf.hash': "the digest of the engine's own /etc/resolv.conf",
  checkpoints: 'the checkpoints',
  mounts: 'the mounts',
};

const ofContainer = ({ containers }: Estate, id: string, file: string): Answer | undefined => {
  if (id === '') return { ...nobody, what: 'the containers' };
  const owner = containers.find((it) => it.id === id);
  if (!owner) return undefined;
  const said = file.endsWith('-json.log')
    ? 'the output'
    : ((Object.hasOwn(files, file) ? files[file] : undefined) ?? file);
  const isSeen = file === 'hostname' || file === 'hosts' || file === 'resolv.conf';
  return {
    what: `${said} of container ${owner.name}`,
    images: [],
    containers: [owner.name],
    seenBy: isSeen ? [{ container: id, name: owner.name, path: `/etc/${file}`, sees: 'this' }] : [],
  };
};

const inStore = ({ images, containers }: Estate, path: string): Answer | undefined => {
  const [, kind, hex] =
    /^image\/overlay2\/(imagedb\/content\/sha256|imagedb\/metadata\/sha256|layerdb\/sha256|layerdb\/mounts)\/([0-9a-f]{64})/.exec(
      path,
    ) ?? [];
  if (kind === undefined || hex === undefined)
    return { ...nobody, what: 'what the engine knows of its images and layers' };
  if (kind === 'layerdb/mounts') {
    const owner = containers.find(({ id }) => id === hex);
    return (
      owner && { ...nobody, what: `where the write layer of container ${owner.name} is`, containers: [owner.name] }
    );
  }
  if (kind === 'layerdb/sha256') {
    const holding = images.filter(({ layers }) => layers.some(({ chainId }) => chainId === `sha256:${hex}`));
    const layer = holding[0]?.layers.find(({ chainId }) => chainId === `sha256:${hex}`);
    return (
      layer && {
        ...nobody,
        what: `the record of layer ${layer.number} of ${layer.of} of ${namesOf(holding[0])}`,
        images: holding.map(namesOf),
      }
    );
  }
  const image = images.find(({ id }) => id === `sha256:${hex}`);
  return (
    image && {
      ...nobody,
      what: `${kind.includes('content') ? 'the config' : 'the parent and tag time'} of image ${namesOf(image)}`,
      images: [namesOf(image)],
    }
  );
};

const boundBy = ({ containers }: Estate, path: string): Answer | undefined => {
  const users = containers.flatMap((container) =>
    container.mounts
      .filter(
        ({ type, source }) =>
          type === 'bind' &&
          source !== undefined &&
          (path === source || path.startsWith(source === '/' ? '/' : `${source}/`)),
      )
      .map(({ source = '', destination }) => ({
        container,
        path: `${destination}${path.slice(source === '/' ? 0 : source.length)}`,
      })),
  );
  return users.length === 0
    ? undefined
    : {
        what: 'a path of the host that containers bind',
        images: [],
        containers: users.map(({ container }) => container.name),
        seenBy: users.map(({ container, path: inside }) => ({
          container: container.id,
          name: container.name,
          path: inside,
          sees: 'this',
        })),
      };
};
