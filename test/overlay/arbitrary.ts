import fc from 'fast-check';
import type { Digest } from '../../src/core/kernel/brand.ts';
import { digestOf } from '../../src/core/kernel/digest.ts';
import { instant } from '../../src/core/kernel/instant.ts';
import {
  applyChanges,
  type Context,
  type Entry,
  type InodeData,
  type Outcome,
  type Tree,
  treeOfEntries,
  type Union,
} from '../../src/core/overlay/index.ts';
import type { CaseOp } from '../../src/shell/overlay-cases/case-format.ts';
import { calls } from '../../src/shell/overlay-cases/run-op.ts';

/** File contents of a test, by digest. */
const blobs = new Map<Digest, Uint8Array>();
export const put = (bytes: Uint8Array): Digest => {
  const digest = digestOf(bytes);
  blobs.set(digest, bytes);
  return digest;
};
export const contents = (digest: Digest): Uint8Array | undefined => blobs.get(digest);

export const root: Context = { uid: 0, gid: 0, umask: 0o022, now: instant(5_000, 7), contents, put };

const name = fc.constantFrom('a', 'b', 'c', '__proto__');
export const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join('/')}`);

const attributes = fc.record({
  mode: fc.constantFrom(0o644, 0o755, 0o4755, 0o2775, 0o1777),
  uid: fc.constantFrom(0, 5),
  gid: fc.constantFrom(0, 5),
  mtime: fc.constantFrom(instant(1_000), instant(1_000, 3), instant(2_000)),
});

const text = fc.constantFrom('', 'x', 'yy', 'zzz');

const file = fc.tuple(text, attributes).map(([data, rest]): InodeData => {
  const bytes = new TextEncoder().encode(data);
  return { kind: 'file', content: put(bytes), size: bytes.length, ...rest };
});
const directory = fc
  .tuple(attributes, fc.constantFrom(false, false, false, true))
  .map(([rest, opaque]): InodeData => ({ kind: 'directory', ...rest, ...(opaque && { opaque: true }) }));
const symlink = fc.tuple(path, attributes).map(([target, rest]): InodeData => ({ kind: 'symlink', target, ...rest }));
const other = fc
  .tuple(fc.constantFrom('fifo', 'socket', 'char', 'block'), attributes)
  .map(
    ([kind, rest]): InodeData =>
      kind === 'fifo' || kind === 'socket'
        ? { kind, ...rest }
        : { kind: 'device', device: kind === 'char' ? 'char' : 'block', major: 1, minor: 3, ...rest },
  );
const whiteout = attributes.map((rest): InodeData => ({ kind: 'whiteout', ...rest }));

/** Entries that make sense together: what is below something that is no directory is left out. */
const sound = (entries: readonly Entry[]): readonly Entry[] => {
  const seen = new Map<string, Entry>();
  for (const entry of [...entries].sort((a, b) => a.path.length - b.path.length)) {
    const parent = entry.path.slice(0, entry.path.lastIndexOf('/'));
    const above = seen.get(parent);
    if (seen.has(entry.path) || (parent !== '' && above?.node.kind !== 'directory')) continue;
    seen.set(entry.path, entry);
  }
  return [...seen.values()];
};

const treeOf = (node: fc.Arbitrary<InodeData>): fc.Arbitrary<Tree> =>
  fc.array(fc.record({ path, node }), { maxLength: 14, size: 'max' }).map((entries) => treeOfEntries(sound(entries)));

const weighted = (...kinds: readonly (readonly [number, fc.Arbitrary<InodeData>])[]): fc.Arbitrary<InodeData> =>
  fc.oneof(...kinds.map(([weight, arbitrary]) => ({ weight, arbitrary })));

/** A tree with everything in it that a layer can hold. */
export const layer = treeOf(weighted([6, directory], [4, file], [2, symlink], [1, other], [3, whiteout]));

/** A tree without whiteouts and opaque marks: the bottom of a stack, or a volume. */
const plainDirectory = attributes.map((rest): InodeData => ({ kind: 'directory', ...rest }));
export const bottom = treeOf(weighted([6, plainDirectory], [4, file], [2, symlink], [1, other]));

const flags = fc.subarray(['O_CREAT', 'O_EXCL', 'O_TRUNC', 'O_APPEND', 'O_NOFOLLOW'] as const);
const access = fc.constantFrom('O_RDONLY', 'O_WRONLY', 'O_RDWR');
const at = (op: string, more: fc.Arbitrary<Partial<CaseOp>> = fc.constant({})): fc.Arbitrary<CaseOp> =>
  fc
    .tuple(path, fc.constantFrom('', '', '', '/'), more)
    .map(([to, slash, rest]) => ({ op, path: to + slash, ...rest }));
const mode = fc.constantFrom('0644', '0755', '4755', '2775');

/** Any system call on a small file system. */
export const call: fc.Arbitrary<CaseOp> = fc.oneof(
  at('write', fc.record({ data: text, mode })),
  at('create', fc.record({ data: text, mode })),
  at(
    'open',
    fc.tuple(access, flags, text, mode).map(([a, f, data, m]) => ({ flags: [a, ...f], data, mode: m })),
  ),
  at('truncate', fc.record({ size: fc.nat(4) })),
  { weight: 3, arbitrary: at('unlink') },
  { weight: 3, arbitrary: at('rmdir') },
  { weight: 3, arbitrary: at('mkdir', fc.record({ mode })) },
  at('symlink', fc.record({ target: path })),
  at('mkfifo', fc.record({ mode })),
  at('mknod', fc.record({ rdev: fc.constantFrom('0:0', '1:3') })),
  { weight: 4, arbitrary: at('rename', fc.record({ to: path })) },
  at('rename2', fc.record({ to: path, flags: fc.constantFrom(['NOREPLACE'], ['EXCHANGE']) })),
  { weight: 2, arbitrary: at('link', fc.record({ to: path })) },
  at('chmod', fc.record({ mode })),
  at('chown', fc.record({ uid: fc.constantFrom(0, 7), gid: fc.constantFrom(0, 7) })),
  at('lchown', fc.record({ uid: fc.constantFrom(0, 7), gid: fc.constantFrom(0, 7) })),
  at('utime'),
  at('setxattr', fc.record({ name: fc.constantFrom('user.k', 'security.capability'), value: text })),
  at('removexattr', fc.record({ name: fc.constant('user.k') })),
  at('readdir'),
  at('lstat'),
  at('read'),
);

export const script = fc.array(call, { maxLength: 25, size: 'max' });

/** What one call answers. */
export const perform = (union: Union, op: CaseOp, ctx: Context = root): Outcome<unknown> => {
  const run = calls[op.op];
  if (!run) throw new Error(`no call ${op.op}`);
  return run(union, op, ctx);
};

/** The union after a call, whatever it answered. */
export const afterwards = (union: Union, outcome: Outcome<unknown>): Union =>
  outcome.changes ? { lower: union.lower, upper: applyChanges(union.upper, outcome.changes) } : union;

export const played = (union: Union, ops: readonly CaseOp[], ctx: Context = root): Union =>
  ops.reduce((now, op) => afterwards(now, perform(now, op, ctx)), union);
