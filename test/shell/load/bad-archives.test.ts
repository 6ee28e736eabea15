import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { epoch } from '../../../src/core/kernel/instant.ts';
import { encodeHeader } from '../../../src/core/layers/encode-header.ts';
import { concat } from '../../../src/core/layers/raw-text.ts';
import { blockSize, paddingOf, type TarHeader } from '../../../src/core/layers/tar-header.ts';
import { BadInput } from '../../../src/shell/bad-input.ts';
import { blobsBeside } from '../../../src/shell/blobs/blobs-beside.ts';
import { loadImage } from '../../../src/shell/load/load-image.ts';
import { Session } from '../../../src/shell/session.ts';

type Part = { readonly name: string; readonly data?: Uint8Array | string } & Partial<TarHeader>;

const bytes = (data: Uint8Array | string): Uint8Array => (typeof data === 'string' ? Buffer.from(data) : data);
const member = ({ data = '', ...header }: Part): Uint8Array => {
  const content = bytes(data);
  const plain = {
    type: '0',
    mode: 0o644,
    uid: 0,
    gid: 0,
    uname: '',
    gname: '',
    mtime: epoch,
    linkname: '',
    devmajor: 0,
    devminor: 0,
  };
  const head = encodeHeader({ ...plain, size: content.length, ...header });
  return concat([head, content, new Uint8Array(paddingOf(content.length))]);
};
const tar = (...parts: readonly Part[]): Uint8Array => concat([...parts.map(member), new Uint8Array(2 * blockSize)]);
const digest = (data: Uint8Array): string => `sha256:${createHash('sha256').update(data).digest('hex')}`;

const configOf = (layers: readonly Uint8Array[], more: object = {}): string =>
  JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    config: {},
    history: layers.map(() => ({ created_by: 'x' })),
    rootfs: { type: 'layers', diff_ids: layers.map(digest) },
    ...more,
  });

const archiveOf = (layers: readonly Uint8Array[], config = configOf(layers), manifest: object = {}): Uint8Array =>
  tar({ name: 'c.json', data: config }, ...layers.map((data, at) => ({ name: `${at}/layer.tar`, data })), {
    name: 'manifest.json',
    data: JSON.stringify([
      { Config: 'c.json', RepoTags: ['x:1'], Layers: layers.map((_, at) => `${at}/layer.tar`), ...manifest },
    ]),
  });

let dir: string;
let session: Session;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'plimsoll-load-'));
  session = new Session({ seed: 'load', blobs: blobsBeside(join(dir, 'log')) });
});
afterEach(() => {
  session.close();
  rmSync(dir, { recursive: true });
});

const load = async (archive: Uint8Array) => {
  const path = join(dir, 'image.tar');
  writeFileSync(path, archive);
  return loadImage(path, session);
};
const kept = (): readonly string[] =>
  ['sha256', 'slices', 'tmp'].flatMap((name) => {
    const path = join(dir, 'log.blobs', name);
    return existsSync(path) ? readdirSync(path) : [];
  });

const good = tar({ name: 'a/', type: '5', mode: 0o755 }, { name: 'a/f', data: 'hello' });

describe('a good archive', () => {
  test('is loaded once; its layer is kept whole, its files are found inside', async () => {
    const { lines } = await load(archiveOf([good]));
    expect(lines).toEqual(['Loaded image: x:1']);
    expect(session.world.layers.size).toBe(1);
    expect(session.blobs.get(digest(good) as never)).toEqual(Buffer.from(good));
    expect(Buffer.from(session.blobs.get(digest(Buffer.from('hello')) as never) ?? []).toString()).toBe('hello');
    const { length } = session;
    await load(archiveOf([good]));
    expect(session.length).toBe(length + 1);
  });

  test('may have compressed layers, and a layer twice', async () => {
    const layers = [good, good];
    const archive = tar(
      { name: 'c.json', data: configOf(layers) },
      { name: 'l', data: gzipSync(good) },
      { name: 'm/l', type: '2', linkname: '../l', size: 0 },
      { name: 'manifest.json', data: JSON.stringify([{ Config: 'c.json', RepoTags: null, Layers: ['l', 'm/l'] }]) },
    );
    const { lines, images } = await load(archive);
    expect(lines).toEqual([`Loaded image ID: ${images[0]}`]);
    expect(session.world.layers.size).toBe(2);
  });

  test.each(['../esc', '/x/abs', 'a/../../b'])('may hold %s: it stays inside the layer', async (name) => {
    await load(archiveOf([tar({ name, data: '1' })]));
    const [layer] = session.world.layers.values();
    expect(layer?.size).toBe(1);
  });

  test('may hold names that are no UTF-8, `__proto__`, and links to anywhere', async () => {
    await load(
      archiveOf([
        tar(
          { name: '__proto__', data: '1' },
          { name: '\udcff', data: '2' },
          { name: 'out', type: '2', linkname: '../../../etc/passwd' },
        ),
      ]),
    );
    expect(session.world.layers.size).toBe(1);
  });
});

const flipped = (data: Uint8Array, at: number): Uint8Array =>
  data.map((byte, index) => (index === at ? byte ^ 1 : byte));
const inLayer = (...parts: readonly Part[]) => archiveOf([tar(...parts)]);
const huge = concat([
  encodeHeader({
    name: 'f',
    type: '0',
    mode: 0,
    uid: 0,
    gid: 0,
    uname: '',
    gname: '',
    size: 8e10 - 1,
    mtime: epoch,
    linkname: '',
    devmajor: 0,
    devminor: 0,
  }),
  new Uint8Array(blockSize),
]);

describe('a bad archive is refused with what and where, and leaves nothing', () => {
  test.each<[string, () => Uint8Array, RegExp]>([
    ['truncated', () => archiveOf([good]).subarray(0, 2300), /declares \d+ bytes|truncated/],
    ['no tar', () => Buffer.alloc(4096, 'x'), /invalid tar header at byte 0/],
    ['empty', () => new Uint8Array(), /neither manifest.json .* nor index.json/],
    ['with a flipped bit in a header', () => flipped(archiveOf([good]), 3), /invalid tar header at byte 0/],
    [
      'with a flipped bit in a layer',
      () => flipped(archiveOf([good]), Buffer.from(archiveOf([good])).indexOf('hello')),
      /invalid diffID for layer 0/,
    ],
    [
      'compressed as a whole',
      () => gzipSync(archiveOf([good])),
      /compressed with gzip as a whole: uncompress it first/,
    ],
    ['with a huge size in a header', () => huge, /declares \d+ bytes, but the archive has only \d+ more/],
    ['with a huge size in a layer', () => archiveOf([huge]), /unexpected EOF/],
    ['with a layer that is no tar', () => archiveOf([Buffer.alloc(1024, 'x')]), /archive\/tar: invalid tar header/],
    [
      'with a torn gzip layer',
      () => archiveOf([gzipSync(good).subarray(0, 60)]),
      /image\.tar: 0\/layer\.tar: gzip: unexpected end of file/,
    ],
    [
      'with a hard link to nowhere',
      () => inLayer({ name: 'h', type: '1', linkname: '../x' }),
      /link \/x \/h: no such file/,
    ],
    ['with a path twice', () => inLayer({ name: 'f' }, { name: './f' }), /duplicates of file paths not supported/],
    [
      'with a whiteout over its own file',
      () => inLayer({ name: 'f' }, { name: '.wh.f' }),
      /failed to mknod\("\/f", S_IFCHR, 0\): file exists/,
    ],
    [
      'without a layer',
      () => archiveOf([good], undefined, { Layers: ['nope'] }),
      /names nope, which is not in the archive/,
    ],
    [
      'with too few layers',
      () => archiveOf([good], undefined, { Layers: [] }),
      /layers length mismatch: expected 0, got 1/,
    ],
    [
      'of another system',
      () => archiveOf([good], configOf([good], { os: 'windows' })),
      /cannot load windows image on linux/,
    ],
    ['without RootFS', () => archiveOf([good], '{}'), /no RootFS key/],
    [
      'with too much history',
      () => archiveOf([good], configOf([good], { history: [{}, {}] })),
      /too many non-empty layers in History section/,
    ],
    [
      'with a bad tag',
      () => archiveOf([good], undefined, { RepoTags: ['UPPER:1'] }),
      /repository name must be lowercase/,
    ],
    ['with a manifest that is no JSON', () => tar({ name: 'manifest.json', data: '[' }), /manifest.json is not JSON/],
    [
      'with a manifest of the wrong shape',
      () => tar({ name: 'manifest.json', data: '[{"Config":7}]' }),
      /image 0 has no Config/,
    ],
    [
      'with 130 layers',
      () => archiveOf(Array.from({ length: 130 }, (_, at) => tar({ name: `f${at}` }))),
      /max depth exceeded/,
    ],
  ])('%s', async (_, archive, message) => {
    const { length } = session;
    const error = await load(archive()).then(
      () => undefined,
      (it: unknown) => it,
    );
    expect(error).toBeInstanceOf(BadInput);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).toContain('image.tar');
    expect(session.length).toBe(length);
    expect(kept()).toEqual([]);
  });
});
