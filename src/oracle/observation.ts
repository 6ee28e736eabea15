/** What can be seen of an engine from outside, as plain data. Ids and pids stand as the engine gave them. */
export type Observation = {
  readonly containers: Readonly<Record<string, ContainerSeen>>;
  readonly images: readonly ImageSeen[];
  /** Named ones by name; those without, by how many there are. */
  readonly volumes: { readonly named: readonly string[]; readonly anonymous: number };
  /** Of the container in focus. */
  readonly close?: CloseView;
  /** What is below the engine's data root, where that can be read. */
  readonly disk?: DiskSeen;
  /** What the engine told since the last observation, by the object's name. */
  readonly events: Readonly<Record<string, readonly string[]>>;
};

export type DiskSeen = {
  /** For each container: what its directories hold, and the upper tree. */
  readonly containers: Readonly<Record<string, readonly string[]>>;
  /** Paths that an image or a volume should have and has not. */
  readonly missing: readonly string[];
  /** Paths that stand although what they belonged to is gone. */
  readonly left: readonly string[];
};

export type ContainerSeen = {
  readonly id: string;
  readonly image: string;
  readonly imageId: string;
  readonly command: readonly string[];
  readonly status: string;
  readonly exitCode: number;
  readonly error: string;
  readonly oomKilled: boolean;
  readonly hasPid: boolean;
  readonly wasStarted: boolean;
  readonly wasFinished: boolean;
  readonly restartCount: number;
  readonly restartPolicy: string;
  readonly mounts: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
};

export type ImageSeen = {
  readonly tags: readonly string[];
  readonly id: string;
  readonly parent: string;
  readonly layers: readonly string[];
  /** What each layer holds, its times apart; only the model tells. */
  readonly contents?: readonly string[];
  /** `created by | comment | brought a layer`, newest first. */
  readonly history: readonly string[];
  readonly config: ImageConfigSeen;
};

export type ImageConfigSeen = {
  readonly cmd: readonly string[];
  readonly entrypoint: readonly string[];
  readonly env: readonly string[];
  readonly user: string;
  readonly workingDir: string;
  readonly labels: Readonly<Record<string, string>>;
};

export type CloseView = {
  readonly container: string;
  /** `A /path`, sorted. */
  readonly diff?: readonly string[];
  /** `type mode uid:gid size digest-or-target`, by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly logs?: { readonly stdout: string; readonly stderr: string };
  /** Each process indented below its parent, in the order of birth. */
  readonly processes?: readonly string[];
  /** The container's own view of them: `1 below 0: sleep 1000`. */
  readonly inside?: readonly string[];
};
