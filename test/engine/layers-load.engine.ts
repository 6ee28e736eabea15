import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/core/kernel/digest.ts';
import { layerOfTar } from '../../src/core/layers/layer-of-tar.ts';
import { cleanPath } from '../../src/core/layers/unpack.ts';
import { makeTars, type TarOrder, tarOrder } from './layers-arbitrary.ts';
import { archiveOf, dockerGives, inspect, runDocker, savedLayers } from './layers-docker.ts';
import { entriesOnDisk, linesOf } from './layers-rows.ts';

const seed = Number(process.env.PLIMSOLL_SEED ?? 20_260_701);
const runs = Number(process.env.PLIMSOLL_LAYER_RUNS ?? 12);

/** What became of a layer: its refusal, or its digest, its size and the tree of its directory. */
type Told =
  | { readonly refusal: string }
  | { readonly diffId: string; readonly size: number; readonly lines: readonly string[] };

const inModel = (tar: Uint8Array): Told => {
  const layer = layerOfTar(tar);
  if (typeof layer === 'string') return { refusal: printable(layer) };
  return { diffId: layer.diffId, size: layer.size, lines: linesOf(layer.entries, '0') };
};

/** The answer is JSON: what is not UTF-8 in a name is lost in it. */
const printable = (text: string): string => text.replace(/[\udc80-\udcff]/g, '\ufffd').trim();

/** What the unpacking process said before it failed stands in the refusal too. */
const withoutWarnings = (text: string): string =>
  text
    .replace('Error response from daemon: ', '')
    .replace(/time="[^"]*" level=warning .*\n/g, '')
    .trim();

const refusalOnEngine = (tar: Uint8Array): string => {
  const tag = 'plimsoll-refused:1';
  const { status, stderr } = runDocker(['load', '--quiet'], archiveOf([{ tag, layers: [tar] }]));
  if (status === 0) dockerGives(['rmi', '--force', tag]);
  return status === 0 ? '' : withoutWarnings(stderr);
};

/** Each layer as an image of its own, all loaded by one call. */
const onEngine = (tars: readonly Uint8Array[]): readonly Told[] => {
  if (tars.length === 0) return [];
  const tags = tars.map((_, at) => `plimsoll-layer:${at}`);
  const images = tars.map((tar, at) => ({ tag: tags[at] ?? '', layers: [tar] }));
  const { status, stderr } = runDocker(['load', '--quiet'], archiveOf(images));
  if (status !== 0) throw new Error(`the engine refuses what the model takes: ${stderr}`);
  return inspect('image', ...tags).map(({ Size: size, RootFS, GraphDriver }) => ({
    diffId: RootFS.Layers[0] ?? '',
    size,
    lines: linesOf(entriesOnDisk(GraphDriver.Data.UpperDir), '0'),
  }));
};

/**
 * The engine packs a layer again from its headers and the files in its directory. What it unpacked to something else, it
 * can not: `docker save` then answers 500 (measured, docs/facts/overlay.md).
 */
const canLeave = (order: TarOrder, tar: Uint8Array): boolean => {
  const layer = layerOfTar(tar);
  if (typeof layer === 'string') return false;
  const files = new Map(layer.entries.map(({ path, node }) => [path, node.kind === 'file' ? node.content : '']));
  return order.members.every(({ name, type, content = '' }) => {
    const bytes = Buffer.from(content, 'base64');
    if (type !== '0' || bytes.length === 0) return true;
    return !cleanPath(name).startsWith('..') && files.get(cleanPath(`/${name}`).slice(1)) === digestOf(bytes);
  });
};

describe('any layer tar, loaded into the engine and into the model', () => {
  it(`gives the same tree or the same refusal, and leaves by save byte for byte (seed ${seed})`, () => {
    const counted = { tars: 0, refused: 0, saved: 0 };
    fc.assert(
      fc.property(fc.array(tarOrder, { minLength: 1, maxLength: 12, size: 'max' }), (orders) => {
        const all = makeTars(orders).map((tar, at) => ({ tar, order: orders[at] ?? never, told: inModel(tar) }));
        const taken = all.filter(({ told }) => !('refusal' in told));
        const leaving = taken.filter(({ order, tar }) => canLeave(order, tar));
        counted.tars += all.length;
        counted.refused += all.length - taken.length;
        counted.saved += leaving.length;
        for (const { tar, told } of all.filter((it) => !taken.includes(it))) {
          expect(told).toEqual({ refusal: refusalOnEngine(tar) });
        }
        try {
          expect(taken.map(({ told }) => told)).toEqual(onEngine(taken.map(({ tar }) => tar)));
          const tags = leaving.map((it) => `plimsoll-layer:${taken.indexOf(it)}`);
          const saved = tags.length === 0 ? new Map() : savedLayers(...tags);
          for (const [at, { tar }] of leaving.entries()) {
            expect(digestOf(saved.get(tags[at] ?? '')?.[0] ?? new Uint8Array())).toBe(digestOf(tar));
          }
        } finally {
          runDocker(['rmi', '--force', ...taken.map((_, at) => `plimsoll-layer:${at}`)]);
        }
      }),
      { numRuns: runs, seed, endOnFailure: process.env.PLIMSOLL_NO_SHRINK === '1' },
    );
    console.log(
      `layers-load: ${counted.tars} tars, ${counted.refused} refused by both, ${counted.saved} saved again, seed ${seed}`,
    );
  });
});

const never: TarOrder = { format: 'gnu', zeros: 0, members: [] };
