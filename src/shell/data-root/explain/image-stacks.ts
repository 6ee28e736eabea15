import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findImage } from '../../../core/images/find-image.ts';
import type { World } from '../../../core/world.ts';
import { embeddedRegistry } from '../../../registry/embedded.ts';
import { pullCommand } from '../../../registry/fetch-image.ts';
import type { Estate, PlacedImage } from '../../../views/data-root/estate.ts';
import { estateOfWorld } from '../../../views/data-root/estate-of-world.ts';
import { linesOfTree } from '../../../views/data-root/lines-of-tree.ts';
import { type StackStory, storyOfStack, type Told } from '../../../views/data-root/stack-story.ts';
import { BadInput } from '../../bad-input.ts';
import { runLoad } from '../../load/run-load.ts';
import { openWorld, type Until } from '../../log/open-world.ts';
import { Session } from '../../session.ts';
import { hexOf, layerPath } from '../fsck/rule.ts';
import { kindOf } from '../survey/read-file.ts';
import { estateOfRoot } from './estate-of-root.ts';
import { linesOfSplit } from './lines-of-split.ts';

/** A layer of this image that another one has too. */
export type Shared = { readonly with: string; readonly layers: number; readonly bytes: number };

export type ImageStack = StackStory & {
  readonly id: string;
  readonly names: readonly string[];
  readonly sharing: readonly Shared[];
};

/** The stacks of the images of a log, a data root, an archive of `docker save`, an OCI layout, or of one embedded image. */
export const imageStacks = async (
  from: string,
  image: string | undefined,
  until: Until,
): Promise<readonly ImageStack[]> => {
  const kind = kindOf(resolve(from));
  if (kind === undefined && image === undefined) return stacksOfWorld(pulled(from), undefined);
  if (kind === 'directory' && (kindOf(from, 'overlay2') ?? kindOf(from, 'image')) === 'directory')
    return stacksOfRoot(resolve(from), image);
  if (kind === 'directory' || (kind === 'file' && !isLog(from))) return stacksOfArchive(from, image);
  return stacksOfWorld(openWorld(from, until).world, image);
};

/** A log's lines are JSON; no archive begins so. `sqlite:` and `postgres:` are no files. */
const isLog = (file: string): boolean => {
  const begin = Buffer.alloc(1);
  const opened = openSync(file, 'r');
  try {
    return readSync(opened, begin) === 1 && begin.toString() === '{';
  } finally {
    closeSync(opened);
  }
};

const pulled = (reference: string): World => {
  const session = new Session({ seed: 'layers' });
  try {
    session.perform(pullCommand(embeddedRegistry(), session.world.distribution, reference));
  } catch {
    throw new BadInput(`${reference}: no such file, and no image that comes with plimsoll`);
  }
  if (session.world.images.size === 0)
    throw new BadInput(`${reference}: no such file, and no image that comes with plimsoll`);
  return session.world;
};

const stacksOfArchive = async (path: string, image: string | undefined): Promise<readonly ImageStack[]> => {
  const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-layers-'));
  try {
    const log = join(scratch, 'log.jsonl');
    await runLoad(path, log, { seed: 'layers' });
    return stacksOfWorld(openWorld(log, undefined).world, image);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};

const stacksOfWorld = (world: World, image: string | undefined): readonly ImageStack[] => {
  const estate = estateOfWorld(world);
  const found = image === undefined ? undefined : findImage(world, image);
  if (found && 'rejection' in found) throw new BadInput(found.rejection.message);
  return chosen(estate, found?.image.id).map((it) =>
    stackOf(estate, it, (chainId) => {
      const layer = [...world.layers.values()].find((one) => one.chainId === chainId);
      return layer ? linesOfTree(layer.tree) : [];
    }),
  );
};

const stacksOfRoot = async (dir: string, image: string | undefined): Promise<readonly ImageStack[]> => {
  const estate = estateOfRoot(dir);
  const wanted = chosen(estate, image === undefined ? undefined : idIn(estate, image));
  const lines = new Map<string, Iterable<Told['lines'] extends Iterable<infer L> ? L : never>>();
  for (const { chainId } of wanted.flatMap(({ layers }) => layers))
    if (!lines.has(chainId))
      lines.set(chainId, await linesOfSplit(join(dir, layerPath(hexOf(chainId)), 'tar-split.json.gz')));
  return wanted.map((it) => stackOf(estate, it, (chainId) => lines.get(chainId) ?? []));
};

/** As `docker` finds one: a name with or without its tag, an id, the beginning of an id. */
const idIn = ({ images }: Estate, typed: string): string => {
  const named = images.find(({ names }) => names.some((name) => name === typed || name === `${typed}:latest`));
  const starting = images.filter(({ id }) => typed !== '' && (id === typed || hexOf(id).startsWith(typed)));
  const found = named ?? (starting.length === 1 ? starting[0] : undefined);
  if (!found) throw new BadInput(`No such image: ${typed}`);
  return found.id;
};

const chosen = ({ images }: Estate, id: string | undefined): readonly PlacedImage[] =>
  images.filter((it) => id === undefined || it.id === id);

const stackOf = (estate: Estate, image: PlacedImage, linesOf: (chainId: string) => Told['lines']): ImageStack => ({
  id: image.id,
  names: image.names,
  ...storyOfStack(
    image.layers.map(({ chainId, diffId, size, createdBy }) => ({
      chainId,
      diffId,
      size,
      ...(createdBy !== undefined && { createdBy }),
      lines: linesOf(chainId),
    })),
  ),
  sharing: estate.images.flatMap((other) => {
    const chains = new Set(other.layers.map(({ chainId }) => chainId));
    const both = image.layers.filter(({ chainId }) => chains.has(chainId));
    return other.id === image.id || both.length === 0
      ? []
      : [
          {
            with: other.names[0] ?? hexOf(other.id).slice(0, 12),
            layers: both.length,
            bytes: both.reduce((sum, { size }) => sum + size, 0),
          },
        ];
  }),
});
