import fc from 'fast-check';
import { compareNames } from '../../core/overlay/index.ts';
import type { CaseNode, CaseOp, CaseTree } from '../overlay-cases/case-format.ts';
import type { CaseInput } from './wire.ts';

/** Few names, so that layers and calls meet. */
const name = fc.constantFrom('a', 'b', 'c');
const plainPath = fc
  .oneof(
    { weight: 3, arbitrary: fc.tuple(name) },
    { weight: 5, arbitrary: fc.tuple(name, name) },
    {
      weight: 2,
      arbitrary: fc.tuple(name, name, name),
    },
  )
  .map((parts) => `/${parts.join('/')}`);

const long = (length: number): string => 'n'.repeat(length);
const oddPath = fc.oneof(
  fc.tuple(plainPath, fc.constantFrom('/', '/.', '/..', '//', '/../a', '/./b', '/../../b')).map(([a, b]) => a + b),
  plainPath.map((path) => path.slice(1)),
  plainPath.map((path) => `//..${path.replaceAll('/', '//')}`),
  fc.constantFrom('/', '.', '..', '', './', '/..', '/-', `/${long(255)}`, `/${long(256)}`, `/a/${long(256)}/b`, '/é'),
  fc.constantFrom(`/a${'/.'.repeat(2046)}/a`, `/a${'/.'.repeat(2047)}/a`, '/a/'.repeat(1366)),
);
const path = fc.oneof({ weight: 12, arbitrary: plainPath }, { weight: 1, arbitrary: oddPath });

const target = fc.oneof(
  { weight: 3, arbitrary: plainPath },
  {
    weight: 4,
    arbitrary: fc.constantFrom('a', 'b', 'c', '../a', '../b', 'a/b', 'b/', 'c/..', '.', '..', '/', './c/.'),
  },
);

const text = fc.constantFrom('', 'x', 'yy', 'zzz', 'much longer than the others');
const fileMode = fc.constantFrom('0644', '0600', '0755', '4755', '2755', '2744', '6777', '0000');
const dirMode = fc.constantFrom('0755', '0755', '0777', '1777', '2775', '0700', '0000');
const anyMode = fc.oneof(fileMode, dirMode);
const id = fc.constantFrom(0, 0, 7, 8);
const capability = '\x01\x00\x00\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00';
const xattrs = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constantFrom({ 'user.k': 'v' }, { 'user.k': '', 'user.l': 'long' }) },
  { weight: 1, arbitrary: fc.constantFrom({ 'security.capability': capability }, { 'trusted.t': '1' }) },
);
const owned = fc
  .record({ uid: id, gid: id, mtime: fc.constantFrom(0, 1, 1000) })
  .map(({ uid, gid, mtime }) => ({ ...(uid && { uid }), ...(gid && { gid }), mtime }));

const file = fc
  .tuple(text, fileMode, owned, xattrs)
  .map(([content, mode, rest, it]): CaseNode => ({ type: 'file', mode, content, ...rest, ...(it && { xattrs: it }) }));
const dir = fc
  .tuple(dirMode, owned, xattrs)
  .map(([mode, rest, it]): CaseNode => ({ type: 'dir', mode, ...rest, ...(it && { xattrs: it }) }));
const opaqueDir = dir.map((node): CaseNode => ({ ...node, opaque: true }));
const symlink = fc.tuple(target, owned).map(([to, rest]): CaseNode => ({ type: 'symlink', target: to, ...rest }));
const fifo = fc.tuple(fileMode, owned).map(([mode, rest]): CaseNode => ({ type: 'fifo', mode, ...rest }));
const chr = fc.tuple(fileMode, owned).map(([mode, rest]): CaseNode => ({ type: 'chr', rdev: '1:3', mode, ...rest }));
const whiteout = fc.constant<CaseNode>({ type: 'whiteout' });
/** A further name of a file of the same layer, by its place in the list. */
type FurtherName = { readonly ofFile: number };
const furtherName = fc.record({ ofFile: fc.nat(7) });

type Objects = fc.Arbitrary<CaseNode | FurtherName>;
const inodes: Objects = fc.oneof<{ arbitrary: Objects; weight: number }[]>(
  { weight: 6, arbitrary: dir },
  { weight: 2, arbitrary: opaqueDir },
  { weight: 6, arbitrary: file },
  { weight: 3, arbitrary: symlink },
  { weight: 2, arbitrary: whiteout },
  { weight: 2, arbitrary: furtherName },
);
const object: Objects = fc.oneof({ weight: 20, arbitrary: inodes }, { weight: 1, arbitrary: fc.oneof(fifo, chr) });

const tree = (maxLength: number, it: Objects): fc.Arbitrary<CaseTree> =>
  fc
    .tuple(fc.option(dir, { nil: undefined }), fc.array(fc.tuple(plainPath, it), { maxLength, size: 'max' }))
    .map(([root, objects]) => soundTree(root, objects));

/** What is below something that is no directory is left out; missing directories are made; hard links are written as cases do. */
const soundTree = (
  root: CaseNode | undefined,
  objects: readonly (readonly [string, CaseNode | FurtherName])[],
): CaseTree => {
  const nodes = new Map<string, CaseNode>(root ? [['/', root]] : []);
  const linked: [string, number][] = [];
  for (const [at, it] of objects) {
    if (nodes.has(at) || !hasDirectories(nodes, at)) continue;
    if ('ofFile' in it) linked.push([at, it.ofFile]);
    else nodes.set(at, it);
  }
  for (const [at, index] of linked) giveName(nodes, at, index);
  return Object.fromEntries([...nodes].sort(([a], [b]) => compareNames(a, b)));
};

const hasDirectories = (nodes: Map<string, CaseNode>, at: string): boolean => {
  const parent = at.slice(0, at.lastIndexOf('/'));
  if (parent === '') return true;
  const node = nodes.get(parent);
  if (node) return node.type === 'dir';
  if (!hasDirectories(nodes, parent)) return false;
  nodes.set(parent, { type: 'dir', mode: '0755', mtime: 0 });
  return true;
};

/** The smallest of an inode's names holds the object. */
const giveName = (nodes: Map<string, CaseNode>, at: string, index: number): void => {
  const files = [...nodes].filter(([, { type, hardlinkOf }]) => type !== 'dir' && type !== 'whiteout' && !hardlinkOf);
  const [first, node] = files[index % Math.max(1, files.length)] ?? [];
  if (first === undefined || node === undefined || nodes.has(at) || !hasDirectories(nodes, at)) return;
  const [smallest = at, larger = first] = [first, at].sort(compareNames);
  nodes.set(smallest, node);
  nodes.set(larger, { ...node, hardlinkOf: smallest });
  for (const [other, it] of nodes) if (it.hardlinkOf === first) nodes.set(other, { ...it, hardlinkOf: smallest });
};

const access = fc.constantFrom('O_RDONLY', 'O_WRONLY', 'O_RDWR');
const openFlag = fc.subarray(['O_CREAT', 'O_EXCL', 'O_TRUNC', 'O_APPEND', 'O_NOFOLLOW']);
const flags = fc.tuple(access, openFlag).map(([one, more]) => [one, ...more]);
const capabilityName = 'security.capability';
const xattrName = fc.constantFrom(
  'user.k',
  'user.k',
  'user.l',
  capabilityName,
  'trusted.t',
  'trusted.overlay.opaque',
  'k',
);
const fd = fc.constantFrom(1, 1, 1, 2);

/** A call, and numbers that may choose other paths for it: of what is there. Zero leaves the path. */
type Draft = { readonly op: CaseOp; readonly near: number; readonly nearTo: number };
const chosen = fc.oneof(fc.constant(0), { weight: 3, arbitrary: fc.nat(1000) });

type More = Partial<Omit<CaseOp, 'op' | 'path'>>;
const at = (op: string, more: fc.Arbitrary<More> = fc.constant({})): fc.Arbitrary<Draft> =>
  fc
    .tuple(path, more, chosen, chosen)
    .map(([to, rest, near, nearTo]) => ({ op: { op, path: to, ...rest }, near, nearTo }));
const on = (op: string, more: fc.Arbitrary<More> = fc.constant({})): fc.Arbitrary<Draft> =>
  fc.tuple(fd, more).map(([number, rest]) => ({ op: { op, path: '', fd: number, ...rest }, near: 0, nearTo: 0 }));

/** Names that a case knows of: directories, and all else. */
type Known = { readonly dirs: string[]; readonly others: string[] };
const makers = new Set(['mkdir', 'create', 'symlink', 'mkfifo', 'mknod']);
const forDirectories = new Set(['mkdir', 'rmdir', 'readdir', 'freaddir', 'chdir']);

/** Makes most calls meet something of the kind that they are for: a path of a layer, or one that an earlier call named. */
const aimed = (trees: readonly CaseTree[], drafts: readonly Draft[]): readonly CaseOp[] => {
  const known: Known = { dirs: ['/'], others: [] };
  for (const [path, { type }] of trees.flatMap((it) => Object.entries(it))) {
    if (type !== 'whiteout') known[type === 'dir' ? 'dirs' : 'others'].push(path);
  }
  return drafts.map(({ op, near, nearTo }) => {
    const path = aim(known, op.path, near, makers.has(op.op), forDirectories.has(op.op));
    const to = op.to === undefined ? undefined : aim(known, op.to, nearTo, nearTo % 3 !== 0, nearTo % 2 === 0);
    for (const named of [to ?? path])
      if (named.startsWith('/')) known[op.op === 'mkdir' ? 'dirs' : 'others'].push(named);
    return { ...op, path, ...(to !== undefined && { to }) };
  });
};

/** A new name in a directory, or a name that is there. One time in four of the other kind. */
const aim = ({ dirs, others }: Known, path: string, near: number, makes: boolean, isDirectory: boolean): string => {
  if (near === 0 || path === '') return path;
  const places = makes || isDirectory === (near % 4 !== 1) ? dirs : others;
  const found = places[near % Math.max(1, places.length)];
  if (found === undefined || found.length > 40) return path;
  return makes ? `${found === '/' ? '' : found}/${'abc'[near % 3]}` : found;
};

const none: More = {};
const value = fc.constantFrom('', 'v', 'w');
const xattr = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ name: xattrName, value }).filter((it) => it.name !== capabilityName || it.value !== ''),
  },
  { weight: 1, arbitrary: fc.constant({ name: capabilityName, value: capability }) },
);

/** Calls that name a path. */
const byPathOfFiles: readonly (readonly [number, fc.Arbitrary<Draft>])[] = [
  [3, at('write', fc.record({ data: text, mode: fileMode }))],
  [2, at('create', fc.record({ data: text, mode: fileMode }))],
  [5, at('open', fc.record({ flags, data: text, mode: fileMode }))],
  [2, at('truncate', fc.record({ size: fc.nat(4) }))],
  [6, at('unlink')],
  [6, at('rmdir')],
  [7, at('mkdir', fc.record({ mode: dirMode }))],
  [
    3,
    at('symlink', fc.record({ target: fc.oneof({ weight: 9, arbitrary: target }, fc.constantFrom('', long(4096))) })),
  ],
  [9, at('rename', fc.record({ to: path }))],
  [
    4,
    at(
      'rename2',
      fc.record({ to: path, flags: fc.constantFrom(['NOREPLACE'], ['EXCHANGE'], ['EXCHANGE'], ['WHITEOUT']) }),
    ),
  ],
  [4, at('link', fc.record({ to: path }))],
  [2, at('chmod', fc.record({ mode: anyMode }))],
  [2, at('chown', fc.record({ uid: id, gid: id }))],
  [1, at('lchown', fc.record({ uid: id, gid: id }))],
  [1, at('utime', fc.record({ mtime: fc.constantFrom(5, 6) }))],
  [2, at('setxattr', xattr)],
  [1, at('lsetxattr', xattr)],
  [1, at('removexattr', fc.record({ name: xattrName }))],
  [1, at('getxattr', fc.record({ name: xattrName }))],
  [1, at('listxattr', fc.constant(none))],
  [1, at('read')],
  [1, at('readlink')],
  [1, at('readdir')],
  [1, at('stat')],
  [1, at('lstat')],
];

const byPath: typeof byPathOfFiles = [
  ...byPathOfFiles,
  [1, at('mkfifo', fc.record({ mode: fileMode }))],
  [1, at('mknod', fc.record({ mode: fileMode, rdev: fc.constantFrom('0:0', '1:3') }))],
];

/** Calls on held descriptors, and what moves the working directory. */
const byDescriptor: readonly (readonly [number, fc.Arbitrary<Draft>])[] = [
  [6, at('fopen', fc.record({ flags, mode: fileMode, fd }))],
  [3, on('fread')],
  [3, on('fwrite', fc.record({ data: text }))],
  [2, on('fstat')],
  [2, on('fchmod', fc.record({ mode: fileMode }))],
  [2, on('freaddir')],
  [1, on('fclose')],
  [1, at('chdir')],
];

const oneOf = (calls: typeof byPath): fc.Arbitrary<Draft> =>
  fc.oneof(...calls.map(([weight, arbitrary]) => ({ weight, arbitrary })));
export type ArbitraryOptions = {
  /** Without descriptors that are held over several calls. */
  readonly withoutHeld?: boolean;
  /** Root makes all calls. */
  readonly onlyRoot?: boolean;
  /** No sticky directories: what may be opened there is the machine's setting. */
  readonly withoutSticky?: boolean;
};

const aFewTimes = <T>(usual: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: usual, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

type Parts = { readonly object: Objects; readonly call: fc.Arbitrary<Draft>; readonly onlyRoot: boolean };

const caseOf = ({ object: it, call, onlyRoot }: Parts): fc.Arbitrary<CaseInput> =>
  fc
    .record({
      lowers: fc.array(tree(9, it), { minLength: 1, maxLength: 5, size: 'max' }),
      upper: fc.oneof(fc.constant<CaseTree>({}), tree(6, it)),
      ops: fc.array(call, { minLength: 1, maxLength: 60, size: 'max' }),
      readonlyMount: aFewTimes(15, fc.constant(true)),
      who: onlyRoot ? fc.constant(undefined) : aFewTimes(5, fc.constant({ uid: 7, gid: 8 })),
    })
    .map(({ lowers, upper, ops, readonlyMount, who }) => ({
      lowers,
      upper,
      ops: aimed([...lowers, upper], ops),
      ...(readonlyMount && { readonlyMount }),
      ...(who && { who }),
    }));

/** What a campaign tries: layers, an upper directory, who acts, and a list of calls. */
export const arbitraryCase = ({
  withoutHeld = false,
  onlyRoot = false,
  withoutSticky = false,
}: ArbitraryOptions = {}): fc.Arbitrary<CaseInput> => {
  const usual = caseOf({ object, call: oneOf(byPath), onlyRoot });
  // Descriptors of FIFOs would need a model of pipes.
  const held = caseOf({ object: inodes, call: oneOf([...byPathOfFiles, ...byDescriptor]), onlyRoot });
  const all = withoutHeld ? usual : fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: held });
  return withoutSticky
    ? all.map((it): CaseInput => JSON.parse(JSON.stringify(it).replaceAll('"1777"', '"0777"')))
    : all;
};
