import { describe, expect, test } from 'vitest';
import { instant } from '../../src/core/kernel/instant.ts';
import {
  applyChanges,
  type Context,
  chmod,
  chown,
  emptyTree,
  getxattr,
  type InodeData,
  link,
  mkdir,
  mknod,
  type Outcome,
  readdir,
  readFile,
  removexattr,
  rename,
  rmdir,
  setxattr,
  stat,
  symlink,
  treeOfEntries,
  truncate,
  type Union,
  unlink,
  utimes,
  writeFile,
} from '../../src/core/overlay/index.ts';
import { contents, put, root } from './arbitrary.ts';

const attributes = { mode: 0o644, uid: 0, gid: 0, mtime: instant(0) };
const directory = (mode: number, uid = 0, gid = 0): InodeData => ({ ...attributes, kind: 'directory', mode, uid, gid });
const file = (mode: number, uid = 0, gid = 0): InodeData => ({
  ...attributes,
  kind: 'file',
  content: put(new Uint8Array([1])),
  size: 1,
  mode,
  uid,
  gid,
});

/** A volume, so that the same rules are seen without layers. */
const union: Union = {
  lower: undefined,
  upper: treeOfEntries([
    { path: 'home', node: directory(0o755, 7, 7) },
    { path: 'home/own', node: file(0o640, 7, 7) },
    { path: 'home/theirs', node: file(0o640, 8, 7) },
    { path: 'home/secret', node: file(0o600, 8, 8) },
    { path: 'etc', node: directory(0o755) },
    { path: 'etc/conf', node: file(0o644) },
    { path: 'root', node: directory(0o700) },
    { path: 'root/f', node: file(0o644) },
    { path: 'tmp', node: directory(0o1777) },
    { path: 'tmp/theirs', node: file(0o666, 8, 8) },
    { path: 'tmp/own', node: file(0o666, 7, 7) },
    { path: 'shared', node: directory(0o2775, 0, 9) },
  ]),
};
const user: Context = { ...root, uid: 7, gid: 7, umask: 0o022 };
const grouped: Context = { ...user, groups: [9] };
const data = new Uint8Array([2]);
const errno = (outcome: Outcome<unknown>): string => (outcome.ok ? 'ok' : outcome.errno);

describe('someone who is not root', () => {
  test.each<[string, string, (ctx: Context) => Outcome<unknown>]>([
    ['reads and writes what is his', 'ok', (ctx) => writeFile(union, '/home/own', data, ctx)],
    ['reads by his group', 'ok', (ctx) => readFile(union, '/home/theirs', contents, ctx)],
    ['does not write by it', 'EACCES', (ctx) => writeFile(union, '/home/theirs', data, ctx)],
    ['reads no secret', 'EACCES', (ctx) => readFile(union, '/home/secret', contents, ctx)],
    ['reads what all may read', 'ok', (ctx) => readFile(union, '/etc/conf', contents, ctx)],
    ['makes nothing in /etc', 'EACCES', (ctx) => mkdir(union, '/etc/new', ctx)],
    ['makes no file in /etc', 'EACCES', (ctx) => writeFile(union, '/etc/new', data, ctx)],
    ['hears of an existing name first', 'EEXIST', (ctx) => mkdir(union, '/etc/conf', ctx)],
    ['removes nothing from /etc', 'EACCES', (ctx) => unlink(union, '/etc/conf', ctx)],
    ['renames nothing out of /etc', 'EACCES', (ctx) => rename(union, '/etc/conf', '/tmp/x', ctx)],
    ['renames nothing into /etc', 'EACCES', (ctx) => rename(union, '/tmp/own', '/etc/x', ctx)],
    ['links nothing into /etc', 'EACCES', (ctx) => link(union, '/home/own', '/etc/x', ctx)],
    ['truncates nothing in /etc', 'EACCES', (ctx) => truncate(union, '/etc/conf', 0, ctx)],
    ['searches no closed directory', 'EACCES', (ctx) => stat(union, '/root/f', ctx)],
    ['passes through no closed directory', 'EACCES', (ctx) => stat(union, '/root/f/..', ctx)],
    ['lists no closed directory', 'EACCES', (ctx) => readdir(union, '/root', ctx)],
    ['removes his own from a sticky directory', 'ok', (ctx) => unlink(union, '/tmp/own', ctx)],
    ["does not remove another's from it", 'EPERM', (ctx) => unlink(union, '/tmp/theirs', ctx)],
    ["does not rename another's in it", 'EPERM', (ctx) => rename(union, '/tmp/theirs', '/tmp/x', ctx)],
    ["does not replace another's in it", 'EPERM', (ctx) => rename(union, '/tmp/own', '/tmp/theirs', ctx)],
    ['removes no directory of root', 'EACCES', (ctx) => rmdir(union, '/shared', ctx)],
    ['makes nothing without the group', 'EACCES', (ctx) => symlink(union, 'x', '/shared/x', ctx)],
    ['changes the mode of his own', 'ok', (ctx) => chmod(union, '/home/own', 0o600, ctx)],
    ["does not change another's mode", 'EPERM', (ctx) => chmod(union, '/tmp/theirs', 0o600, ctx)],
    ['gives nothing away', 'EPERM', (ctx) => chown(union, '/home/own', { uid: 8 }, ctx)],
    ['does not give to a foreign group', 'EPERM', (ctx) => chown(union, '/home/own', { gid: 9 }, ctx)],
    ['touches what he may write', 'ok', (ctx) => utimes(union, '/tmp/theirs', undefined, ctx)],
    ['touches nothing else', 'EACCES', (ctx) => utimes(union, '/etc/conf', undefined, ctx)],
    ['sets no time of what is not his', 'EPERM', (ctx) => utimes(union, '/tmp/theirs', instant(5), ctx)],
    ['sets xattrs of what he may write', 'ok', (ctx) => setxattr(union, '/tmp/theirs', 'user.k', 'v', ctx)],
    ['sets no other xattrs', 'EACCES', (ctx) => setxattr(union, '/etc/conf', 'user.k', 'v', ctx)],
    [
      'sets no capabilities of what is not his',
      'EPERM',
      (ctx) => setxattr(union, '/etc/conf', 'security.capability', '', ctx),
    ],
    [
      'is told first that a value is no capability',
      'EINVAL',
      (ctx) => setxattr(union, '/etc/conf', 'security.capability', 'v', ctx),
    ],
    ['reads no xattr of a secret', 'EACCES', (ctx) => getxattr(union, '/home/secret', 'user.k', ctx)],
  ])('%s: %s', (_, expected, call) => {
    expect(errno(call(user))).toBe(expected);
    expect(errno(call(root))).not.toMatch(/EACCES/);
  });

  test('uses his further groups', () => {
    expect(errno(mkdir(union, '/shared/x', grouped))).toBe('ok');
    expect(errno(chown(union, '/home/own', { gid: 9 }, grouped))).toBe('ok');
  });
});

describe('what a new object gets', () => {
  const made = (call: (ctx: Context) => Outcome, path: string, ctx: Context) => {
    const outcome = call(ctx);
    if (!outcome.ok) throw new Error(outcome.errno);
    const found = stat({ lower: undefined, upper: applyChanges(union.upper, outcome.changes) }, path);
    if (!found.ok) throw new Error(found.errno);
    const { mode, uid, gid } = found.value;
    return [mode.toString(8), uid, gid];
  };
  test('owner, group and the umask’s mode', () => {
    expect(made((ctx) => writeFile(union, '/home/n', data, ctx), '/home/n', user)).toEqual(['644', 7, 7]);
    expect(made((ctx) => mkdir(union, '/home/n', ctx, 0o7777), '/home/n', user)).toEqual(['1755', 7, 7]);
  });
  test('in a set-gid directory that directory’s group, and a directory its bit', () => {
    expect(made((ctx) => mkdir(union, '/shared/n', ctx), '/shared/n', grouped)).toEqual(['2755', 7, 9]);
    expect(made((ctx) => writeFile(union, '/shared/n', data, ctx), '/shared/n', grouped)).toEqual(['644', 7, 9]);
  });
});

describe('names and values that are refused', () => {
  test.each<[string, string, Outcome<unknown>]>([
    ['an xattr without a known namespace', 'EOPNOTSUPP', setxattr(union, '/etc', 'color', 'v', root)],
    ['an xattr without a name', 'ERANGE', setxattr(union, '/etc', '', 'v', root)],
    ['an xattr with too long a name', 'ERANGE', setxattr(union, '/etc', `user.${'x'.repeat(300)}`, 'v', root)],
    ['security.*', 'EPERM', setxattr(union, '/etc', 'security.selinux', 'v', root)],
    ['trusted.*', 'EPERM', removexattr(union, '/etc', 'trusted.x', root)],
    ['a symlink target of 4096 bytes', 'ENAMETOOLONG', symlink(union, 'x'.repeat(4096), '/etc/x', root)],
    ['a name of 256 bytes', 'ENAMETOOLONG', mkdir(union, `/${'é'.repeat(128)}`, root)],
    ['a name of 254 bytes', 'ok', mkdir(union, `/${'é'.repeat(127)}`, root)],
    ['a device 0:0 in a plain directory', 'ok', mknod(union, '/z', { device: 'char', major: 0, minor: 0 }, root)],
  ])('%s: %s', (_, expected, outcome) => {
    expect(errno(outcome)).toBe(expected);
  });
});

test('a relative path starts at the working directory', () => {
  const here = { ...user, cwd: '/home' };
  expect(errno(readFile(union, 'own', contents, here))).toBe('ok');
  expect(errno(readFile(union, '../etc/conf', contents, here))).toBe('ok');
  expect(errno(writeFile(union, 'new', data, here))).toBe('ok');
  expect(errno(mkdir(union, 'x', { ...root, cwd: '/none' }))).toBe('ENOENT');
  expect(emptyTree().inodes.size).toBe(1);
});
