import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { savedImages } from '../../src/core/images/saved.ts';
import { digestOf } from '../../src/core/kernel/digest.ts';
import { known } from '../../src/core/kernel/impossible.ts';
import { loadImage } from '../../src/shell/load/load-image.ts';
import { saveArchive } from '../../src/shell/save.ts';
import { Session } from '../../src/shell/session.ts';
import { makeTars, type TarOrder, type TarPart } from './layers-arbitrary.ts';
import { archiveOf, dockerGives, filesOf, type Made, runDocker, savedLayers } from './layers-docker.ts';

const plain = { mode: 0o644, uid: 0, gid: 0, mtime: 1_000 };
const file = (name: string, text: string, more: Partial<TarPart> = {}): TarPart => ({
  name,
  type: '0',
  content: Buffer.from(text).toString('base64'),
  ...plain,
  ...more,
});
const long = `${'d'.repeat(90)}/${'e'.repeat(90)}/${'f'.repeat(90)}`;

/** Tars that no commit writes, each odd in its own way. */
const odd: readonly TarOrder[] = [
  {
    format: 'pax',
    zeros: 0,
    members: [file('f', 'x', { mtime: 1_000.25, xattrs: { 'user.k': 'v' } }), file(long, 'y')],
  },
  {
    format: 'gnu',
    zeros: 0,
    members: [file(long, 'x', { uid: 3_000_000, uname: 'somebody' }), file('g', '', { mtime: -5 })],
  },
  { format: 'ustar', zeros: 8_192, members: [file('./a', 'trailing zeros'), file('.wh.b', '')] },
  { format: 'gnu', zeros: 100, members: [file('/abs', 'x'), { name: 'h', type: '1', linkname: 'abs', ...plain }] },
];

let images: readonly Made[] = [];
let dir = '';
const tags = (): readonly string[] => images.map(({ tag }) => tag);

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'plimsoll-save-'));
  const base = known(savedLayers('base:1').get('base:1')?.[0], 'layer of base:1');
  const tars = makeTars(odd);
  const cut = known(tars[0], 'first tar').slice(0, -1024);
  images = [
    { tag: 'plimsoll-save:base', layers: [base] },
    { tag: 'plimsoll-save:odd', layers: [base, ...tars] },
    { tag: 'plimsoll-save:cut', layers: [cut] },
  ];
  dockerGives(['load', '--quiet'], archiveOf(images));
});
afterAll(() => {
  runDocker(['rmi', '--force', ...tags()]);
  rmSync(dir, { recursive: true, force: true });
});

/** The same archive, loaded into the model and saved from it. */
const savedByModel = async (archive: Uint8Array, names = tags()): Promise<Uint8Array> => {
  const path = join(dir, 'images.tar');
  writeFileSync(path, archive);
  const session = new Session({ seed: 'save' });
  try {
    await loadImage(path, session);
    const saved = savedImages(session.world, names);
    if ('code' in saved) throw new Error(saved.message);
    return Buffer.concat([...saveArchive(session.world, saved, session.blobs.get)]);
  } finally {
    session.close();
  }
};

describe('images of a real layer and of odd tars (PAX, GNU, trailing zeros, no end marker)', () => {
  it('leave the engine and the model as they came in, byte for byte', async () => {
    const engine = savedLayers(...tags());
    for (const { tag, layers } of images) {
      expect((engine.get(tag) ?? []).map((it) => digestOf(it))).toEqual(layers.map((it) => digestOf(it)));
    }
    const files = filesOf(await savedByModel(archiveOf(images)));
    const found = new Set([...files.values()].map((it) => digestOf(it)));
    for (const { layers } of images) for (const layer of layers) expect(found).toContain(digestOf(layer));
  });

  // Several images come in any order, and a layer that is there twice has the time of the save (moby#42766).
  it.each([0, 1, 2])('image %i makes the same archive in both, byte for byte', async (at) => {
    const image = known(images[at], 'image');
    const model = await savedByModel(archiveOf([image]), [image.tag]);
    expect(digestOf(model)).toBe(digestOf(dockerGives(['save', image.tag])));
  });
});
