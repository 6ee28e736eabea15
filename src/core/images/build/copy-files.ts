import type { Digest } from '../../kernel/brand.ts';
import { digestOf } from '../../kernel/digest.ts';
import type { Contents, Entropy } from '../../kernel/entropy.ts';
import { known } from '../../kernel/impossible.ts';
import type { LayerEntry } from '../../layers/entry.ts';
import type { Lower, Outcome, Tree, Union } from '../../overlay/index.ts';
import * as overlay from '../../overlay/index.ts';
import type { Source } from './context.ts';

/** Where COPY writes to, and who owns what it writes. */
export type Target = { readonly dest: string; readonly workingDir: string; readonly uid: number; readonly gid: number };

/** The upper directory that a COPY fills over an image's layers, or the errno that stopped it. */
export const copyFiles = (
  lower: Lower | undefined,
  sources: readonly Source[],
  target: Target,
  contents: Contents,
  { now }: Entropy,
): Tree | { readonly errno: string; readonly path: string } => {
  const blobs = new Map<Digest, Uint8Array>();
  const ctx: overlay.Context = {
    uid: 0,
    gid: 0,
    umask: 0,
    now,
    contents: (digest) => blobs.get(digest) ?? contents(digest),
    put: (bytes) => {
      const digest = digestOf(bytes);
      blobs.set(digest, bytes);
      return digest;
    },
  };
  const work: Work = { union: { lower, upper: overlay.emptyTree(now) }, ctx, target, contents };
  for (const source of sources) copyOne(work, source);
  return work.failed ?? work.union.upper;
};

type Work = {
  union: Union;
  readonly ctx: overlay.Context;
  readonly target: Target;
  readonly contents: Contents;
  failed?: { readonly errno: string; readonly path: string };
};

const act = (work: Work, path: string, outcome: Outcome<unknown>): void => {
  if (outcome.ok) work.union = { ...work.union, upper: overlay.applyChanges(work.union.upper, outcome.changes) };
  else work.failed ??= { errno: outcome.errno, path };
};

const kindAt = (work: Work, path: string): string | undefined => {
  const found = overlay.lstat(work.union, path);
  return found.ok ? found.value.kind : undefined;
};

const absolute = ({ dest, workingDir }: Target): string => {
  const parts: string[] = [];
  for (const part of (dest.startsWith('/') ? dest : `${workingDir}/${dest}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
};

/** A directory's content goes into the target; a file becomes the target, or goes into it if that is a directory. */
const copyOne = (work: Work, { path, entries }: Source): void => {
  const root = absolute(work.target);
  const [only] = entries;
  const isFile = entries.length === 1 && only?.path === path && only.node.kind !== 'directory';
  if (isFile && only) {
    const isInto = /(^|\/)\.?$/.test(work.target.dest) || isDirectoryAt(work, root);
    const name = path.slice(path.lastIndexOf('/') + 1);
    put(work, isInto ? join(root, name) : root, only);
    return;
  }
  makeDirectories(work, root);
  const skip = path === '' ? 0 : path.length + 1;
  for (const entry of entries) put(work, join(root, entry.path.slice(skip)), entry);
  // Times of directories last: what is put into them changes them.
  for (const entry of entries) {
    if (entry.node.kind === 'directory') stamp(work, join(root, entry.path.slice(skip)), entry);
  }
};

const join = (directory: string, name: string): string => (directory === '/' ? `/${name}` : `${directory}/${name}`);

const isDirectoryAt = (work: Work, path: string): boolean => {
  const found = overlay.stat(work.union, path);
  return found.ok && found.value.kind === 'directory';
};

const makeDirectories = (work: Work, path: string): void => {
  if (path === '/' || isDirectoryAt(work, path)) return;
  makeDirectories(work, path.slice(0, Math.max(path.lastIndexOf('/'), 1)));
  act(work, path, overlay.mkdir(work.union, path, work.ctx, 0o755));
};

/** What stands in the way is removed first; only directories merge. */
const put = (work: Work, path: string, { node }: LayerEntry): void => {
  makeDirectories(work, path.slice(0, Math.max(path.lastIndexOf('/'), 1)));
  const there = kindAt(work, path);
  if (there !== undefined && !(there === 'directory' && node.kind === 'directory')) removeAll(work, path);
  if (node.kind === 'directory') {
    if (kindAt(work, path) === undefined) act(work, path, overlay.mkdir(work.union, path, work.ctx, 0o755));
    act(work, path, overlay.chmod(work.union, path, node.mode, work.ctx));
  } else if (node.kind === 'symlink') {
    act(work, path, overlay.symlink(work.union, node.target, path, work.ctx));
  } else if (node.kind === 'file') {
    const bytes = node.size === 0 ? new Uint8Array() : known(work.contents(node.content), `content ${node.content}`);
    act(work, path, overlay.writeFile(work.union, path, bytes, work.ctx, node.mode));
    act(work, path, overlay.chmod(work.union, path, node.mode, work.ctx));
  }
  own(work, path);
  stamp(work, path, { path, node });
};

const removeAll = (work: Work, path: string): void => {
  if (kindAt(work, path) !== 'directory') {
    act(work, path, overlay.unlink(work.union, path, work.ctx));
    return;
  }
  const names = overlay.readdir(work.union, path);
  if (names.ok) for (const name of names.value) if (kindAt(work, `${path}/${name}`)) removeAll(work, `${path}/${name}`);
  act(work, path, overlay.rmdir(work.union, path, work.ctx));
};

const own = (work: Work, path: string): void => {
  const { uid, gid } = work.target;
  if (uid !== 0 || gid !== 0) act(work, path, overlay.lchown(work.union, path, { uid, gid }, work.ctx));
};

const stamp = (work: Work, path: string, { node }: LayerEntry): void => {
  act(work, path, overlay.utimes(work.union, path, node.mtime, work.ctx, false));
};
