import fc from 'fast-check';
import type { SavedImage } from '../../src/core/images/saved.ts';
import { digestOf } from '../../src/core/kernel/digest.ts';
import { known } from '../../src/core/kernel/impossible.ts';
import { layerOfTar } from '../../src/core/layers/layer-of-tar.ts';
import { writeLayerTar } from '../../src/core/layers/layer-tar.ts';
import { TarReader } from '../../src/core/layers/read-tar.ts';
import type { TarHeader } from '../../src/core/layers/tar-header.ts';
import { applyChanges, emptyTree, writeFile } from '../../src/core/overlay/index.ts';
import { saveArchive } from '../../src/shell/save.ts';
import { Session } from '../../src/shell/session.ts';
import type { Report } from './bug.ts';
import { contents } from './driver.ts';
import { contextAt } from './observe.ts';

/** Images of one repository, tagged 1, 2, 3, each a list of layers; some layers are the same. */
export type Images = readonly (readonly number[])[];

export type SavedMember = {
  readonly name: string;
  readonly type: string;
  readonly linkname: string;
  readonly mtime: string;
  readonly digest: string;
};
/** `docker save`: what is in its archive. `at` is the time of the save. */
export type Save = (images: Images, at: string) => readonly SavedMember[];

/** A report, and a `docker save` that has the bug. */
export type SaveBug = Report & { readonly save: Save };

export const someImages: fc.Arbitrary<Images> = fc.array(fc.array(fc.nat(2), { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 3,
});

export const textOfImages = (images: Images): string =>
  [...images.map((layers, at) => `image x:${at + 1} of layers ${layers.join(', ')}`), 'docker save x'].join('; ');

const tarOf = (number: number): Uint8Array => {
  const outcome = writeFile(
    { lower: undefined, upper: emptyTree() },
    `/${number}`,
    new Uint8Array([number]),
    contextAt(0),
  );
  return writeLayerTar(applyChanges(emptyTree(), outcome.changes ?? []), contents).bytes;
};
const tars = [0, 1, 2].map(tarOf);
const layers = tars.map((tar) => {
  const layer = layerOfTar(tar);
  if (typeof layer === 'string') throw new Error(layer);
  return layer;
});

const saved = (images: Images): readonly SavedMember[] => {
  const session = new Session({ seed: 'save' });
  for (const tar of tars) session.bring(tar);
  const wanted = images.map((numbers, at) => {
    const diffIds = numbers.map((number) => known(layers[number], 'layer').diffId);
    const rootfs = { type: 'layers', diff_ids: diffIds };
    const config = JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      created: `200${at}-01-01T00:00:00Z`,
      config: {},
      rootfs,
    });
    return { config, layers: diffIds, repoTags: [`x:${at + 1}`] };
  });
  session.perform({ issuer: 'client', type: 'LoadImage', images: wanted, layers });
  const decision = session.perform({ issuer: 'client', type: 'SaveImages', images: ['x'] });
  const list = 'answer' in decision ? (decision.answer as readonly SavedImage[]) : [];
  return membersOf(saveArchive(session.world, list, session.blobs.get));
};

const membersOf = (archive: Iterable<Uint8Array>): readonly SavedMember[] => {
  const all: SavedMember[] = [];
  let header: TarHeader | undefined;
  let pieces: Uint8Array[] = [];
  const reader = new TarReader({
    entry: (it) => {
      header = it;
      pieces = [];
    },
    data: (piece) => pieces.push(Uint8Array.from(piece)),
    end: () => {
      if (!header) return;
      const { name, type, linkname, mtime } = header;
      all.push({ name, type, linkname, mtime, digest: digestOf(Buffer.concat(pieces)) });
    },
  });
  for (const piece of archive) reader.write(piece);
  return all;
};

export const modelSave: Save = saved;

const dirOf = (name: string): string => name.slice(0, name.indexOf('/') + 1);

export const saveBugs: readonly SaveBug[] = [
  {
    issues: ['moby/moby#42766'],
    sentence: 'what stands for a layer that the archive has already gets the time of the save, so two saves differ',
    level: 'save',
    save: (images, at) => {
      const all = saved(images);
      const again = new Set(all.filter(({ type }) => type === '2').map(({ name }) => dirOf(name)));
      return all.map((it) => (again.has(dirOf(it.name)) ? { ...it, mtime: at } : it));
    },
  },
  {
    issues: ['moby/moby#24951'],
    sentence: 'the symlink that stands for a layer that the archive has already leads one directory too high',
    level: 'save',
    save: (images) => saved(images).map((it) => (it.type === '2' ? { ...it, linkname: `../${it.linkname}` } : it)),
  },
  {
    issues: ['moby/moby#9009'],
    sentence: 'saving a repository leaves out the layers of every image but the first',
    level: 'save',
    save: (images) => {
      const first = new Set(saved(images.slice(0, 1)).map(({ name }) => dirOf(name)));
      return saved(images).filter(({ name }) => !name.includes('/') || first.has(dirOf(name)));
    },
  },
];
