import type { Event } from '../../../event.ts';
import type { Digest, Instant, Pid } from '../../../kernel/brand.ts';
import { accept, type Decision, reject } from '../../../kernel/decision.ts';
import { digestOf } from '../../../kernel/digest.ts';
import { type Loop, type Where, whereIs } from '../../../mounts/where.ts';
import {
  type Errno,
  type Context as FileContext,
  isErrno,
  type Outcome,
  resolveParent,
  rootIno,
  type TreeChange,
  type Union,
} from '../../../overlay/index.ts';
import { withoutLinks } from '../../../overlay/inode.ts';
import { inodeOf } from '../../../overlay/tree.ts';
import type { Container } from '../../../streams/container/container.ts';
import { fileError, noSuchProcess, processIsFrozen } from '../../../streams/host/file-rejections.ts';
import type { Operation } from '../../../streams/write-layer/write-layer.ts';
import type { World } from '../../../world.ts';
import type { Context } from '../../context.ts';

/** Who does something to a file: a living process of a container, by its host pid. */
export type FileCommand<Type extends string> = {
  readonly issuer: 'process';
  readonly type: Type;
  readonly pid: Pid;
  /** Absolute, as the container sees it. */
  readonly path: string;
  /** Numeric owner of the process; root when absent. */
  readonly uid?: number;
  readonly gid?: number;
};

type Act = (union: Union, path: string, context: FileContext) => Outcome<unknown>;

/** System calls that follow a symlink in the last place of their path (symlink(7)). */
const followed: ReadonlySet<Operation> = new Set([
  'write',
  'append',
  'truncate',
  'chmod',
  'chown',
  'utime',
  'setxattr',
  'removexattr',
]);

/**
 * One system call on one path: finds the file system that the path leads into, lets the union answer, and says what
 * changed. A refusal is the kernel's errno.
 */
export const act = (
  world: World,
  command: FileCommand<string>,
  context: Context,
  operation: Operation,
  call: Act,
  follows = followed.has(operation),
): Decision<Event> => {
  const process = world.host.processes.get(command.pid);
  const container = process?.cgroup === undefined ? undefined : world.containers.get(process.cgroup);
  if (!process || !container || process.state === 'zombie') return reject(noSuchProcess(command.pid));
  if (world.host.cgroups.get(container.id)?.frozen) return reject(processIsFrozen(command.pid));
  return actIn(world, container, command, context, operation, call, follows);
};

const actIn = (
  world: World,
  container: Container,
  { path, uid = 0, gid = 0 }: FileCommand<string>,
  { entropy, contents }: Context,
  operation: Operation,
  call: Act,
  follows: boolean,
): Decision<Event> => {
  const where = whereIs(world, container, path, follows);
  if (!where || where.kind === 'loop') return reject(fileError(where ? 'ELOOP' : 'ENOENT', operation, path));
  // What lies outside of layers and volumes is not kept: the engine makes it anew at every start.
  if (where.kind === 'outside') return outside(operation, where.path, where.mount);
  let blobs: Map<Digest, Uint8Array> | undefined;
  const put = (bytes: Uint8Array): Digest => {
    const digest = digestOf(bytes);
    blobs ??= new Map();
    blobs.set(digest, bytes);
    return digest;
  };
  const outcome = call(where.union, where.path, {
    uid,
    gid,
    umask: 0o022,
    now: entropy.now,
    readonly: !where.rw,
    contents: (digest) => blobs?.get(digest) ?? contents(digest),
    put,
  });
  const changes = outcome.changes ?? [];
  const change = { operation, path: where.path, changes, at: entropy.now };
  const events = changes.length === 0 ? [] : [changed(world, where, change)];
  if (outcome.ok) return accept(events, outcome.value, blobs);
  const rejection = fileError(outcome.errno, operation, path);
  return events.length === 0 ? reject(rejection) : { accepted: false, rejection, events };
};

type Change = {
  readonly operation: Operation;
  readonly path: string;
  readonly changes: readonly TreeChange[];
  readonly at: Instant;
};

const changed = (world: World, where: Exclude<Where, { readonly kind: 'outside' }>, change: Change): Event => {
  switch (where.kind) {
    case 'volume':
      return { stream: 'volume', id: where.id, type: 'VolumeChanged', ...change };
    case 'write-layer':
      return { stream: 'write-layer', id: where.id, type: 'UpperChanged', ...change };
    case 'tmpfs': {
      const { id, mount: destination, union } = where;
      // The first change says what the root was.
      const isNew = !world.containers.get(id)?.tmpfs?.has(destination);
      const root: TreeChange = { set: rootIno, node: withoutLinks(inodeOf(union.upper, rootIno)) };
      const changes = isNew ? [root, ...change.changes] : change.changes;
      return { stream: 'container', id, type: 'TmpfsChanged', destination, ...change, changes };
    }
  }
};

type ActOnTwo = (union: Union, path: string, to: string, context: FileContext) => Outcome<unknown>;

/** A system call on two paths: both must lead into one file system, else EXDEV. */
export const actOnTwo = (
  world: World,
  command: FileCommand<string> & { readonly to: string },
  context: Context,
  operation: Operation,
  call: ActOnTwo,
): Decision<Event> => {
  const id = world.host.processes.get(command.pid)?.cgroup;
  const container = id === undefined ? undefined : world.containers.get(id);
  const from = container && whereIs(world, container, command.path);
  const to = container && whereIs(world, container, command.to);
  // Looked for before whether both lie in one file system, for what holds a mount point may be the same (measured).
  if (operation === 'rename' && [from, to].some(isMountPoint))
    return reject(fileError('EBUSY', operation, command.path));
  return act(world, command, context, operation, (union, path, ctx) =>
    to && 'union' in to && from && isOneSystem(from, to)
      ? call(union, path, to.path, ctx)
      : { ok: false, errno: across(from, to, ctx) },
  );
};

/** Both directories are looked up before it is seen that they lie in two file systems (measured). */
const across = (from: Where | Loop | undefined, to: Where | Loop | undefined, who: FileContext): Errno => {
  for (const where of [from, to]) {
    if (where?.kind === 'loop') return 'ELOOP';
    if (!where || where.kind === 'outside') continue;
    const place = resolveParent(where.union, where.path, who);
    if (isErrno(place)) return place;
  }
  return 'EXDEV';
};

const isMountPoint = (where: Where | Loop | undefined): boolean =>
  (where?.kind === 'volume' || where?.kind === 'tmpfs') && where.path === '/';

const isOneSystem = (a: Where | Loop, b: Where): boolean => {
  if (!('union' in a) || !('union' in b) || a.kind !== b.kind || a.id !== b.id) return false;
  return a.kind !== 'tmpfs' || (b.kind === 'tmpfs' && a.mount === b.mount);
};

/** The engine's own mount points can not be taken away (measured: EBUSY); writes below them come to nothing. */
const outside = (operation: Operation, path: string, mount: string): Decision<Event> => {
  const takesAway = operation === 'unlink' || operation === 'rmdir' || operation === 'rename';
  return path === mount && takesAway ? reject(fileError('EBUSY' satisfies Errno, operation, path)) : accept([]);
};
