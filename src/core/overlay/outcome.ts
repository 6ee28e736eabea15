import type { Digest, Instant } from '../kernel/brand.ts';
import type { Contents } from '../kernel/entropy.ts';
import type { TreeChange } from './inode.ts';
import type { Node } from './union.ts';

/** Why the kernel refuses a call. */
export type Errno =
  | 'EACCES'
  | 'EBADF'
  | 'EBUSY'
  | 'EEXIST'
  | 'EINVAL'
  | 'EIO'
  | 'EISDIR'
  | 'ELOOP'
  | 'ENAMETOOLONG'
  | 'ENODATA'
  | 'ENOENT'
  | 'ENOTDIR'
  | 'ENOTEMPTY'
  | 'ENXIO'
  | 'EOPNOTSUPP'
  | 'EPERM'
  | 'ERANGE'
  | 'EROFS'
  | 'ESTALE'
  | 'EXDEV';

export type Done<V> = { readonly ok: true; readonly changes: readonly TreeChange[]; readonly value: V };
/** One refusal leaves a trace (rename onto a full directory), so even a refusal may carry changes. */
export type Failed = { readonly ok: false; readonly errno: Errno; readonly changes?: readonly TreeChange[] };
export type Outcome<V = undefined> = Done<V> | Failed;

/** Who looks: paths that do not start with `/` start at `cwd`, a path or the directory itself. */
export type Who = {
  readonly uid: number;
  readonly gid: number;
  readonly groups?: readonly number[];
  readonly cwd?: string | Node;
};

/** Who acts, and on what: the process's identity, the mount, the clock, and the store of file contents. */
export type Context = Who & {
  readonly now: Instant;
  readonly umask: number;
  /** The operations go through a read-only mount (`docker run --read-only`). */
  readonly readonly?: boolean;
  readonly contents: Contents;
  /** Keeps new bytes and gives their digest. */
  readonly put: (bytes: Uint8Array) => Digest;
};

export const root: Who = { uid: 0, gid: 0 };

export const failed = (errno: Errno): Failed => ({ ok: false, errno });

/** What a look gave, as an outcome without changes. */
export const seen = <V>(value: V): Done<V> => ({ ok: true, changes: none, value });

const none: readonly TreeChange[] = [];

/** Internally an errno travels in place of the value. */
export const isErrno = (value: unknown): value is Errno => typeof value === 'string';
