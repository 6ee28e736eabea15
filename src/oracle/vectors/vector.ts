/** What `plimsoll vectors` writes: docs/vectors.md, docs/vectors.schema.json. */
export type Vectors = {
  readonly format: 'plimsoll-vectors';
  readonly version: 2;
  readonly specifies: 'Docker Engine 20.10.24, API 1.41';
  /** An archive for `POST /images/load`, beside this file: what every vector begins with. */
  readonly images: string;
  /** Names of containers, images and volumes begin so; a consumer removes what begins so before each vector. */
  readonly prefix: string;
  readonly vectors: readonly Vector[];
  readonly reached: Reached;
  /** Commands and laws that no vector has, and why. */
  readonly notReached: Readonly<Record<string, string>>;
};

export type Reached = {
  readonly commands: readonly string[];
  readonly rejections: readonly string[];
  /** Ids of laws that a broken engine would break by a vector's commands. */
  readonly laws: readonly string[];
};

export type Vector = {
  readonly name: string;
  /** A chapter whose story it tells, `pointed` at refusals, or `generated`. */
  readonly from: string;
  readonly steps: readonly VectorStep[];
};

export type VectorStep = {
  /** For the reader. */
  readonly line: string;
  readonly request?: VectorRequest;
  readonly exec?: VectorExec;
  readonly answer: ExpectedAnswer;
  /** What holds in the end, at the latest five seconds after the answer. */
  readonly state: ExpectedState;
};

export type VectorRequest = {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

/** `POST /containers/…/exec`, `POST /exec/…/start`, `GET /exec/…/json`. */
export type VectorExec = { readonly container: string; readonly argv: readonly string[]; readonly user?: string };

export type ExpectedAnswer = {
  /** Any of these. */
  readonly status: readonly number[];
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
  readonly restartCount: number;
  readonly hasPid: boolean;
  readonly mounts: readonly string[];
};

/** Layers by number: the same number is the same layer throughout a vector. */
export type ExpectedImage = {
  readonly layers: readonly number[];
  readonly cmd: readonly string[];
  readonly historyRows: number;
};
