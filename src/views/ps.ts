import type { ContainerId, ImageId } from '../core/kernel/brand.ts';
import { secondsOf } from '../core/kernel/instant.ts';
import { membersOf } from '../core/kernel/multimap.ts';
import type { Container, Status } from '../core/streams/container/container.ts';
import type { World } from '../core/world.ts';

/** One row of `docker ps`, by the names of the Engine API. The status text needs a clock and is the printer's. */
export type PsRow = {
  readonly Id: ContainerId;
  readonly Names: readonly string[];
  /** The reference it was created by, or the image's id once that leads elsewhere. */
  readonly Image: string;
  readonly ImageID: ImageId | '';
  readonly Command: string;
  readonly Created: number;
  readonly Labels: Readonly<Record<string, string>>;
  readonly State: Status;
  readonly HostConfig: { readonly NetworkMode: string };
};

/** `docker ps`: newest first; without `all` only those that live. */
export const ps = (world: World, { all = false }: { readonly all?: boolean } = {}): readonly PsRow[] =>
  psContainers(world, all).map((it) => ({
    Id: it.id,
    Names: [`/${it.name}`],
    Image: imageName(world, it),
    ImageID: it.image,
    Command: [it.path, ...it.args.map((arg) => (arg.includes(' ') ? `'${arg}'` : arg))].join(' '),
    Created: secondsOf(it.createdAt),
    Labels: it.config.Labels ?? {},
    // A dead one is listed as removing (measured, docs/facts.md).
    State: it.state.status === 'dead' ? 'removing' : it.state.status,
    HostConfig: { NetworkMode: it.hostConfig.NetworkMode ?? 'default' },
  }));

/** The containers of the list in its order. */
export const psContainers = ({ containers }: World, all: boolean): readonly Container[] =>
  [...containers.values()]
    .filter(({ state }) => all || lives.has(state.status))
    .sort((a, b) => (a.createdAt > b.createdAt ? -1 : a.createdAt < b.createdAt ? 1 : a.id < b.id ? -1 : 1));

const lives: ReadonlySet<Status> = new Set(['running', 'paused', 'restarting']);

const imageName = (world: World, { config, image }: Container): string => {
  const typed = config.Image ?? '';
  if (image === '') return typed;
  const leads = membersOf(world.indexes.imageReferences, image).some(
    (reference) => reference === typed || reference === `${typed}:latest`,
  );
  return leads || image.includes(typed) ? typed : image;
};
