import { createHash } from 'node:crypto';
import type { Digest } from '../../core/kernel/brand.ts';
import { hexOf, isDigest } from '../../core/kernel/digest.ts';
import { BadInput } from '../bad-input.ts';
import { type Archive, type Member, readText } from './archive.ts';
import { isObject, type PlannedImage } from './planned-image.ts';

type Json = Readonly<Record<string, unknown>>;

/** An image of a layout with its manifest, as a registry would serve it. */
export type LaidOutImage = PlannedImage & {
  readonly manifest: { readonly digest: Digest; readonly mediaType: string; readonly text: string };
  /** `org.opencontainers.image.ref.name`, or containerd's fuller name. */
  readonly name?: string;
};

/** The images of an OCI layout's index, for linux/amd64 where there is a choice. */
export const imagesOfLayout = (archive: Archive): readonly LaidOutImage[] => {
  const index = archive.find('index.json');
  if (!index) throw new BadInput(`${archive.path}: there is no index.json`);
  const found = manifestsOf(archive, 'index.json', parse(archive, index.name, readText(archive, index)), 0);
  if (found.length === 0) throw new BadInput(`${archive.path}: index.json names no image for linux/amd64`);
  return found;
};

const deepestIndex = 4;

const manifestsOf = (archive: Archive, where: string, index: Json, depth: number): readonly LaidOutImage[] => {
  const { manifests } = index;
  if (!Array.isArray(manifests)) throw new BadInput(`${archive.path}: ${where} has no list of manifests`);
  if (depth > deepestIndex) throw new BadInput(`${archive.path}: ${where}: indexes within indexes, too deep`);
  return manifests.flatMap((item: unknown) => {
    const descriptor = descriptorOf(archive, where, item);
    const { digest, json } = descriptor;
    if (!isForUs(json)) return [];
    const text = readBlob(archive, descriptor);
    const manifest = parse(archive, digest, text);
    const name = nameOf(json);
    const inner = Array.isArray(manifest.manifests)
      ? manifestsOf(archive, digest, manifest, depth + 1)
      : [imageOf(archive, digest, manifest, text)];
    return inner.map((image) => named(archive, name === undefined ? image : { ...image, name }));
  });
};

const imageOf = (archive: Archive, digest: Digest, manifest: Json, text: string): LaidOutImage => {
  const { config, layers, mediaType } = manifest;
  if (!Array.isArray(layers)) throw new BadInput(`${archive.path}: manifest ${digest} has no list of layers`);
  const configured = descriptorOf(archive, digest, config);
  readBlob(archive, configured);
  return {
    config: configured.member,
    layers: layers.map((layer: unknown) => descriptorOf(archive, digest, layer)),
    repoTags: [],
    manifest: { digest, text, mediaType: typeof mediaType === 'string' ? mediaType : ociManifest },
  };
};

const ociManifest = 'application/vnd.oci.image.manifest.v1+json';

type Descriptor = { readonly digest: Digest; readonly member: Member; readonly json: Json };

const descriptorOf = (archive: Archive, where: string, json: unknown): Descriptor => {
  if (!isObject(json) || typeof json.digest !== 'string' || !isDigest(json.digest)) {
    throw new BadInput(`${archive.path}: ${where} names something without a sha256 digest`);
  }
  const { digest, size } = json;
  const member = archive.find(`blobs/sha256/${hexOf(digest)}`);
  if (!member) throw new BadInput(`${archive.path}: ${where} names ${digest}, which is not in the archive`);
  if (typeof size === 'number' && size !== member.size) {
    throw new BadInput(`${archive.path}: ${digest} has ${member.size} bytes, ${where} says ${size}`);
  }
  return { digest, member, json };
};

/** A small blob, whose digest must be that of its name. */
const readBlob = (archive: Archive, { digest, member }: Descriptor): string => {
  const text = readText(archive, member);
  const actual = createHash('sha256').update(text).digest('hex');
  if (actual !== hexOf(digest)) throw new BadInput(`${archive.path}: ${digest} has the digest sha256:${actual}`);
  return text;
};

const parse = (archive: Archive, where: string, text: string): Json => {
  try {
    const json: unknown = JSON.parse(text);
    if (isObject(json)) return json;
  } catch {}
  throw new BadInput(`${archive.path}: ${where} is not a JSON object`);
};

const isForUs = ({ platform }: Json): boolean =>
  !isObject(platform) || (platform.os === 'linux' && platform.architecture === 'amd64');

const nameOf = ({ annotations }: Json): string | undefined => {
  if (!isObject(annotations)) return undefined;
  const name = annotations['io.containerd.image.name'] ?? annotations['org.opencontainers.image.ref.name'];
  return typeof name === 'string' && name !== '' ? name : undefined;
};

/** skopeo writes only the tag (`oci:DIR:TAG`); the repository then is what the archive is called. */
const named = (archive: Archive, image: LaidOutImage): LaidOutImage => {
  const { name } = image;
  if (name === undefined) return image;
  return { ...image, repoTags: [/[:/]/.test(name) ? name : `${archive.name.toLowerCase()}:${name}`] };
};
