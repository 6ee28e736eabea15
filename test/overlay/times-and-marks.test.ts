import { describe, expect, test } from 'vitest';
import { instant } from '../../src/core/kernel/instant.ts';
import {
  appendFile,
  applyChanges,
  type Context,
  chmod,
  chown,
  diff,
  emptyTree,
  type Inode,
  type InodeData,
  link,
  lstat,
  mkdir,
  type Outcome,
  open,
  readFile,
  rename,
  rmdir,
  setxattr,
  stackOf,
  stat,
  symlink,
  treeOfEntries,
  truncate,
  type Union,
  unlink,
  utimes,
  walkTree,
  writeAt,
  writeFile,
} from '../../src/core/overlay/index.ts';
import { contents, put, root } from './arbitrary.ts';

const old = instant(1_000);
const now = instant(9_000);
const ctx: Context = { ...root, now };
const attributes = { mode: 0o644, uid: 0, gid: 0, mtime: old };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const file = (text: string, more: Partial<InodeData> = {}): InodeData =>
  ({ kind: 'file', content: put(bytes(text)), size: bytes(text).length, ...attributes, ...more }) as InodeData;
const dir = (more: Partial<InodeData> = {}): InodeData =>
  ({ kind: 'directory', ...attributes, mode: 0o755, ...more }) as InodeData;

const image = stackOf([
  treeOfEntries(
    [
      { path: 'd', node: dir() },
      { path: 'd/f', node: file('old') },
      { path: 'd/g', node: file('other', { mode: 0o6755, xattrs: { 'security.capability': 'c', 'user.k': '1' } }) },
      { path: 'd/sub', node: dir() },
      { path: 'h', node: file('hard') },
      { path: 'i', node: file('hard'), hardLink: 'h' },
    ],
    old,
  ),
]);
const fresh: Union = { lower: image, upper: emptyTree(old) };

const next = (union: Union, outcome: Outcome<unknown>): Union => {
  if (!outcome.ok) throw new Error(outcome.errno);
  return { lower: union.lower, upper: applyChanges(union.upper, outcome.changes) };
};
const value = <V>(outcome: Outcome<V>): V => {
  if (!outcome.ok) throw new Error(outcome.errno);
  return outcome.value;
};
const mtimeOf = (union: Union, path: string): string => value(lstat(union, path)).mtime;
const upperOf = (union: Union): ReadonlyMap<string, Inode> =>
  new Map([...walkTree(union.upper)].map(({ path, inode }) => [path, inode]));

describe('times', () => {
  test.each([
    ['create', (it: Union) => writeFile(it, '/d/new', bytes('x'), ctx)],
    ['mkdir', (it: Union) => mkdir(it, '/d/new', ctx)],
    ['symlink', (it: Union) => symlink(it, 'x', '/d/new', ctx)],
    ['link', (it: Union) => link(it, '/h', '/d/new', ctx)],
    ['unlink', (it: Union) => unlink(it, '/d/f', ctx)],
    ['rmdir', (it: Union) => rmdir(it, '/d/sub', ctx)],
    ['rename out', (it: Union) => rename(it, '/d/f', '/new', ctx)],
    ['rename in', (it: Union) => rename(it, '/h', '/d/new', ctx)],
  ])('%s changes the mtime of the directory', (_, call) => {
    const union = next(fresh, call(fresh));
    expect(mtimeOf(union, '/d')).toBe(now);
  });

  test.each([
    ['open for writing', (it: Union) => open(it, '/d/f', { write: true }, ctx)],
    ['chmod', (it: Union) => chmod(it, '/d/f', 0o600, ctx)],
    ['chown', (it: Union) => chown(it, '/d/f', { uid: 1 }, ctx)],
    ['setxattr', (it: Union) => setxattr(it, '/d/f', 'user.k', '1', ctx)],
    ['a copy-up for chmod of the directory', (it: Union) => chmod(it, '/d', 0o700, ctx)],
  ])('%s keeps all mtimes', (_, call) => {
    const union = next(fresh, call(fresh));
    expect([mtimeOf(union, '/d'), mtimeOf(union, '/d/f'), mtimeOf(union, '/')]).toEqual([old, old, old]);
  });

  test.each([
    ['write', (it: Union) => writeFile(it, '/d/f', bytes('x'), ctx)],
    ['append', (it: Union) => appendFile(it, '/d/f', bytes('x'), ctx)],
    ['emptying', (it: Union) => open(it, '/d/f', { write: true, truncate: true }, ctx)],
    ['truncate', (it: Union) => truncate(it, '/d/f', 1, ctx)],
    ['touch', (it: Union) => utimes(it, '/d/f', undefined, ctx)],
  ])('%s changes the mtime of the file, not of its directory', (_, call) => {
    const union = next(fresh, call(fresh));
    expect([mtimeOf(union, '/d/f'), mtimeOf(union, '/d')]).toEqual([now, old]);
  });

  test('writing nothing is no change', () => {
    const union = next(fresh, appendFile(fresh, '/d/f', bytes(''), ctx));
    expect(mtimeOf(union, '/d/f')).toBe(old);
    expect(diff(union)).toEqual([]);
  });

  test('a zero fraction on either side is not compared by docker diff, another one is', () => {
    const rows = (mtime: ReturnType<typeof instant>) => diff(next(fresh, utimes(fresh, '/d/f', mtime, ctx)));
    expect(rows(instant(1_000, 5))).toEqual([]);
    expect(rows(instant(2_000))).toHaveLength(2);
    const precise = stackOf([treeOfEntries([{ path: 'f', node: file('', { mtime: instant(1_000, 3) }) }])]);
    const union: Union = { lower: precise, upper: emptyTree() };
    expect(diff(next(union, utimes(union, '/f', instant(1_000, 5), ctx)))).toEqual([{ path: '/f', kind: 'C' }]);
    expect(diff(next(union, utimes(union, '/f', instant(1_000), ctx)))).toEqual([]);
  });

  test('sockets and block devices count as directories for docker diff: their times are not compared', () => {
    for (const node of [{ kind: 'socket' }, { kind: 'device', device: 'block', major: 8, minor: 0 }] as const) {
      const lower = stackOf([treeOfEntries([{ path: 's', node: { ...node, ...attributes } }])]);
      const union: Union = { lower, upper: emptyTree() };
      expect(diff(next(union, utimes(union, '/s', instant(77_000), ctx)))).toEqual([]);
    }
  });
});

describe('contents', () => {
  test('are written at an offset, with zeros in a gap', () => {
    const union = next(fresh, writeAt(fresh, '/d/f', { data: bytes('X'), offset: 5 }, ctx));
    expect(value(readFile(union, '/d/f', contents))).toEqual(bytes('old\0\0X'));
    const again = next(union, writeAt(union, '/d/f', { data: bytes('Y'), offset: 1 }, ctx));
    expect(value(readFile(again, '/d/f', contents))).toEqual(bytes('oYd\0\0X'));
    const cut = next(again, truncate(again, '/d/f', 8, ctx));
    expect(value(readFile(cut, '/d/f', contents))).toEqual(bytes('oYd\0\0X\0\0'));
  });

  test('a write drops capabilities, root keeps the mode bits, others lose set-uid and set-gid', () => {
    const byRoot = value(lstat(next(fresh, appendFile(fresh, '/d/g', bytes('+'), ctx)), '/d/g'));
    expect(byRoot.mode).toBe(0o6755);
    const open666 = next(fresh, chmod(fresh, '/d/g', 0o6777, ctx));
    const union = next(open666, appendFile(open666, '/d/g', bytes('+'), { ...ctx, uid: 5, gid: 5 }));
    expect(value(lstat(union, '/d/g')).mode).toBe(0o777);
    expect(upperOf(union).get('/d/g')?.xattrs).toEqual({ 'user.k': '1' });
  });

  test('a new owner costs set-uid, set-gid and capabilities', () => {
    const union = next(fresh, chown(fresh, '/d/g', { uid: 3 }, ctx));
    expect(upperOf(union).get('/d/g')).toMatchObject({ mode: 0o755, uid: 3, gid: 0, xattrs: { 'user.k': '1' } });
  });
});

describe('marks in upper', () => {
  test('whiteouts of removals share one inode, as the kernel links them; a rename makes its own', () => {
    const one = next(fresh, unlink(fresh, '/d/f', ctx));
    const two = next(one, unlink(one, '/h', ctx));
    const three = next(two, rename(two, '/i', '/d/sub/i', ctx));
    const whiteouts = [...walkTree(three.upper)].filter(({ inode }) => inode.kind === 'whiteout');
    expect(whiteouts.map(({ path, inode }) => [path, inode.nlink])).toEqual([
      ['/d/f', 2],
      ['/h', 2],
      ['/i', 1],
    ]);
  });

  test('the shared whiteout is forgotten with its last name', () => {
    const gone = next(fresh, unlink(fresh, '/h', ctx));
    expect(gone.upper.whiteout).toBeDefined();
    const back = next(gone, writeFile(gone, '/h', bytes('x'), ctx));
    expect(back.upper.whiteout).toBeUndefined();
    expect(next(back, unlink(back, '/i', ctx)).upper.whiteout).toBeDefined();
  });

  test('a whiteout at the target of a rename moves to the source', () => {
    const gone = next(fresh, unlink(fresh, '/h', ctx));
    const union = next(gone, rename(gone, '/d/f', '/h', ctx));
    expect(upperOf(union).get('/d/f')).toMatchObject({ kind: 'whiteout', nlink: 1 });
    expect(upperOf(union).get('/h')).toMatchObject({ kind: 'file', nlink: 1 });
  });

  test('inode identity survives copy-up, but not that of one of several names', () => {
    const before = value(stat(fresh, '/d/f')).id;
    const union = next(fresh, chmod(fresh, '/d/f', 0o600, ctx));
    expect(value(stat(union, '/d/f')).id).toBe(before);
    expect(value(stat(union, '/d')).id).toBe(value(stat(fresh, '/d')).id);
    const broken = next(fresh, chmod(fresh, '/h', 0o600, ctx));
    expect(value(stat(broken, '/h'))).toMatchObject({ nlink: 1, id: expect.stringMatching(/^upper:/) });
    expect(value(stat(broken, '/i'))).toMatchObject({ nlink: 2, id: value(stat(fresh, '/h')).id });
  });

  test('a directory has one link when merged, and two and its subdirectories when it is of one layer', () => {
    expect(value(stat(fresh, '/d')).nlink).toBe(3);
    expect(value(stat(next(fresh, chmod(fresh, '/d', 0o700, ctx)), '/d')).nlink).toBe(1);
    const union = next(fresh, mkdir(fresh, '/n', ctx));
    expect(value(stat(union, '/n')).nlink).toBe(2);
    expect(value(stat(union, '/')).nlink).toBe(1);
  });

  test('an opaque mark that a directory has in its layer is not copied up', () => {
    const lower = stackOf([
      treeOfEntries([{ path: 'd/below', node: file('x') }]),
      treeOfEntries([{ path: 'd', node: dir({ opaque: true } as Partial<InodeData>) }]),
    ]);
    const union: Union = { lower, upper: emptyTree() };
    const upper = upperOf(next(union, chmod(union, '/d', 0o700, ctx))).get('/d');
    expect(upper).toMatchObject({ kind: 'directory', mode: 0o700, origin: '2:2' });
    expect(upper).not.toHaveProperty('opaque');
  });
});
