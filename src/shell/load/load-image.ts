import type { ArchivedImage, Loaded } from '../../core/commands/client/load-image.ts';
import { readImageConfig } from '../../core/images/read-config.ts';
import type { DiffId } from '../../core/kernel/brand.ts';
import { chainIdsOf } from '../../core/kernel/digest.ts';
import type { LayerContent } from '../../core/layers/entry.ts';
import { BadInput } from '../bad-input.ts';
import type { Session } from '../session.ts';
import { type Archive, openArchive, readText } from './archive.ts';
import { type PlannedImage, plannedImages } from './planned-image.ts';
import { readLayer, type StagedLayer } from './read-layer.ts';

/** What loading needs of a session. */
export type Loading = Pick<Session, 'world' | 'perform' | 'blobs'>;

/**
 * Takes in a `docker save` archive or an OCI layout, as a tar or as a directory. Everything is read and checked before
 * anything is kept: a bad archive leaves no trace and throws `BadInput`.
 */
export const loadImage = async (path: string, session: Loading): Promise<Loaded> => {
  const archive = openArchive(path);
  const staged = new Map<string, StagedLayer>();
  let kept = false;
  try {
    const images: ArchivedImage[] = [];
    for (const plan of plannedImages(archive)) images.push(await readImage(archive, plan, session, staged));
    for (const { layer, sink } of staged.values()) sink.keep(layer);
    const layers = [...staged.values()].map(({ layer: { slices: _, ...content } }): LayerContent => content);
    const decision = session.perform({ issuer: 'client', type: 'LoadImage', images, layers });
    if (!decision.accepted) throw new BadInput(`${path}: ${decision.rejection.message}`);
    kept = true;
    return decision.answer as Loaded;
  } catch (error) {
    throw asBadInput(error, path);
  } finally {
    if (!kept) for (const { sink } of staged.values()) sink.drop();
  }
};

/** A layer is read once, and not at all when its chain is registered, as in the engine. */
const readImage = async (
  archive: Archive,
  { config: member, layers, repoTags, parent }: PlannedImage,
  session: Loading,
  staged: Map<string, StagedLayer>,
): Promise<ArchivedImage> => {
  const config = readText(archive, member);
  const read = readImageConfig(config);
  const expected = 'flaw' in read ? [] : read.diffIds;
  const chains = chainIdsOf(expected);
  const diffIds: DiffId[] = [];
  for (const [at, layer] of expected.length === layers.length ? layers.entries() : []) {
    const chain = chains[at];
    const here = expected[at];
    if (here !== undefined && chain !== undefined && session.world.layers.has(chain)) diffIds.push(here);
    else diffIds.push(await diffIdOf(archive, layer, session, staged));
  }
  const count = expected.length === layers.length ? diffIds : layers.map(() => '' as DiffId);
  return { config, layers: count, repoTags, ...(parent !== undefined && { parent }) };
};

const diffIdOf = async (
  { path }: Archive,
  { member, digest }: PlannedImage['layers'][number],
  { blobs }: Loading,
  staged: Map<string, StagedLayer>,
): Promise<DiffId> => {
  const key = `${member.file}:${member.offset}`;
  const before = staged.get(key);
  if (before) return before.layer.diffId;
  const read = await readLayer(path, member, digest, blobs);
  staged.set(key, read);
  return read.layer.diffId;
};

/** What the operating system says of a file belongs to the input too. */
const asBadInput = (error: unknown, path: string): unknown => {
  const code = (error as NodeJS.ErrnoException).code;
  return !(error instanceof BadInput) && code?.startsWith('E') && 'syscall' in (error as object)
    ? new BadInput(`${path}: ${(error as Error).message}`)
    : error;
};
