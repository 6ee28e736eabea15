import type { DockerEventLine } from '../trace.ts';

/** Everything that can be seen of an engine at one moment: through its API, and of its host where that can be read. */
export type Outside = {
  readonly containers: readonly ContainerOutside[];
  /** Those without a name too. */
  readonly images: readonly ImageOutside[];
  readonly volumes: readonly string[];
  /** Absent where the data root can not be read. */
  readonly dataRoot?: DataRootOutside;
  /** Absent where the engine's processes are not this host's. */
  readonly host?: HostOutside;
};

export type ContainerOutside = {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly status: string;
  readonly running: boolean;
  readonly paused: boolean;
  readonly pid: number;
  readonly exitCode: number;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly workingDir: string;
  readonly upper: string;
  /** Topmost first. */
  readonly lowers: readonly string[];
  readonly merged: string;
  /** `A /path`, sorted; absent where the engine does not say. */
  readonly diff?: readonly string[];
  readonly top: readonly { readonly pid: number; readonly ppid: number }[];
};

export type ImageOutside = {
  readonly id: string;
  readonly tags: readonly string[];
  readonly parent: string;
  readonly layers: readonly string[];
  readonly historyRows: number;
  /** Directories of its layers, topmost first. */
  readonly directories: readonly string[];
};

export type DataRootOutside = {
  readonly layers: readonly LayerOutside[];
  /** `imagedb/content`: the name, the hash of the bytes, and what they say of layers. */
  readonly configs: readonly {
    readonly name: string;
    readonly digest: string;
    readonly layers: number;
    readonly rows: number;
  }[];
  /** `repositories.json`: which image a name leads to. */
  readonly references: Readonly<Record<string, string>>;
  /** `layerdb/mounts`: by container. */
  readonly mounts: Readonly<Record<string, { readonly mount: string; readonly init: string; readonly parent: string }>>;
  /** Names below `overlay2`, `l` apart; what each says is below it and by which link it is called. */
  readonly directories: Readonly<Record<string, { readonly link: string; readonly lower: readonly string[] }>>;
  /** `overlay2/l`: link → directory. */
  readonly links: Readonly<Record<string, string>>;
  /** Names below `containers`. */
  readonly containers: readonly string[];
};

export type LayerOutside = {
  /** The chain id that names it. */
  readonly chain: string;
  readonly diff: string;
  readonly parent: string;
  readonly cache: string;
  /** Of everything below its directory: paths, kinds, modes, owners, sizes, times. */
  readonly fingerprint: string;
  /** What stands below its directory. */
  readonly paths: readonly string[];
};

export type HostOutside = {
  /** Mount points of overlays. */
  readonly mounts: readonly string[];
  readonly processes: Readonly<Record<string, ProcessOutside>>;
};

export type ProcessOutside = {
  readonly ppid: number;
  readonly command: string;
  /** From the host's number inwards. */
  readonly numbers: readonly number[];
  readonly threads: number;
  readonly ticks: number;
  readonly container?: string;
};

/** One thing that was done to an engine, and what could be seen before and after. */
export type Moment = {
  /** The line, for whoever reads of a breach. */
  readonly what: string;
  readonly refused: boolean;
  readonly events: readonly DockerEventLine[];
  readonly before: Outside;
  readonly after: Outside;
  /** Files of a container, looked at for the laws of the merged view. */
  readonly views?: Views;
};

/** One container's files as paths → descriptions, however they were come by. */
export type Files = Readonly<Record<string, string>>;

export type Views = {
  readonly container: string;
  readonly exported: Files;
  /** The layers' directories folded one over the other. */
  readonly folded?: Files;
  /** What stands below the mounted merged directory. */
  readonly mounted?: Files;
  /** The same file of an image below and as it was copied up, when only appended to. */
  readonly copied?: { readonly path: string; readonly below: string; readonly above: string };
  /** What a container that was made from a commit of this one exports. */
  readonly committed?: Files;
  /** How many processes ps sees inside, itself apart, and how many top shows. */
  readonly inside?: { readonly seen: number; readonly shown: number };
};

/** A law as it shows from outside: a sentence for each breach, and how often there was something to see. */
export type Seen = { readonly looks: number; readonly breaches: readonly string[] };

export const all = <T>(things: readonly T[], flaw: (thing: T) => string | undefined): Seen => ({
  looks: things.length,
  breaches: things.flatMap((thing) => flaw(thing) ?? []),
});

export const nothing: Seen = { looks: 0, breaches: [] };

export const actionsOf = ({ events }: Moment, id: string): readonly string[] =>
  events
    .filter(({ Type, Actor }) => Type === 'container' && Actor.ID === id)
    .map(({ Action }) => Action.split(':')[0] ?? Action);

/** Containers that were there before and are there still. */
export const stayed = ({ before, after }: Moment): readonly (readonly [ContainerOutside, ContainerOutside])[] =>
  after.containers.flatMap((now) => {
    const then = before.containers.find(({ id }) => id === now.id);
    return then ? [[then, now] as const] : [];
  });

export const gone = ({ before, after }: Moment): readonly ContainerOutside[] =>
  before.containers.filter(({ id }) => !after.containers.some((it) => it.id === id));

export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
