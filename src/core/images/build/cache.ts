import type { ImageId } from '../../kernel/brand.ts';
import { membersOf } from '../../kernel/multimap.ts';
import type { ContainerConfig } from '../../streams/container/config.ts';
import type { Image } from '../../streams/image/image.ts';
import type { World } from '../../world.ts';
import type { BuildState } from './build-state.ts';

/** A child of the present image that the same step made before; the newest wins. Only parent links count. */
export const cachedStep = (world: World, state: BuildState, config: ContainerConfig): ImageId | undefined => {
  if (state.cacheBusted) return undefined;
  const matches = childrenOf(world, state.image).filter((image) => isSame(image.config.container_config, config));
  return matches.sort((a, b) => (created(a) < created(b) ? 1 : -1))[0]?.id;
};

const created = ({ config }: Image): string => config.created ?? '';

/** Without a parent the engine looks at all images that have none: `FROM scratch`. */
const childrenOf = ({ images, indexes }: World, parent: ImageId | undefined): readonly Image[] =>
  parent === undefined
    ? [...images.values()].filter((image) => image.parent === undefined)
    : membersOf(indexes.imageChildren, parent).flatMap((id) => images.get(id) ?? []);

/** The engine's `compare`: host name, image and working directory do not count (measured, docs/facts.md). */
const isSame = (a: ContainerConfig | undefined, b: ContainerConfig): boolean =>
  a !== undefined &&
  !a.OpenStdin &&
  !b.OpenStdin &&
  (a.User ?? '') === (b.User ?? '') &&
  Boolean(a.Tty) === Boolean(b.Tty) &&
  Boolean(a.AttachStdout) === Boolean(b.AttachStdout) &&
  Boolean(a.AttachStderr) === Boolean(b.AttachStderr) &&
  isSameList(a.Cmd, b.Cmd) &&
  isSameList(a.Env, b.Env) &&
  isSameList(a.Entrypoint, b.Entrypoint) &&
  isSameMap(a.Labels, b.Labels) &&
  isSameList(keys(a.ExposedPorts), keys(b.ExposedPorts)) &&
  isSameList(keys(a.Volumes), keys(b.Volumes));

type List = readonly string[] | undefined;

const isSameList = (a: List = [], b: List = []): boolean =>
  a.length === b.length && a.every((item, at) => item === b[at]);

const keys = (map: object | undefined): List => Object.keys(map ?? {}).sort();

const isSameMap = (a: Readonly<Record<string, string>> = {}, b: Readonly<Record<string, string>> = {}): boolean =>
  isSameList(keys(a), keys(b)) && Object.entries(a).every(([key, value]) => b[key] === value);
