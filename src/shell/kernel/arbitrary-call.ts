import fc from 'fast-check';
import type { CaseOp } from '../overlay-cases/case-format.ts';
import { anyMode, capability, dirMode, fileMode, id, long, path, target, text } from './arbitrary-tree.ts';

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
export type Draft = { readonly op: CaseOp; readonly near: number; readonly nearTo: number };
const chosen = fc.oneof(fc.constant(0), { weight: 3, arbitrary: fc.nat(1000) });

type More = Partial<Omit<CaseOp, 'op' | 'path'>>;
const at = (op: string, more: fc.Arbitrary<More> = fc.constant({})): fc.Arbitrary<Draft> =>
  fc
    .tuple(path, more, chosen, chosen)
    .map(([to, rest, near, nearTo]) => ({ op: { op, path: to, ...rest }, near, nearTo }));
const on = (op: string, more: fc.Arbitrary<More> = fc.constant({})): fc.Arbitrary<Draft> =>
  fc.tuple(fd, more).map(([number, rest]) => ({ op: { op, path: '', fd: number, ...rest }, near: 0, nearTo: 0 }));

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
export const byPathOfFiles: readonly (readonly [number, fc.Arbitrary<Draft>])[] = [
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

export const byPath: typeof byPathOfFiles = [
  ...byPathOfFiles,
  [1, at('mkfifo', fc.record({ mode: fileMode }))],
  [1, at('mknod', fc.record({ mode: fileMode, rdev: fc.constantFrom('0:0', '1:3') }))],
];

/** Calls on held descriptors, and what moves the working directory. */
export const byDescriptor: readonly (readonly [number, fc.Arbitrary<Draft>])[] = [
  [6, at('fopen', fc.record({ flags, mode: fileMode, fd }))],
  [3, on('fread')],
  [3, on('fwrite', fc.record({ data: text }))],
  [2, on('fstat')],
  [2, on('fchmod', fc.record({ mode: fileMode }))],
  [2, on('freaddir')],
  [1, on('fclose')],
  [3, at('chdir')],
];

export const oneOf = (calls: typeof byPath): fc.Arbitrary<Draft> =>
  fc.oneof(...calls.map(([weight, arbitrary]) => ({ weight, arbitrary })));
