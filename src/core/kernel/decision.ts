import type { Digest } from './brand.ts';

/** Why a command is refused: what Docker's API answers. */
export type Rejection = {
  /** What stands in the way, as a name: `ImageNotFound`. */
  readonly code: string;
  /** HTTP status of the Engine API; the host's and the processes' own errors use 0. */
  readonly status: number;
  /** The exact text of the engine. */
  readonly message: string;
  /** For a process's system call, the errno instead: `ENOENT`. */
  readonly errno?: string;
};

/** New file contents by their digest; they are stored beside the log, never in it. */
export type Blobs = ReadonlyMap<Digest, Uint8Array>;

export type Accepted<E, A> = {
  readonly accepted: true;
  readonly events: readonly E[];
  readonly answer: A;
  readonly blobs?: Blobs;
};

/** A refusal may still have consequences (a failed start leaves its exit code), so it may carry events. */
export type Rejected<E> = { readonly accepted: false; readonly rejection: Rejection; readonly events: readonly E[] };

export type Decision<E, A = unknown> = Accepted<E, A> | Rejected<E>;

export const accept = <E, A = undefined>(events: readonly E[], answer?: A, blobs?: Blobs): Accepted<E, A> => ({
  accepted: true,
  events,
  answer: answer as A,
  ...(blobs && blobs.size > 0 ? { blobs } : {}),
});

export const reject = (rejection: Rejection): Rejected<never> => ({ accepted: false, rejection, events: nothing });

/** A refusal that changed something on the way; only where the engine was measured to do so. */
export const fail = <E>(rejection: Rejection, events: readonly E[]): Rejected<E> => ({
  accepted: false,
  rejection,
  events,
});

const nothing: readonly never[] = [];
