/** What `plimsoll vectors` writes: docs/vectors.md, docs/vectors.schema.json. */
export type Vectors = {
  readonly format: 'plimsoll-vectors';
  readonly version: 3;
  readonly specifies: 'Docker Engine 20.10.24, API 1.41';
  /** An archive for `POST /images/load`, beside this file: what every vector begins with. */
  readonly images: string;
  /** Names of containers, images and volumes begin so; a consumer removes what begins so before each vector. */
  readonly prefix: string;
  /** What a registry answers that a consumer serves on loopback, for vectors that need one. */
  readonly registry: VectorRegistry;
  /** Bodies of requests and of the registry's answers, by name: base64 of gzip. */
  readonly files: Readonly<Record<string, string>>;
  readonly vectors: readonly Vector[];
  readonly reached: Reached;
  /** Commands, refusals and laws that no vector has, and why. */
  readonly notReached: Readonly<Record<string, string>>;
};

export type Reached = {
  readonly commands: readonly string[];
  readonly rejections: readonly string[];
  /** By id: a vector whose commands a broken engine would break it by, and which observation would show that. */
  readonly laws: Readonly<Record<string, { readonly vector: string; readonly shows: string }>>;
};

export type VectorRegistry = {
  /** Where it must listen: names of images carry it. */
  readonly address: string;
  /** By the path of a GET or HEAD; any other path is 404. */
  readonly answers: Readonly<Record<string, RegistryAnswer>>;
};

export type RegistryAnswer = {
  readonly status: number;
  readonly type: string;
  readonly file: string;
  /** `Docker-Content-Digest`. */
  readonly digest?: string;
};

/** `host`: acts of the host's root on the engine itself; `registry`: serving the registry where the engine reaches it. */
export type Need = 'host' | 'registry';

export type Vector = {
  readonly name: string;
  /** A chapter whose story it tells, `pointed` at refusals, or `generated`. */
  readonly from: string;
  /** Whoever can not do this does not run it, and says so. */
  readonly needs?: readonly Need[];
  readonly steps: readonly VectorStep[];
};

/** One of `request`, `exec` and `host`. */
export type VectorStep = {
  /** For the reader. */
  readonly line: string;
  readonly request?: VectorRequest;
  readonly exec?: VectorExec;
  readonly host?: VectorHost;
  /** The answer is kept under this name: its `Id` stands for `<name>` in later paths, its bytes for a file of that name. */
  readonly keep?: string;
  /** Absent for an act of the host. */
  readonly answer?: ExpectedAnswer;
  /** What holds in the end, at the latest five seconds after the answer; absent while nobody can look. */
  readonly state?: ExpectedState;
};

/** An act of the host's root; `container` names whose main process it concerns. */
export type VectorHost = { readonly do: HostAct; readonly container?: string; readonly signal?: number };

export type HostAct =
  | 'StopDaemon'
  | 'CrashDaemon'
  | 'StartDaemon'
  | 'KillContainerd'
  | 'RunOutOfMemory'
  | 'SignalHostProcess';

export type VectorRequest = {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: unknown;
  /** Instead of a body: a tar, one of `files` or one that was kept. */
  readonly file?: string;
};

/** `POST /containers/…/exec`, `POST /exec/…/start`, `GET /exec/…/json`. */
export type VectorExec = { readonly container: string; readonly argv: readonly string[]; readonly user?: string };

export type ExpectedAnswer = {
  /** Any of these; 0 is no answer at all, because nobody listens. */
  readonly status: readonly number[];
  /** The error that ends a stream of JSON lines which was answered with 200. */
  readonly error?: string;
  /** With `<id:NAME>` for the id of a container, `<hex>` for any other id; it need only begin so when it ends in `…`. */
  readonly message?: string;
  /** Of an exec. Any of these. */
  readonly exitCode?: readonly number[];
  readonly stdout?: string;
};

export type ExpectedState = {
  readonly containers: Readonly<Record<string, ExpectedContainer>>;
  readonly images: Readonly<Record<string, ExpectedImage>>;
  readonly volumes: readonly string[];
  /** Of the container that the step is about. */
  readonly diff?: { readonly container: string; readonly changes: readonly string[] };
  readonly logs?: { readonly container: string; readonly stdout: string; readonly stderr: string };
};

export type ExpectedContainer = {
  /** Any of these. */
  readonly status: readonly string[];
  readonly exitCode: readonly number[];
  readonly image: string;
  readonly command: readonly string[];
  /** Absent where it depends on the moment. */
  readonly restartCount?: number;
  readonly hasPid: boolean;
  readonly mounts: readonly string[];
};

/** Layers by number: the same number is the same layer throughout a vector. */
export type ExpectedImage = {
  readonly layers: readonly number[];
  readonly cmd: readonly string[];
  readonly historyRows: number;
};
