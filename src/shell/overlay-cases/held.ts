import { chmodNode } from '../../core/overlay/attributes.ts';
import { copyUp, done, edit } from '../../core/overlay/edit.ts';
import * as overlay from '../../core/overlay/index.ts';
import { modeAfterWrite, rewrite } from '../../core/overlay/open.ts';
import { failed, isErrno, seen } from '../../core/overlay/outcome.ts';
import { mayAccess } from '../../core/overlay/permission.ts';
import type { CaseOp } from './case-format.ts';
import { bytesOfText, textOfBytes } from './case-trees.ts';
import { changeGone, goneFrom, type Whereabouts, withChanged } from './gone.ts';
import { caseOfStat, flagsOf } from './run-op.ts';

/** What a descriptor holds, wherever it is now; what never had a name is in here alone. */
type Held = {
  readonly id: string;
  readonly inode: overlay.Inode;
  readonly node: overlay.Node | undefined;
  readonly flags?: overlay.OpenFlags;
};

/** Descriptors of the one process of a case; its working directory is held under a number that no case uses. */
export type Descriptors = Map<number, Held>;
export const cwd = -1;

type Outcome = overlay.Outcome<unknown>;
type Call = (union: overlay.Union, op: CaseOp, ctx: overlay.Context, held: Descriptors) => Outcome;

type HeldCall = (union: overlay.Union, op: CaseOp, ctx: overlay.Context, it: Held, held: Descriptors) => Outcome;

/** A call on an open descriptor. */
const through =
  (call: HeldCall): Call =>
  (union, op, ctx, held) => {
    const it = held.get(op.fd ?? 0);
    return it ? call(union, op, ctx, it, held) : failed('EBADF');
  };

/** The calls through held descriptors. */
export const heldCalls: Readonly<Record<string, Call>> = {
  fopen: (union, op, ctx, held) => {
    if (op.flags?.includes('O_TMPFILE')) return openUnnamed(union, op, ctx, held);
    const outcome = overlay.open(union, op.path, flagsOf(op), fromCwd(ctx, held));
    if (!outcome.ok) return outcome;
    const opened = { ...union, upper: overlay.applyChanges(union.upper, outcome.changes) };
    // The working directory itself may have been copied up.
    follow(union, opened, held);
    hold(opened, op, fromCwd(ctx, held), held);
    return outcome;
  },
  chdir: (union, op, ctx, held) => {
    const node = overlay.resolve(union, op.path, fromCwd(ctx, held), true);
    if (isErrno(node)) return failed(node);
    if (node.inode.kind !== 'directory') return failed('ENOTDIR');
    if (!mayAccess(node.inode, ctx, 1)) return failed('EACCES');
    held.set(cwd, { id: overlay.idOf(node), inode: node.inode, node });
    return seen(undefined);
  },
  fclose: (_, op, __, held) => (held.delete(op.fd ?? 0) ? seen(undefined) : failed('EBADF')),
  fread: through((_, __, ctx, { inode, flags }) => {
    if (flags?.write && !flags.read) return failed('EBADF');
    return inode.kind === 'file' ? seen(textOfBytes(overlay.bytesOf(inode, ctx.contents))) : failed('EISDIR');
  }),
  fstat: through((_, __, ___, it) => seen(statOfHeld(it))),
  freaddir: through((union, _, __, { node, inode }) => {
    if (inode.kind !== 'directory') return failed('ENOTDIR');
    return seen(node ? overlay.list(union, node) : []);
  }),
  fwrite: through((union, op, ctx, it, held) => {
    const { inode, node, flags } = it;
    if (inode.kind !== 'file' || !flags?.write) return failed('EBADF');
    const data = bytesOfText(op.data ?? '');
    if (data.length === 0) return seen(undefined);
    const old = overlay.bytesOf(inode, ctx.contents);
    const bytes = new Uint8Array(flags.append ? [...old, ...data] : [...data, ...old.subarray(data.length)]);
    if (node && !node.gone) {
      const to = edit(union, ctx);
      rewrite(to, node, bytes);
      return done(to);
    }
    const changed = { ...inode, content: ctx.put(bytes), size: bytes.length, mode: modeAfterWrite(inode, ctx) };
    rewriteUnnamed(held, it, node && { ...node, inode: changed }, changed);
    return seen(undefined);
  }),
  fchmod: through((union, op, ctx, it, held) => {
    const mode = Number.parseInt(op.mode ?? '0', 8);
    const { node, inode } = it;
    if (node && !node.gone) return chmodNode(union, node, mode, ctx);
    if (node) return changeHeldGone(union, node, held, (alone, path) => overlay.chmod(alone, path, mode, ctx));
    if (ctx.uid !== 0 && ctx.uid !== inode.uid) return failed('EPERM');
    rewriteUnnamed(held, it, undefined, { ...inode, mode });
    return seen(undefined);
  }),
};

/** What has no name left is the same for all that hold it. */
const rewriteUnnamed = (
  held: Descriptors,
  was: Held,
  node: overlay.Node | undefined,
  inode: overlay.Inode = was.inode,
): void => {
  for (const [fd, it] of held)
    if (it.id === was.id && (it.node?.gone ?? !it.node)) held.set(fd, { ...it, node, inode });
};

const attributeCalls = new Set(['chmod', 'chown', 'lchown', 'utime', 'setxattr', 'lsetxattr', 'removexattr']);

/** A call that changes attributes of a directory without a name: the working directory, or one that was above it. */
export const onGone = (
  union: overlay.Union,
  op: CaseOp,
  ctx: overlay.Context,
  held: Descriptors,
  call: (union: overlay.Union, op: CaseOp, ctx: overlay.Context) => Outcome,
): Outcome | undefined => {
  if (!held.get(cwd)?.node?.gone || !attributeCalls.has(op.op)) return undefined;
  const node = overlay.resolve(union, op.path, ctx, true);
  if (isErrno(node) || !node.gone) return undefined;
  return changeHeldGone(union, node, held, (alone, path) => call(alone, { ...op, path }, ctx));
};

const changeHeldGone = (
  union: overlay.Union,
  was: overlay.Node,
  held: Descriptors,
  call: (alone: overlay.Union, path: string) => Outcome,
): Outcome => {
  const { outcome, node } = changeGone(union, was, call);
  for (const [fd, it] of held) {
    if (!it.node?.gone) continue;
    const now = it.node.gone && it.id === overlay.idOf(was) ? node : withChanged(it.node, was, node);
    held.set(fd, { ...it, node: now, inode: now.inode });
  }
  return outcome;
};

const pathOf = ({ parent, name }: overlay.Node): string => (parent ? `${pathOf(parent)}/${name}` : '');

const statOfHeld = ({ inode }: Held): unknown =>
  inode.kind === 'whiteout' ? undefined : caseOfStat({ ...inode, kind: inode.kind, size: overlay.sizeOf(inode) });

const hold = (union: overlay.Union, op: CaseOp, ctx: overlay.Context, held: Descriptors): Outcome => {
  const node = overlay.resolve(union, op.path, ctx, true);
  if (isErrno(node)) return failed(node);
  held.set(op.fd ?? 0, { id: overlay.idOf(node), inode: node.inode, node, flags: flagsOf(op) });
  return seen(undefined);
};

/** O_TMPFILE copies the directory up and gives a file that never had a name. */
const openUnnamed = (union: overlay.Union, op: CaseOp, ctx: overlay.Context, held: Descriptors): Outcome => {
  const dir = overlay.resolve(union, op.path, ctx, true);
  if (isErrno(dir)) return failed(dir);
  const to = edit(union, ctx);
  copyUp(to, dir);
  const { uid, gid, now } = ctx;
  const content = { content: ctx.put(new Uint8Array()), size: 0 };
  const inode = { kind: 'file', ...content, mode: 0o600, uid, gid, mtime: now, nlink: 0 } as const;
  held.set(op.fd ?? 0, { id: `unnamed:${op.fd}`, inode, node: undefined, flags: flagsOf(op) });
  return done(to);
};

/** After a call: where is each held object now? */
export const follow = (before: overlay.Union, union: overlay.Union, held: Descriptors): void => {
  if (held.size === 0 || before.upper === union.upper) return;
  const nodes = [...overlay.walkMerged(union)];
  const byId = new Map(nodes.map(({ node }) => [overlay.idOf(node), node]));
  const whereabouts: Whereabouts = (node) => (node.parent ? byId.get(overlay.idOf(node)) : overlay.rootOf(union));
  for (const [fd, it] of held) {
    const { node } = it;
    if (!node) continue;
    const find = isOneOfSeveral(node) ? splitOff : byIdIn(byId);
    const there = node.gone ? undefined : node.parent ? find(it, nodes, before) : overlay.rootOf(union);
    const now = there ?? goneFrom(node, whereabouts);
    held.set(fd, { ...it, id: there ? overlay.idOf(there) : it.id, node: now, inode: now.inode });
  }
};

/** A lower object with several names: each of them becomes an object of its own, without origin, when it is copied up. */
const isOneOfSeveral = ({ upper, lower, inode }: overlay.Node): boolean =>
  upper === undefined && lower?.kind === 'leaf' && inode.nlink > 1;

type Find = (it: Held, nodes: readonly overlay.Visible[], before: overlay.Union) => overlay.Node | undefined;

const byIdIn =
  (byId: ReadonlyMap<string, overlay.Node>): Find =>
  ({ id }) =>
    byId.get(id);

/** Where it was, or what this call made of it. */
const splitOff: Find = ({ id, node }, nodes, { upper: { next } }) => {
  const path = node && pathOf(node);
  const there = nodes.find((it) => it.path === path)?.node;
  if (there && there.upper === undefined && overlay.idOf(there) === id) return there;
  const isNew = ({ upper, inode }: overlay.Node): boolean =>
    upper !== undefined && upper >= next && inode.kind === 'file' && inode.origin === undefined;
  return there && isNew(there) ? there : nodes.find((it) => isNew(it.node))?.node;
};

/** Paths that do not start with `/` start at the held directory, also when it is gone. */
export const fromCwd = (ctx: overlay.Context, held: Descriptors): overlay.Context => {
  const dir = held.get(cwd)?.node;
  return dir ? { ...ctx, cwd: dir } : ctx;
};
