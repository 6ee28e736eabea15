import type { Answer } from './engine.ts';
import type { MergePatch } from './merge-patch.ts';
import type { Observation } from './observation.ts';
import type { Step } from './step.ts';

/** A recorded session, line by line (docs/traces.md, docs/trace.schema.json). */
export type TraceLine = TraceHeader | TraceStep | TraceRequest | TraceEvent | TraceCommand | TraceEnd;

/** Those that are read; the last is the one that is written. Version 1 has no data in its requests. */
export const traceVersions = [1, 2] as const;

export type TraceHeader = {
  readonly kind: 'plimsoll-trace';
  readonly version: (typeof traceVersions)[number];
  readonly engine: { readonly name: string; readonly version: string };
  readonly recorded: string;
  /** The busybox in the oracle's images on the machine that recorded: with it their layers are known. */
  readonly busybox?: { readonly size: number; readonly digest: string };
};

/** A step of the oracle, what the engine answered, and how that changed what is seen of it. */
export type TraceStep = {
  readonly kind: 'step';
  readonly n: number;
  /** The step as a docker line, for the reader. */
  readonly line: string;
  readonly ask: Step;
  readonly answer: Answer;
  /** Against what was seen after the step before. */
  readonly changed: MergePatch;
};

/** What a client asked through the recorder. */
export type TraceRequest = {
  readonly kind: 'request';
  readonly n: number;
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly status: number;
  readonly message?: string;
  /** How the container that it names stood before and after; absent when it names none. */
  readonly before?: string;
  readonly after?: string;
  readonly data?: TraceData;
};

/** What lay in the container that a request names, creates or commits. What could not be looked at is absent. */
export type TraceData = {
  readonly before?: Look;
  readonly after?: Look;
  /** The image that a commit made. */
  readonly made?: ImageLook;
  /** Another request was under way meanwhile that may write, or start the container. */
  readonly shared?: true;
};

/** A look at one container. */
export type Look = {
  /** Looks are numbered in the order in which they were taken; lines stand in the order of the answers. */
  readonly look: number;
  readonly id: string;
  readonly status: string;
  readonly startedAt: string;
  readonly workingDir: string;
  /** Where volumes and directories of the host are mounted. */
  readonly mounts: readonly string[];
  readonly diff?: DiffLook;
  readonly logs?: LogsLook;
  readonly image?: ImageLook;
};

/** The lines of docker diff, sorted; of very many their number and the digest of them all, each with its line feed. */
export type DiffLook = readonly string[] | { readonly lines: number; readonly digest: string };

/** What its processes printed: standard output and error, as they came. */
export type LogsLook = {
  readonly bytes: number;
  readonly digest: string;
  /** The digest of as many bytes as the look before found. */
  readonly begins?: { readonly bytes: number; readonly digest: string };
};

export type ImageLook = {
  readonly id: string;
  readonly layers: readonly string[];
  /** How many rows `docker history` has. */
  readonly history: number;
  readonly parent: string;
};

/** A line of `docker events`, and how its container was found right after. */
export type TraceEvent = { readonly kind: 'event'; readonly event: DockerEventLine; readonly found?: Found };

export type DockerEventLine = {
  readonly Type: string;
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes?: Readonly<Record<string, string>> | null };
  readonly time?: number;
  readonly timeNano?: number;
};

/** What inspect says of a container, as far as its parts must agree with each other. */
export type Found = {
  readonly status: string;
  readonly running: boolean;
  readonly paused: boolean;
  readonly pid: number;
  readonly exitCode: number;
  readonly startedAt: string;
  readonly finishedAt: string;
};

/** A command that the recorder ran, and how it ended. */
export type TraceCommand = { readonly kind: 'command'; readonly argv: readonly string[]; readonly exitCode: number };

export type TraceEnd = { readonly kind: 'end'; readonly lines: number };

/** What is seen before the first step: nothing of the oracle's but its images, which every session begins with. */
export const nothingSeen: Observation = {
  containers: {},
  images: [],
  volumes: { named: [], anonymous: 0 },
  events: {},
};
