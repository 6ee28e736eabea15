import type { ChainId, ContainerId } from '../../core/kernel/brand.ts';
import { whereIs } from '../../core/mounts/where.ts';
import { isErrno, type Node, resolve, root } from '../../core/overlay/index.ts';
import { emptyWorld, type World } from '../../core/world.ts';
import { evolveEntry } from './fold-entries.ts';
import type { Entry } from './record.ts';

export type FileHistory = {
  /** The events after which there was something else at the path. */
  readonly changes: readonly Entry[];
  /** The layer that it comes from, unless the container's own has it. */
  readonly layer: string | undefined;
};

/** What happened at a path of a container; what leads there (mounts, symlinks) is followed as it was then. */
export const fileHistory = (history: Iterable<Entry>, id: string, path: string): FileHistory => {
  const container = id as ContainerId;
  const changes: Entry[] = [];
  let world = emptyWorld;
  let seen = '';
  let layer: string | undefined;
  for (const entry of history) {
    world = evolveEntry(world, entry);
    if (!concerns(entry, id)) continue;
    const look = lookAt(world, container, path);
    // When the container goes, the file goes with it: that is not what made it.
    if (look === undefined) continue;
    if (look.text !== seen) changes.push(entry);
    seen = look.text;
    layer = look.layer;
  }
  return { changes, layer };
};

const concerns = ({ event }: Entry, id: string): boolean => event.id === id || event.stream === 'volume';

type Look = { readonly text: string; readonly layer: string | undefined };

const lookAt = (world: World, id: ContainerId, path: string): Look | undefined => {
  const container = world.containers.get(id);
  const where = container && whereIs(world, container, path);
  if (!where) return undefined;
  if (!('union' in where)) return { text: '', layer: undefined };
  const node = resolve(where.union, where.path, root, false);
  if (isErrno(node)) return { text: '', layer: undefined };
  const { inode } = node;
  const layer = where.kind === 'write-layer' ? layerOf(world, id, node) : undefined;
  // A directory's entries are other files.
  const { entries: _, ...own } = inode as typeof inode & { readonly entries?: unknown };
  return { text: `${where.kind} ${layer ?? ''} ${JSON.stringify(own)}`, layer };
};

/** The layers' directories are numbered from the base; the init layer has no chain id. */
const layerOf = (world: World, id: ContainerId, { upper, lower }: Node): string | undefined => {
  if (upper !== undefined || !lower) return undefined;
  const chain: ChainId[] = [];
  for (let at = world.writeLayers.get(id)?.parent; at; at = world.layers.get(at)?.parent) chain.unshift(at);
  return chain[Number.parseInt(lower.origin, 10) - 1];
};
