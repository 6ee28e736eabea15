import type { Cgroup, Command, Container, ImageId, Pid, Reference, Status, World } from '../../../src/index.ts';

/** Chance, drawn before the world is known: which move, and which of its possibilities. */
export type Pick = { readonly move: number; readonly a: number; readonly b: number; readonly c: number };

/** Something that might be done now. Gives no command when nothing of its kind is possible in this world. */
export type Move = {
  readonly weight: number;
  readonly make: (world: World, pick: Pick) => Command | undefined;
};

export const choose = <T>(things: readonly T[], at: number): T | undefined => things[at % Math.max(1, things.length)];

export const move = (weight: number, make: Move['make']): Move => ({ weight, make });

/** Several moves ask for the same list before one of them fits; it is good for as long as the map is the same. */
export const listed = <M extends object, T>(make: (map: M) => readonly T[]): ((map: M) => readonly T[]) => {
  const lists = new WeakMap<M, readonly T[]>();
  return (map) => {
    const before = lists.get(map);
    if (before) return before;
    const list = make(map);
    lists.set(map, list);
    return list;
  };
};

const byName = listed((containers: World['containers']) =>
  [...containers.values()].sort((one, other) => (one.name < other.name ? -1 : 1)),
);
const sortedReferences = listed((references: World['references']) => [...references.keys()].sort());
const sortedImages = listed((images: World['images']) => [...images.keys()].sort());

/** All containers, by name: the same pick means the same one whatever order a map has. */
export const containersOf = ({ containers }: World): readonly Container[] => byName(containers);
export const referencesOf = ({ references }: { readonly references: World['references'] }): readonly Reference[] =>
  sortedReferences(references);
export const imagesOf = ({ images }: World): readonly ImageId[] => sortedImages(images);

/** Those of them that stand somewhere in their lives. */
const those = (stands: (status: Status) => boolean) => {
  const listOf = listed((containers: World['containers']) =>
    byName(containers).filter(({ state }) => stands(state.status)),
  );
  return ({ containers }: World): readonly Container[] => listOf(containers);
};

const isAlive = (status: Status): boolean => status === 'running' || status === 'paused';

export const aliveOf = those(isAlive);
export const notAliveOf = those((status) => !isAlive(status));
export const stoppableOf = those((status) => isAlive(status) || status === 'restarting');
export const runningOf = those((status) => status === 'running');
export const pausedOf = those((status) => status === 'paused');
export const restartingOf = those((status) => status === 'restarting');

/** A name to address a container by: its name, its id, or a prefix of it. */
export const referenceTo = ({ id, name }: Container, way: number): string =>
  way % 7 === 0 ? id : way % 7 === 1 ? id.slice(0, 12) : name;

/** Living processes of a running container; main first. */
export const processesOf = (world: World, container: Container): readonly Pid[] => {
  const members = world.host.cgroups.get(container.id)?.members;
  return members ? sortedMembers(members) : [];
};

const sortedMembers = listed((members: Cgroup['members']) => [...members.keys()].sort((one, other) => one - other));

export const names = ['web', 'db', 'cache', 'job', 'tmp'] as const;
export const images = ['redis', 'busybox', 'app:1', 'debian'] as const;

/** What a prune may be asked to leave; the label is one that some containers have. */
export const pruneFilters = [
  {},
  { filters: { until: ['2s'] } },
  {},
  { filters: { 'label!': ['__proto__=x'] } },
  { filters: { label: ['__proto__'] } },
] as const;
