import type { Instant } from '../kernel/brand.ts';
import { instant } from '../kernel/instant.ts';
import {
  type Context,
  createFile,
  emptyTree,
  type Lower,
  mkdir,
  resolve,
  root,
  symlink,
  type TreeChange,
  unlink,
} from '../overlay/index.ts';
import { after, engineAt, makeDirectories, type Preparation } from './mount-points.ts';

/** What Docker mounts over, or wants to be there, in every container (moby, daemon/initlayer/setup_unix.go). */
const placeholders: readonly (readonly [path: string, kind: 'directory' | 'file' | 'symlink'])[] = [
  ['/.dockerenv', 'file'],
  ['/dev/console', 'file'],
  ['/dev/pts', 'directory'],
  ['/dev/shm', 'directory'],
  ['/etc/hostname', 'file'],
  ['/etc/hosts', 'file'],
  ['/etc/mtab', 'symlink'],
  ['/etc/resolv.conf', 'file'],
  ['/proc', 'directory'],
  ['/sys', 'directory'],
];

/**
 * The init layer over an image: placeholders that hide the image's own files of those names. It depends on the image
 * alone but for its times, so it is worked out once for each.
 */
export const initLayerOn = (lower: Lower | undefined, at: Instant): readonly TreeChange[] =>
  (lower === undefined ? onNothing() : remembered(lower)).map((change) => stamped(change, at));

const templates = new WeakMap<Lower, readonly TreeChange[]>();

const remembered = (lower: Lower): readonly TreeChange[] => {
  const before = templates.get(lower);
  if (before) return before;
  const made = madeOn(lower);
  templates.set(lower, made);
  return made;
};

let nothing: readonly TreeChange[] | undefined;
const onNothing = (): readonly TreeChange[] => {
  nothing ??= madeOn(undefined);
  return nothing;
};

const madeOn = (lower: Lower | undefined): readonly TreeChange[] => {
  const ctx = engineAt(template);
  let made: Preparation = { union: { lower, upper: emptyTree(template) }, changes: [] };
  for (const [path, kind] of placeholders) made = placed(cleared(made, path, ctx), path, kind, ctx);
  return made.changes;
};

/** Files and symlinks on the way are taken out first; directories stay. */
const cleared = (before: Preparation, path: string, ctx: Context): Preparation => {
  let now = before;
  const parts = path.slice(1).split('/');
  for (let depth = 1; depth <= parts.length; depth++)
    now = after(now, unlink(now.union, `/${parts.slice(0, depth).join('/')}`, ctx));
  return now;
};

const placed = (before: Preparation, path: string, kind: string, ctx: Context): Preparation => {
  if (typeof resolve(before.union, path, root, false) !== 'string') return before;
  const above = makeDirectories(before, path.slice(0, path.lastIndexOf('/')), ctx);
  switch (kind) {
    case 'directory':
      return after(above, mkdir(above.union, path, ctx, 0o755));
    case 'symlink':
      return after(above, symlink(above.union, '/proc/mounts', path, ctx));
    default:
      return after(above, createFile(above.union, path, new Uint8Array(), ctx, 0o755));
  }
};

/** Times that become those of the create. */
const template = instant(1);

const stamped = (change: TreeChange, at: Instant): TreeChange =>
  'node' in change && change.node.mtime === template ? { ...change, node: { ...change.node, mtime: at } } : change;
