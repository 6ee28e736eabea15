import { execFileSync } from 'node:child_process';
import fc from 'fast-check';

/** A member of a tar, as scripts/make-tar.py takes it. */
export type TarPart = {
  readonly name: string;
  readonly type: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: number;
  readonly uname?: string;
  readonly content?: string;
  readonly linkname?: string;
  readonly major?: number;
  readonly minor?: number;
  readonly xattrs?: Readonly<Record<string, string>>;
};

export type TarOrder = {
  readonly format: 'gnu' | 'pax' | 'ustar';
  readonly zeros: number;
  readonly members: readonly TarPart[];
};

export const makeTars = (orders: readonly TarOrder[]): readonly Uint8Array[] =>
  execFileSync('scripts/make-tar.py', { input: JSON.stringify(orders), encoding: 'utf8', maxBuffer: 1 << 28 })
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Uint8Array.from(Buffer.from(line, 'base64')));

const long = 'n'.repeat(120);
const part = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('a', 'b', 'c') },
  { weight: 2, arbitrary: fc.constantFrom('.wh.a', '.wh.b', '.wh.c') },
  { weight: 1, arbitrary: fc.constantFrom('.wh..wh..opq', 'é', long, 'a b', '..', '.wh.', '\udcff') },
);
const name = fc
  .tuple(fc.constantFrom('', '', '', './', '/', '../'), fc.array(part, { minLength: 1, maxLength: 3, size: 'max' }))
  .map(([start, parts]) => start + parts.join('/'));

const attributes = fc.record({
  mode: fc.constantFrom(0o644, 0o755, 0o4755, 0o2775, 0o1777, 0),
  uid: fc.constantFrom(0, 0, 1, 1000, 3_000_000),
  gid: fc.constantFrom(0, 0, 2, 1000),
  mtime: fc.constantFrom(0, 1_000, 1_700_000_000, 1_000.25, -5),
});
const capability = `\u0001\u0000\u0000\u0002${'\u0001\u0000\u0000\u0000'.repeat(4)}`;
const xattrs = fc.constantFrom<Readonly<Record<string, string>>>(
  {},
  {},
  {},
  { 'user.k': 'v' },
  { 'security.capability': capability },
  { 'trusted.overlay.opaque': 'y' },
);
const content = fc.constantFrom('', 'x', 'yy').map((text) => Buffer.from(text).toString('base64'));

const directory = fc.record({ type: fc.constant('5') });
const file = fc.record({ type: fc.constant('0'), content });
const symlink = fc.record({ type: fc.constant('2'), linkname: name });
const hardLink = fc.record({ type: fc.constant('1'), linkname: name });
const device = fc.record({
  type: fc.constantFrom('3', '4'),
  major: fc.constantFrom(0, 1),
  minor: fc.constantFrom(0, 3),
});
const other = fc.record({ type: fc.constantFrom('6', '7') });

const shape: fc.Arbitrary<Partial<TarPart> & { readonly type: string }> = fc.oneof(
  { weight: 5, arbitrary: directory },
  { weight: 5, arbitrary: file },
  { weight: 2, arbitrary: symlink },
  { weight: 3, arbitrary: hardLink },
  { weight: 1, arbitrary: device },
  { weight: 1, arbitrary: other },
);

const member: fc.Arbitrary<TarPart> = fc
  .tuple(name, shape, attributes, xattrs, fc.boolean())
  .map(([path, what, rest, attrs, slash]) => ({
    name: what.type === '5' && slash ? `${path}/` : path,
    ...what,
    ...rest,
    ...(Object.keys(attrs).length > 0 && { xattrs: attrs }),
  }));

/** Any small tar, most of them with something odd in it. */
export const tarOrder: fc.Arbitrary<TarOrder> = fc
  .record({
    format: fc.constantFrom<TarOrder['format']>('gnu', 'pax', 'ustar'),
    zeros: fc.constantFrom(0, 0, 512, 100, 9_216),
    members: fc.array(member, { minLength: 1, maxLength: 7, size: 'max' }),
  })
  .map((order) => (order.format === 'ustar' && !fitsUstar(order.members) ? { ...order, format: 'gnu' } : order));

/** Old headers hold ASCII names of a hundred bytes, whole seconds and small numbers. */
const fitsUstar = (members: readonly TarPart[]): boolean =>
  members.every(
    ({ name: path, linkname = '', uid, mtime }) =>
      /^[\x20-\x7e]{1,100}$/.test(path) && /^[\x20-\x7e]{0,100}$/.test(linkname) && uid < 2 ** 21 && mtime >= 0,
  );
