import type { Rejection } from '../../../kernel/decision.ts';
import { digestOf } from '../../../kernel/digest.ts';
import {
  applyChanges,
  chmod,
  type Context as FileContext,
  lchown,
  link,
  makeSocket,
  mkdir,
  mkfifo,
  mknod,
  type Outcome,
  resolve,
  rmdir,
  symlink,
  type TreeChange,
  type Union,
  unlink,
  utimes,
  walkMerged,
  writeFile,
} from '../../../overlay/index.ts';
import {
  cannotOverwrite,
  extractionFailed,
  outsideOfExtraction,
} from '../../../streams/container/archive-rejections.ts';
import type { LayerEntry } from '../../../streams/layer/layer.ts';
import type { Context } from '../../context.ts';
import type { PutArchive } from './put-archive.ts';

/** A path as the container sees it, of one in the union that is extracted to. */
type Named = (path: string) => string;

type Extracted = { readonly changes: readonly TreeChange[]; readonly rejection?: Rejection };

/**
 * Puts the entries of an archive under a directory, one after the other, through the union's own system calls. What is mounted
 * over a path keeps it from being replaced (measured, docs/facts/overlay.md).
 */
export const extract = (
  union: Union,
  directory: string,
  command: PutArchive,
  context: Context,
  busy: ReadonlySet<string>,
  named: Named,
): Extracted => {
  const changes: TreeChange[] = [];
  let current = union;
  const file: FileContext = {
    uid: 0,
    gid: 0,
    umask: 0,
    now: context.entropy.now,
    contents: context.contents,
    put: digestOf,
  };
  const call = (act: (union: Union) => Outcome<unknown>): string | undefined => {
    const outcome = act(current);
    if (outcome.changes && outcome.changes.length > 0) {
      changes.push(...outcome.changes);
      current = { lower: current.lower, upper: applyChanges(current.upper, outcome.changes) };
    }
    return outcome.ok ? undefined : outcome.errno;
  };
  for (const entry of command.entries) {
    if (escapes(entry.path)) return { changes, rejection: outsideOfExtraction(entry.path, command.path) };
    const path = entry.path === '' ? directory : `${directory.replace(/\/$/, '')}/${entry.path}`;
    const clash = command.noOverwriteDirNonDir ? clashAt(current, path, directory, entry, named) : undefined;
    if (clash) return { changes, rejection: clash };
    if (busy.has(path) && !(entry.node.kind === 'directory' && at(current, path)?.kind === 'directory'))
      return { changes, rejection: extractionFailed(named(path), 'EBUSY', 'unlinkat') };
    const errno = place(call, () => current, path, entry, file, directory);
    if (errno) return { changes, rejection: extractionFailed(named(path), errno, callFor[entry.node.kind]) };
  }
  return { changes };
};

/** The system call that an error of the engine names (measured for files, docs/facts.md). */
const callFor = {
  directory: 'mkdir',
  file: 'open',
  symlink: 'symlink',
  fifo: 'mknod',
  socket: 'mknod',
  device: 'mknod',
  whiteout: 'mknod',
} as const;

const escapes = (path: string): boolean => path === '..' || path.startsWith('../') || path.includes('/../');

const at = (union: Union, path: string) => {
  const found = resolve(union, path, { uid: 0, gid: 0 }, false);
  return typeof found === 'string' ? undefined : found.inode;
};

/** The engine names what stands there and, for what would come, the directory of the extraction (measured). */
const clashAt = (
  union: Union,
  path: string,
  directory: string,
  { node }: LayerEntry,
  named: Named,
): Rejection | undefined => {
  const there = at(union, path);
  if (!there || (there.kind === 'directory') === (node.kind === 'directory')) return undefined;
  return cannotOverwrite(there.kind === 'directory', named(path), named(directory));
};

type Call = (act: (union: Union) => Outcome<unknown>) => string | undefined;

/** One entry: parents that are missing are made 0755, what stands in its way goes, then its attributes are set. */
const place = (
  call: Call,
  now: () => Union,
  path: string,
  { node, hardLink }: LayerEntry,
  ctx: FileContext,
  directory: string,
): string | undefined => {
  const parts = path.split('/').filter((part) => part !== '');
  for (let depth = 1; depth < parts.length; depth += 1) {
    const parent = `/${parts.slice(0, depth).join('/')}`;
    if (!at(now(), parent)) call((union) => mkdir(union, parent, ctx, 0o755));
  }
  const there = at(now(), path);
  if (there && !(there.kind === 'directory' && node.kind === 'directory')) {
    if (there.kind === 'directory') removeTree(call, now, path, ctx);
    else call((union) => unlink(union, path, ctx));
  }
  if (hardLink !== undefined)
    return call((union) => link(union, `${directory.replace(/\/$/, '')}/${hardLink}`, path, ctx));
  const made = make(call, there?.kind === 'directory', path, node, ctx);
  if (made !== undefined) return made;
  return (
    call((union) => lchown(union, path, { uid: node.uid, gid: node.gid }, ctx)) ??
    (node.kind === 'symlink' ? undefined : call((union) => chmod(union, path, node.mode, ctx))) ??
    call((union) => utimes(union, path, node.mtime, ctx, false))
  );
};

const make = (
  call: Call,
  isThere: boolean,
  path: string,
  node: LayerEntry['node'],
  ctx: FileContext,
): string | undefined => {
  switch (node.kind) {
    case 'directory':
      return isThere ? undefined : call((union) => mkdir(union, path, ctx, node.mode));
    case 'file':
      return call((union) => writeFile(union, path, ctx.contents(node.content) ?? new Uint8Array(), ctx, node.mode));
    case 'symlink':
      return call((union) => symlink(union, node.target, path, ctx));
    case 'fifo':
      return call((union) => mkfifo(union, path, ctx, node.mode));
    case 'socket':
      return call((union) => makeSocket(union, path, ctx, node.mode));
    case 'device':
      return call((union) => mknod(union, path, node, ctx, node.mode));
    case 'whiteout':
      return 'EPERM';
  }
};

/** `rm -r`: from the leaves up. */
const removeTree = (call: Call, now: () => Union, path: string, ctx: FileContext): void => {
  const directory = resolve(now(), path, { uid: 0, gid: 0 }, false);
  if (typeof directory === 'string') return;
  for (const { path: below, node } of [...walkMerged(now(), directory, path)].reverse())
    call((union) => (node.inode.kind === 'directory' ? rmdir : unlink)(union, below, ctx));
  call((union) => rmdir(union, path, ctx));
};
