import type { NoBolt } from '../bolt/read-bolt.ts';
import type { Kind, Text } from './read-file.ts';

/**
 * What a data root says of itself: everything that is one a layer, an image, a container. What is one a file of a layer
 * is only counted, so that a root of a million files fits into little memory.
 */
export type Survey = {
  readonly dir: string;
  readonly repositories: Text;
  readonly images: ReadonlyMap<string, ImageFile>;
  readonly metadata: ReadonlyMap<string, Metadata>;
  readonly layers: ReadonlyMap<string, LayerFiles>;
  readonly layerTmp: readonly string[];
  readonly mounts: ReadonlyMap<string, MountFiles>;
  readonly overlay: ReadonlyMap<string, OverlayDirectory>;
  readonly links: ReadonlyMap<string, string | undefined>;
  readonly containers: ReadonlyMap<string, ContainerFiles>;
  readonly volumes: ReadonlyMap<string, VolumeFiles>;
  /** `undefined`: there is no database, and the engine would make one. */
  readonly volumeStore: ReadonlyMap<string, string> | NoBolt | undefined;
  readonly networkStore: NoBolt | undefined;
  readonly diffIds: ReadonlyMap<string, Text>;
  readonly sources: ReadonlyMap<string, Text>;
  readonly tmp: readonly string[];
  /** Directories of `overlay2/` that BuildKit's databases name. */
  readonly buildkit: ReadonlySet<string>;
};

export type ImageFile = {
  /** sha256 of what the file holds. */
  readonly hash: string;
  readonly size: number;
  /** A text says why it is no config. */
  readonly config: ImageFacts | string;
};

export type ImageFacts = {
  readonly diffIds: readonly string[];
  readonly rootType: string;
  /** Rows of the history, true for one with a layer; the digests of the rows, to compare prefixes. */
  readonly rows: readonly boolean[];
  readonly rowHashes: readonly string[];
};

export type Metadata = { readonly parent: string | undefined; readonly lastUpdated: string | undefined };

export type LayerFiles = {
  readonly names: readonly string[];
  readonly diff: Text;
  readonly parent: Text;
  readonly size: Text;
  readonly cacheId: Text;
  readonly tarSplit: Kind;
};

export type MountFiles = { readonly mountId: Text; readonly initId: Text; readonly parent: Text };

export type OverlayDirectory = {
  readonly diff: Kind;
  readonly work: Kind;
  readonly merged: Kind;
  readonly committed: boolean;
  readonly link: Text;
  readonly lower: Text;
  readonly isMounted: boolean;
  readonly content: Counted;
};

/** What a directory holds, counted: objects, bytes as `du` and as Docker counts them, and names that layers never have. */
export type Counted = {
  readonly objects: number;
  readonly bytes: number;
  readonly whiteoutNames: readonly string[];
  /** Names at the top and one below, when there are few: what an init layer is made of. */
  readonly first: readonly string[];
};

export type ContainerFiles = {
  readonly config: Readonly<Record<string, unknown>> | string;
  readonly hostConfig: Readonly<Record<string, unknown>> | string;
  readonly names: readonly string[];
  /** The first line of the json log that is none, if any. */
  readonly tornLog: { readonly file: string; readonly line: number } | undefined;
};

export type VolumeFiles = {
  readonly kind: Kind;
  readonly data: Kind;
  readonly objects: number;
  readonly bytes: number;
};
