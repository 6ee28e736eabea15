import { copyUp, done, edit } from '../../core/overlay/edit.ts';
import * as overlay from '../../core/overlay/index.ts';
import { rewrite } from '../../core/overlay/open.ts';
import { failed, isErrno, seen } from '../../core/overlay/outcome.ts';
import type { CaseOp } from './case-format.ts';
import { bytesOfText, textOfBytes } from './case-trees.ts';
import { caseOfStat, flagsOf } from './run-op.ts';

/** What a descriptor holds: overlay's inode, wherever its data is now. What has no name left lives on in here. */
type Held = { readonly id: string; readonly inode: overlay.Inode; readonly node: overlay.Node | undefined };

/** Descriptors of the one process of a case; its working directory is held under a number that no case uses. */
export type Descriptors = Map<number, Held>;
const cwd = -1;

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
    const outcome = overlay.open(union, op.path, flagsOf(op), ctx);
    if (outcome.ok) hold({ ...union, upper: overlay.applyChanges(union.upper, outcome.changes) }, op, ctx, held);
    return outcome;
  },
  chdir: (union, op, ctx, held) => hold(union, { ...op, fd: cwd }, ctx, held),
  fclose: (_, op, __, held) => seen(held.delete(op.fd ?? 0)),
  fread: through((_, __, ctx, { inode }) =>
    inode.kind === 'file' ? seen(textOfBytes(overlay.bytesOf(inode, ctx.contents))) : failed('EISDIR'),
  ),
  fstat: through((_, __, ___, it) => seen(statOfHeld(it))),
  freaddir: through((union, _, __, { node }) => seen(node ? overlay.list(union, node) : [])),
  fwrite: through((union, op, ctx, it, held) => {
    const { inode, node } = it;
    if (inode.kind !== 'file') return failed('EISDIR');
    const data = bytesOfText(op.data ?? '');
    const bytes = new Uint8Array([...data, ...overlay.bytesOf(inode, ctx.contents).subarray(data.length)]);
    if (node) {
      const to = edit(union, ctx);
      rewrite(to, node, bytes);
      return done(to);
    }
    held.set(op.fd ?? 0, { ...it, inode: { ...inode, content: ctx.put(bytes), size: bytes.length } });
    return seen(undefined);
  }),
  // Measured: a lower file that lost its name has nothing that it could be copied up to.
  fchmod: through((union, op, ctx, { node }) =>
    node ? overlay.chmod(union, pathOf(node), Number.parseInt(op.mode ?? '0', 8), ctx) : failed('EEXIST'),
  ),
};

const pathOf = ({ parent, name }: overlay.Node): string => (parent ? `${pathOf(parent)}/${name}` : '');

const statOfHeld = ({ inode }: Held): unknown =>
  inode.kind === 'whiteout' ? undefined : caseOfStat({ ...inode, kind: inode.kind, size: overlay.sizeOf(inode) });

const hold = (union: overlay.Union, op: CaseOp, ctx: overlay.Context, held: Descriptors): Outcome => {
  const node = overlay.resolve(union, op.path, ctx, true);
  if (isErrno(node)) return failed(node);
  held.set(op.fd ?? 0, { id: overlay.idOf(node), inode: node.inode, node });
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
  held.set(op.fd ?? 0, { id: 'unnamed', inode, node: undefined });
  return done(to);
};

/** After a call: where is each held object now? */
export const follow = (union: overlay.Union, held: Descriptors): void => {
  if (held.size === 0) return;
  const now = new Map([...overlay.walkMerged(union)].map(({ node }) => [overlay.idOf(node), node]));
  for (const [fd, { id, inode, node: before }] of held) {
    const node = before && (before.parent ? now.get(id) : overlay.rootOf(union));
    const isGone = before?.upper !== undefined && !node;
    held.set(fd, { id, node, inode: node?.inode ?? (isGone ? { ...inode, nlink: 0 } : inode) });
  }
};

/** Paths that do not start with `/` start at the held directory, also when it is gone. */
export const fromCwd = (op: CaseOp, ctx: overlay.Context, held: Descriptors): overlay.Context | Outcome => {
  const dir = held.get(cwd);
  if (!dir || op.path.startsWith('/') || op.path === '') return ctx;
  if (dir.node) return { ...ctx, cwd: pathOf(dir.node) || '/' };
  if (op.path !== '.') return failed('ENOENT');
  return seen(op.op === 'readdir' ? [] : statOfHeld(dir));
};
