import type { Digest } from '../../core/kernel/brand.ts';
import { isDigest } from '../../core/kernel/digest.ts';
import { BadInput } from '../bad-input.ts';
import { type Archive, type Member, readJson } from './archive.ts';
import { imagesOfLayout } from './oci-layout.ts';

/** An image as its archive describes it, before any layer is read. */
export type PlannedImage = {
  readonly config: Member;
  /** Base first; `digest` is that of the stored bytes, where the archive says it. */
  readonly layers: readonly { readonly member: Member; readonly digest?: Digest }[];
  readonly repoTags: readonly string[];
  readonly parent?: string;
};

/** Docker's own description wins over the OCI layout that newer engines write beside it. */
export const plannedImages = (archive: Archive): readonly PlannedImage[] => {
  const manifest = archive.find('manifest.json');
  if (manifest) return imagesOfManifest(archive, manifest);
  if (archive.find('index.json')) return imagesOfLayout(archive);
  throw new BadInput(`${archive.path}: neither manifest.json (docker save) nor index.json (OCI layout) is in it`);
};

const imagesOfManifest = (archive: Archive, manifest: Member): readonly PlannedImage[] => {
  const items = readJson(archive, manifest);
  const wrong = (what: string): BadInput => new BadInput(`${archive.path}: manifest.json: ${what}`);
  if (!Array.isArray(items)) throw wrong('not a list of images');
  return items.map((item: unknown, at) => {
    if (!isObject(item)) throw wrong(`image ${at} is not an object`);
    const { Config: config, RepoTags: tags = [], Layers: layers = [], Parent: parent } = item;
    if (typeof config !== 'string') throw wrong(`image ${at} has no Config`);
    if (!isTexts(layers ?? [])) throw wrong(`Layers of image ${at} is not a list of names`);
    if (!isTexts(tags ?? [])) throw wrong(`RepoTags of image ${at} is not a list of names`);
    const find = (name: string): Member => {
      const member = archive.find(name);
      if (!member) throw wrong(`image ${at} names ${name}, which is not in the archive`);
      return member;
    };
    return {
      config: find(config),
      layers: ((layers ?? []) as string[]).map((name) => ({ member: find(name), ...digestInName(name) })),
      repoTags: (tags ?? []) as string[],
      ...(typeof parent === 'string' && parent !== '' && { parent }),
    };
  });
};

/** In the layout of newer engines a layer's name is its digest. */
const digestInName = (name: string): { readonly digest?: Digest } => {
  const digest = `sha256:${/^blobs\/sha256\/([0-9a-f]{64})$/.exec(name)?.[1] ?? ''}`;
  return isDigest(digest) ? { digest } : {};
};

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
