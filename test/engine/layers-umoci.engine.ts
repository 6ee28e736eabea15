import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { digestOf, hexOf } from '../../src/core/kernel/digest.ts';
import { known } from '../../src/core/kernel/impossible.ts';
import { layerOfTar } from '../../src/core/layers/layer-of-tar.ts';
import { writeLayerTar } from '../../src/core/layers/layer-tar.ts';
import { TarReader } from '../../src/core/layers/read-tar.ts';
import type { TarHeader } from '../../src/core/layers/tar-header.ts';
import { cleanPath } from '../../src/core/layers/unpack.ts';
import {
  type Entry,
  emptyTree,
  stackOf,
  type Tree,
  treeOfEntries,
  type Union,
  walkMerged,
} from '../../src/core/overlay/index.ts';
import { bottom, contents as drawnContents, played as performed, script } from '../overlay/arbitrary.ts';
import { anyStep, type Step } from './diff-steps.ts';
import { played } from './diff-story.ts';
import { savedLayers } from './layers-docker.ts';
import { entriesOnDisk, linesOf } from './layers-rows.ts';

const seed = Number(process.env.PLIMSOLL_SEED ?? 20_260_703);
const runs = Number(process.env.PLIMSOLL_UMOCI_RUNS ?? 15);

/** The shell that changes the unpacked tree. */
let base: Uint8Array;
beforeAll(() => {
  base = known(savedLayers('base:1').get('base:1')?.[0], 'layer of base:1');
});

const unpacked = (tar: Uint8Array): Tree => {
  const read = layerOfTar(tar);
  if (typeof read === 'string') throw new Error(read);
  return treeOfEntries(read.entries);
};

/** Layers that a history of containers leaves: each script runs over what the ones before it made. */
const layersOf = (ground: Tree, scripts: readonly Parameters<typeof performed>[1][]): readonly Uint8Array[] => {
  const tars = [base, writeLayerTar(ground, drawnContents).bytes];
  for (const calls of scripts) {
    const lower = stackOf(tars.map(unpacked));
    const { upper } = performed({ lower, upper: emptyTree() }, calls.filter(isWithoutCapability));
    tars.push(writeLayerTar(upper, drawnContents).bytes);
  }
  return tars;
};

/** A drawn text is no capability; the kernel would refuse it. */
const isWithoutCapability = ({ name }: { readonly name?: string }): boolean => name !== 'security.capability';

const unionOf = (tars: readonly Uint8Array[]): Union => ({ lower: stackOf(tars.map(unpacked)), upper: emptyTree() });

/** The merged view; names of one inode of one layer are hard links. */
const merged = (union: Union): readonly Entry[] => {
  const first = new Map<string, string>();
  return [...walkMerged(union)].map(({ path, node: { inode, lower } }) => {
    const { nlink, entries: _, origin: __, ...data } = inode;
    const plain = data.kind === 'directory' ? withoutMark(data) : data;
    const key = inode.kind !== 'directory' && lower ? lower.origin : path;
    const hardLink = first.get(key);
    first.set(key, hardLink ?? path);
    return { path, ...(hardLink !== undefined && { hardLink }), node: plain };
  });
};

const withoutMark = <Data extends { readonly opaque?: true }>({ opaque: _, ...data }: Data) => data;

/** An OCI layout with one image, its layers not compressed. */
const writeLayout = (dir: string, tars: readonly Uint8Array[]): void => {
  mkdirSync(join(dir, 'blobs/sha256'), { recursive: true });
  const put = (bytes: Uint8Array, mediaType: string) => {
    const digest = digestOf(bytes);
    writeFileSync(join(dir, 'blobs/sha256', hexOf(digest)), bytes);
    return { mediaType: `application/vnd.oci.image.${mediaType}`, digest, size: bytes.length };
  };
  const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
  const layers = tars.map((tar) => put(tar, 'layer.v1.tar'));
  const rootfs = { type: 'layers', diff_ids: layers.map(({ digest }) => digest) };
  const history = layers.map(() => ({ created_by: 'x' }));
  const config = put(json({ architecture: 'amd64', os: 'linux', config: {}, rootfs, history }), 'config.v1+json');
  const manifest = put(json({ schemaVersion: 2, config, layers }), 'manifest.v1+json');
  const annotations = { 'org.opencontainers.image.ref.name': 'a' };
  writeFileSync(join(dir, 'oci-layout'), json({ imageLayoutVersion: '1.0.0' }));
  writeFileSync(join(dir, 'index.json'), json({ schemaVersion: 2, manifests: [{ ...manifest, annotations }] }));
};

/** The layer that umoci has put on top of so many; there is none when it sees no change. */
const topLayer = (dir: string, below: number): Uint8Array | undefined => {
  const read = <Value>(path: string): Value => JSON.parse(readFileSync(join(dir, path), 'utf8')) as Value;
  const blob = (digest: string): string => join('blobs', digest.replace(':', '/'));
  type Named = { readonly digest: string; readonly annotations?: Readonly<Record<string, string>> };
  const { manifests } = read<{ readonly manifests: readonly Named[] }>('index.json');
  const found = manifests.find(({ annotations }) => annotations?.['org.opencontainers.image.ref.name'] === 'b');
  const { layers } = read<{ readonly layers: readonly Named[] }>(blob(known(found, 'image b').digest));
  const added = layers[below];
  if (!added) return undefined;
  const bytes = readFileSync(join(dir, blob(added.digest)));
  return Uint8Array.from(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes);
};

const umoci = (...args: readonly string[]): void =>
  void execFileSync('umoci', args, { stdio: ['ignore', 'ignore', 'pipe'] });

/** Hard links aside: umoci writes each changed name of an inode as a file of its own. */
const withoutLinks = (entries: Iterable<Entry>): readonly string[] =>
  linesOf(entries).map((line) => line.replace(/ = ".*"$/, ''));

type Named = { readonly path: string; readonly isDirectory: boolean };

const namedIn = (tar: Uint8Array): readonly Named[] => {
  const all: Named[] = [];
  const entry = ({ name, type }: TarHeader): void => {
    all.push({ path: cleanPath(`/${name}`), isDirectory: type === '5' });
  };
  new TarReader({ entry, data: () => {}, end: () => {} }).write(tar);
  return all;
};

const isBelow = (path: string, above: string): boolean => path.startsWith(`${above}/`);

/** Where a file or symlink takes the place of a directory, umoci whites out what the directory held, below the file. */
const isBroken = (named: readonly Named[]): boolean =>
  named.some((it) => !it.isDirectory && named.some(({ path }) => isBelow(path, it.path)));

/** umoci leaves out directories that did not change themselves; an engine then makes them anew, 0755 and root's. */
const blurred = (lines: readonly string[], named: readonly Named[]): readonly string[] =>
  lines.map((line) => {
    const path = `/${JSON.parse(line.slice(0, line.indexOf('" ') + 1)) as string}`;
    const isLeftOut = named.some((it) => isBelow(it.path, path)) && !named.some((it) => it.path === path);
    return isLeftOut ? `${path} is left to the reader` : line;
  });

const change = (rootfs: string, union: Union, steps: readonly Step[]): void => {
  const { lines } = played(union, steps);
  const shell = ['umask 022', ...lines.map((line) => `( ${line} ) 2>&1`), 'true'].join('\n');
  execFileSync('chroot', [rootfs, '/bin/sh'], { input: shell, stdio: ['pipe', 'ignore', 'pipe'] });
};

const story = fc.record({
  ground: bottom,
  scripts: fc.array(script, { minLength: 1, maxLength: 3 }),
  steps: fc.array(anyStep, { minLength: 1, maxLength: 25, size: 'max' }),
});

describe('layers of random histories, unpacked and packed by umoci', () => {
  it(`show the tree of the model's merged view, both ways (seed ${seed})`, () => {
    const counted = { layers: 0, packed: 0, broken: 0, paths: 0 };
    fc.assert(
      fc.property(story, ({ ground, scripts, steps }) => {
        const dir = mkdtempSync(join(tmpdir(), 'plimsoll-umoci-'));
        try {
          const [layout, bundle] = [join(dir, 'layout'), join(dir, 'bundle')];
          const tars = layersOf(ground, scripts);
          writeLayout(layout, tars);
          umoci('unpack', '--image', `${layout}:a`, bundle);
          const rootfs = join(bundle, 'rootfs');
          const union = unionOf(tars);
          expect(linesOf(entriesOnDisk(rootfs))).toEqual(linesOf(merged(union)));
          change(rootfs, union, steps);
          const changed = withoutLinks(entriesOnDisk(rootfs));
          umoci('repack', '--image', `${layout}:b`, bundle);
          const top = topLayer(layout, tars.length);
          const named = top ? namedIn(top) : [];
          if (isBroken(named)) counted.broken += 1;
          else {
            const lines = withoutLinks(merged(unionOf(top ? [...tars, top] : tars)));
            expect(blurred(lines, named)).toEqual(blurred(changed, named));
          }
          counted.layers += tars.length;
          counted.packed += top ? 1 : 0;
          counted.paths += changed.length;
        } finally {
          rmSync(dir, { recursive: true, force: true });
        }
      }),
      { numRuns: runs, seed, endOnFailure: process.env.PLIMSOLL_NO_SHRINK === '1' },
    );
    console.log(
      `layers-umoci: ${counted.layers} layers unpacked, ${counted.packed} packed (${counted.broken} of them not sound), ${counted.paths} paths compared, seed ${seed}`,
    );
  });
});
