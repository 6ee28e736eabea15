import fc from 'fast-check';
import { compareNames } from '../../core/overlay/index.ts';
import type { CaseNode, CaseTree } from '../overlay-cases/case-format.ts';

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

export const long = (length: number): string => 'n'.repeat(length);
const oddPath = fc.oneof(
  fc.tuple(plainPath, fc.constantFrom('/', '/.', '/..', '//', '/../a', '/./b', '/../../b')).map(([a, b]) => a + b),
  plainPath.map((path) => path.slice(1)),
  plainPath.map((path) => `//..${path.replaceAll('/', '//')}`),
  fc.constantFrom('/', '.', '..', '', './', '/..', '/-', `/${long(255)}`, `/${long(256)}`, `/a/${long(256)}/b`, '/é'),
  fc.constantFrom(`/a${'/.'.repeat(2046)}/a`, `/a${'/.'.repeat(2047)}/a`, '/a/'.repeat(1366)),
);
export const path = fc.oneof({ weight: 12, arbitrary: plainPath }, { weight: 1, arbitrary: oddPath });

export const target = fc.oneof(
  { weight: 3, arbitrary: plainPath },
  {
    weight: 4,
    arbitrary: fc.constantFrom('a', 'b', 'c', '../a', '../b', 'a/b', 'b/', 'c/..', '.', '..', '/', './c/.'),
  },
);

export const text = fc.constantFrom('', 'x', 'yy', 'zzz', 'much longer than the others');
export const fileMode = fc.constantFrom('0644', '0600', '0755', '4755', '2755', '2744', '6777', '0000');
export const dirMode = fc.constantFrom('0755', '0755', '0777', '1777', '2775', '0700', '0000');
export const anyMode = fc.oneof(fileMode, dirMode);
export const id = fc.constantFrom(0, 0, 7, 8);
export const capability = '\x01\x00\x00\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00';
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

export type Objects = fc.Arbitrary<CaseNode | FurtherName>;
export const inodes: Objects = fc.oneof<{ arbitrary: Objects; weight: number }[]>(
  { weight: 6, arbitrary: dir },
  { weight: 2, arbitrary: opaqueDir },
  { weight: 6, arbitrary: file },
  { weight: 3, arbitrary: symlink },
  { weight: 2, arbitrary: whiteout },
  { weight: 2, arbitrary: furtherName },
);
export const object: Objects = fc.oneof(
  { weight: 20, arbitrary: inodes },
  { weight: 1, arbitrary: fc.oneof(fifo, chr) },
);

export const tree = (maxLength: number, it: Objects): fc.Arbitrary<CaseTree> =>
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
