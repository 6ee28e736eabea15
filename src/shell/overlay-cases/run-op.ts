import { instant } from '../../core/kernel/instant.ts';
import * as overlay from '../../core/overlay/index.ts';
import type { CaseOp, CaseResult } from './case-format.ts';
import { bytesOfText, deviceOf, octal, textOfBytes, typeOf } from './case-trees.ts';

type Run = (union: overlay.Union, op: CaseOp, ctx: overlay.Context) => overlay.Outcome<unknown>;

const modeOf = ({ mode }: CaseOp, other: number): number => (mode === undefined ? other : Number.parseInt(mode, 8));
const dataOf = ({ data }: CaseOp): Uint8Array => bytesOfText(data ?? '');

/** The calls of a case, by the name they have there. */
export const calls: Readonly<Record<string, Run>> = {
  create: (union, op, ctx) => overlay.createFile(union, op.path, dataOf(op), ctx, modeOf(op, 0o644)),
  write: (union, op, ctx) => overlay.writeFile(union, op.path, dataOf(op), ctx, modeOf(op, 0o644)),
  open: (union, op, ctx) => overlay.open(union, op.path, flagsOf(op), ctx, { data: dataOf(op) }),
  read: (union, op, ctx) => map(overlay.readFile(union, op.path, ctx.contents, ctx), textOfBytes),
  readdir: (union, op, ctx) => overlay.readdir(union, op.path, ctx),
  readlink: (union, op, ctx) => overlay.readlink(union, op.path, ctx),
  stat: (union, op, ctx) => map(overlay.stat(union, op.path, ctx), caseOfStat),
  lstat: (union, op, ctx) => map(overlay.lstat(union, op.path, ctx), caseOfStat),
  truncate: (union, op, ctx) => overlay.truncate(union, op.path, op.size ?? 0, ctx),
  unlink: (union, op, ctx) => overlay.unlink(union, op.path, ctx),
  rmdir: (union, op, ctx) => overlay.rmdir(union, op.path, ctx),
  mkdir: (union, op, ctx) => overlay.mkdir(union, op.path, ctx, modeOf(op, 0o755)),
  symlink: (union, op, ctx) => overlay.symlink(union, op.target ?? '', op.path, ctx),
  mkfifo: (union, op, ctx) => overlay.mkfifo(union, op.path, ctx, modeOf(op, 0o644)),
  mknod: (union, op, ctx) => overlay.mknod(union, op.path, deviceOf(op.rdev ?? '0:0'), ctx, modeOf(op, 0o644)),
  rename: (union, op, ctx) => overlay.rename(union, op.path, op.to ?? '', ctx),
  rename2: (union, op, ctx) => overlay.rename(union, op.path, op.to ?? '', ctx, renameFlagsOf(op)),
  link: (union, op, ctx) => overlay.link(union, op.path, op.to ?? '', ctx),
  chmod: (union, op, ctx) => overlay.chmod(union, op.path, modeOf(op, 0), ctx),
  chown: (union, op, ctx) => overlay.chown(union, op.path, ownerOf(op), ctx),
  lchown: (union, op, ctx) => overlay.lchown(union, op.path, ownerOf(op), ctx),
  utime: (union, op, ctx) => overlay.utimes(union, op.path, instant((op.mtime ?? 0) * 1000), ctx),
  getxattr: (union, op, ctx) => overlay.getxattr(union, op.path, op.name ?? '', ctx),
  listxattr: (union, op, ctx) => overlay.listxattr(union, op.path, ctx),
  setxattr: (union, op, ctx) => overlay.setxattr(union, op.path, op.name ?? '', op.value ?? '', ctx),
  lsetxattr: (union, op, ctx) => overlay.setxattr(union, op.path, op.name ?? '', op.value ?? '', ctx, false),
  removexattr: (union, op, ctx) => overlay.removexattr(union, op.path, op.name ?? '', ctx),
};

const map = <A, B>(outcome: overlay.Outcome<A>, to: (value: A) => B): overlay.Outcome<B> =>
  outcome.ok ? { ...outcome, value: to(outcome.value) } : outcome;

const ownerOf = ({ uid, gid }: CaseOp): overlay.Owner => ({
  ...(uid !== undefined && { uid }),
  ...(gid !== undefined && { gid }),
});

export const flagsOf = (op: CaseOp): overlay.OpenFlags => {
  const has = (flag: string): boolean => op.flags?.includes(flag) ?? false;
  return {
    read: has('O_RDWR') || has('O_RDONLY'),
    write: has('O_WRONLY') || has('O_RDWR'),
    create: has('O_CREAT'),
    exclusive: has('O_EXCL'),
    truncate: has('O_TRUNC'),
    append: has('O_APPEND'),
    directory: has('O_DIRECTORY'),
    noFollow: has('O_NOFOLLOW'),
    mode: modeOf(op, 0o644),
  };
};

const renameFlagsOf = ({ flags = [] }: CaseOp): overlay.RenameFlags => ({
  noReplace: flags.includes('NOREPLACE'),
  exchange: flags.includes('EXCHANGE'),
  whiteout: flags.includes('WHITEOUT'),
});

/** A stat as cases write it. */
export const caseOfStat = (stat: Pick<overlay.Stat, 'kind' | 'mode' | 'uid' | 'gid' | 'nlink' | 'size'>): unknown => ({
  type: typeOf(stat),
  mode: octal(stat.mode),
  uid: stat.uid,
  gid: stat.gid,
  ...(stat.kind !== 'directory' && { nlink: stat.nlink }),
  ...((stat.kind === 'file' || stat.kind === 'symlink') && { size: stat.size }),
});

/** Calls whose answer is part of the case. */
const answering = new Set([
  'read',
  'readdir',
  'readlink',
  'stat',
  'lstat',
  'getxattr',
  'listxattr',
  'fread',
  'fstat',
  'freaddir',
]);

export const resultOf = (op: CaseOp, outcome: overlay.Outcome<unknown>): CaseResult => {
  if (!outcome.ok) return { errno: outcome.errno };
  return answering.has(op.op) ? { ok: true, value: outcome.value } : { ok: true };
};
