import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FetchedImage, PullImage } from '../../core/commands/client/pull-image.ts';
import { readImageConfig } from '../../core/images/read-config.ts';
import { familiarName, isFlaw, type Named, parseName, tagNameOnly } from '../../core/images/reference.ts';
import type { Digest } from '../../core/kernel/brand.ts';
import { chainIdsOf } from '../../core/kernel/digest.ts';
import { known } from '../../core/kernel/impossible.ts';
import { pullCommand } from '../../registry/fetch-image.ts';
import type { Registry } from '../../registry/registry.ts';
import { BadInput } from '../bad-input.ts';
import { type Archive, openArchive, readText } from './archive.ts';
import type { Loading } from './load-image.ts';
import { imagesOfLayout, type LaidOutImage } from './oci-layout.ts';
import { readLayer } from './read-layer.ts';

/**
 * The command of a `docker pull`, its layers' bytes already beside the log. OCI layouts (`--registry DIR`) are asked
 * before the embedded registry.
 */
export const pulling = async (
  session: Loading,
  embedded: Registry,
  reference: string,
  layouts: readonly string[] = [],
): Promise<PullImage> => {
  const found = findInLayouts(layouts, reference, session);
  if (found) {
    return {
      issuer: 'client',
      type: 'PullImage',
      reference,
      fetched: await fetchFrom(found.archive, found.image, session),
    };
  }
  const command = pullCommand(embedded, session.world.distribution, reference);
  if ('manifest' in command.fetched) bring(session, embedded, command.fetched);
  return command;
};

/** Layer tars, and the files in them, go beside the log: it must replay without the registry. */
const bring = ({ blobs }: Loading, registry: Registry, { layers }: FetchedImage): void => {
  for (const { diffId, entries } of layers) {
    if (blobs.get(diffId)) continue;
    for (const { node } of entries) if (node.kind === 'file') put(blobs, registry, node.content);
    put(blobs, registry, diffId);
  }
};

const put = (blobs: Loading['blobs'], registry: Registry, digest: Digest): void =>
  blobs.put(digest, known(registry.contents(digest), `blob ${digest}`));

type Found = { readonly archive: Archive; readonly image: LaidOutImage };

const findInLayouts = (layouts: readonly string[], reference: string, { world }: Loading): Found | undefined => {
  const parsed = parseName(reference);
  if (isFlaw(parsed)) return undefined;
  const named = tagNameOnly(parsed);
  const moved = world.distribution.movedTags.get(`${familiarName(named)}:${named.tag}`);
  for (const path of layouts.flatMap(layoutsIn)) {
    const archive = openArchive(path);
    const image = imagesOfLayout(archive).find((it) => isNamed(it, named, moved));
    if (image) return { archive, image };
  }
  return undefined;
};

/** A directory is a layout, or holds some. */
const layoutsIn = (dir: string): readonly string[] => {
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw new BadInput(`${dir}: not a directory`);
  if (existsSync(join(dir, 'index.json'))) return [dir];
  const inside = readdirSync(dir).sort();
  const found = inside.map((name) => join(dir, name)).filter((path) => existsSync(join(path, 'index.json')));
  if (found.length === 0) throw new BadInput(`${dir}: neither an OCI layout nor a directory of some`);
  return found;
};

const isNamed = ({ repoTags, manifest }: LaidOutImage, wanted: Named, moved: Digest | undefined): boolean =>
  repoTags.some((text) => {
    const named = parseName(text);
    if (isFlaw(named) || familiarName(named) !== familiarName(wanted)) return false;
    const digest = wanted.digest ?? moved;
    return digest === undefined ? tagNameOnly(named).tag === wanted.tag : manifest.digest === digest;
  });

const fetchFrom = async (archive: Archive, image: LaidOutImage, { world, blobs }: Loading): Promise<FetchedImage> => {
  const config = readText(archive, image.config);
  const read = readImageConfig(config);
  const chains = 'flaw' in read ? [] : chainIdsOf(read.diffIds);
  const layers: FetchedImage['layers'][number][] = [];
  for (const [at, { member, digest }] of image.layers.entries()) {
    const blob = known(digest, `digest of ${member.name}`);
    const chain = chains[at];
    const here = chain === undefined ? undefined : world.layers.get(chain);
    if (here && world.distribution.diffIdByDigest.get(blob) === here.diffId) {
      layers.push({ blob, diffId: here.diffId, size: here.size, entries: [] });
      continue;
    }
    const { layer, sink } = await readLayer(archive.path, member, blob, blobs);
    sink.keep(layer);
    const { slices: _, ...content } = layer;
    layers.push({ ...content, blob });
  }
  return { manifest: image.manifest.digest, config, layers };
};
