import { goList, goMap, goString, goStruct } from '../core/images/go-json.ts';
import { legacyLayers } from '../core/images/legacy-id.ts';
import { familiarName, partsOf } from '../core/images/reference.ts';
import type { SavedImage } from '../core/images/saved.ts';
import type { Digest, Instant, Reference } from '../core/kernel/brand.ts';
import { hexOf } from '../core/kernel/digest.ts';
import { known } from '../core/kernel/impossible.ts';
import { epoch, parseInstant, wholeSecond } from '../core/kernel/instant.ts';
import { encodeHeader } from '../core/layers/encode-header.ts';
import { writeLayerTar } from '../core/layers/layer-tar.ts';
import { bytesOf } from '../core/layers/raw-text.ts';
import { blockSize, paddingOf, type TarHeader } from '../core/layers/tar-header.ts';
import { compareNames } from '../core/overlay/index.ts';
import type { Image } from '../core/streams/image/image.ts';
import type { Layer } from '../core/streams/layer/layer.ts';
import type { World } from '../core/world.ts';

/** Bytes by digest; a layer's tar is under its diff id. */
export type Blobs = (digest: Digest) => Uint8Array | undefined;

/**
 * The archive of `docker save` in the layout of 20.10, piece by piece: byte for byte what the engine writes of the same
 * images. A layer whose tar is not at hand is packed again as a commit would pack it.
 */
export function* saveArchive(world: World, saved: readonly SavedImage[], blobs: Blobs): Generator<Uint8Array> {
  const layers = new Map([...world.layers.values()].map((layer) => [layer.diffId as Digest, layer]));
  for (const { name, mtime, content, ...more } of membersOf(world, saved)) {
    const bytes =
      content === undefined ? none : typeof content === 'string' ? bytesOf(content) : tarOf(content, layers, blobs);
    yield encodeHeader({ ...frame, ...more, name, mtime, size: bytes.length });
    yield bytes;
    yield new Uint8Array(paddingOf(bytes.length));
  }
  yield new Uint8Array(2 * blockSize);
}

const none = new Uint8Array();
const frame = { uid: 0, gid: 0, uname: 'root', gname: 'root', devmajor: 0, devminor: 0, linkname: '' };

type Member = Pick<TarHeader, 'name' | 'type' | 'mode' | 'mtime'> & {
  readonly linkname?: string;
  /** Text, or the diff id of a layer; absent for directories and links. */
  readonly content?: string | { readonly diffId: Digest };
};

const tarOf = ({ diffId }: { readonly diffId: Digest }, layers: ReadonlyMap<Digest, Layer>, blobs: Blobs): Uint8Array =>
  blobs(diffId) ?? writeLayerTar(known(layers.get(diffId), `layer ${diffId}`).tree, blobs).bytes;

/** All members in the order of a walk over the directory that the engine fills. */
const membersOf = (world: World, saved: readonly SavedImage[]): readonly Member[] => {
  const members = new Map<string, Member>();
  const put = (member: Member): void => {
    if (!members.has(member.name)) members.set(member.name, member);
  };
  const written = new Map<Digest, string>();
  const images = saved.map(({ id, tags }) => ({ image: known(world.images.get(id), `image ${id}`), tags }));
  for (const { image } of images) {
    const mtime = timeOf(image);
    for (const { id, diffId, json } of legacyLayers(image.config)) {
      if (members.has(`${id}/`)) continue;
      const first = written.get(diffId);
      written.set(diffId, first ?? id);
      put(directory(`${id}/`, mtime));
      put(file(`${id}/VERSION`, '1.0', mtime));
      put(file(`${id}/json`, json, mtime));
      put(
        first === undefined
          ? file(`${id}/layer.tar`, { diffId }, mtime)
          : link(`${id}/layer.tar`, `../${first}/layer.tar`, mtime),
      );
    }
    put(file(`${hexOf(image.id)}.json`, image.bytes, mtime));
  }
  put(file('manifest.json', `${manifestOf(images)}\n`, epoch));
  const repositories = repositoriesOf(images);
  if (repositories !== undefined) put(file('repositories', `${repositories}\n`, epoch));
  return [...members.values()].sort((a, b) => compareNames(a.name, b.name));
};

const timeOf = ({ config }: Image): Instant => wholeSecond(parseInstant(config.created ?? '') ?? epoch);

const directory = (name: string, mtime: Instant): Member => ({ name, type: '5', mode: 0o40755, mtime });
const file = (name: string, content: NonNullable<Member['content']>, mtime: Instant): Member => ({
  name,
  type: '0',
  mode: 0o100644,
  mtime,
  content,
});
const link = (name: string, linkname: string, mtime: Instant): Member => ({
  name,
  type: '2',
  mode: 0o120777,
  mtime,
  linkname,
});

type Saved = { readonly image: Image; readonly tags: readonly Reference[] };

const manifestOf = (images: readonly Saved[]): string => {
  const ids = new Set(images.map(({ image }) => image.id));
  const items = images.map(({ image, tags }) =>
    goStruct([
      ['Config', goString(`${hexOf(image.id)}.json`)],
      ['RepoTags', tags.length > 0 ? goList(tags) : 'null'],
      ['Layers', goList(legacyLayers(image.config).map(({ id }) => `${id}/layer.tar`))],
      // Only when the parent is in the same archive: then load restores the link.
      ['Parent', image.parent !== undefined && ids.has(image.parent) ? goString(image.parent) : undefined],
    ]),
  );
  return `[${items.join(',')}]`;
};

/** Name, tag, and the legacy id of the top layer; there is none for images that were asked for by id. */
const repositoriesOf = (images: readonly Saved[]): string | undefined => {
  const repositories = new Map<string, [string, string][]>();
  for (const { image, tags } of images) {
    const top = legacyLayers(image.config).at(-1)?.id ?? '';
    for (const tag of tags) {
      const named = partsOf(tag);
      const name = familiarName(named);
      repositories.set(name, [...(repositories.get(name) ?? []), [named.tag ?? 'latest', goString(top)]]);
    }
  }
  return repositories.size === 0 ? undefined : goMap([...repositories].map(([name, tags]) => [name, goMap(tags)]));
};
