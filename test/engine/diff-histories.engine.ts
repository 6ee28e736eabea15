import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { known } from '../../src/core/kernel/impossible.ts';
import { instant } from '../../src/core/kernel/instant.ts';
import { writeExportTar } from '../../src/core/layers/export-tar.ts';
import { layerOfTar } from '../../src/core/layers/layer-of-tar.ts';
import { writeLayerTar } from '../../src/core/layers/layer-tar.ts';
import { initLayerOn } from '../../src/core/lifecycle/init-layer.ts';
import {
  applyChanges,
  diff,
  emptyTree,
  entriesOfTree,
  stackOf,
  type Tree,
  treeOfEntries,
  type Union,
} from '../../src/core/overlay/index.ts';
import { contents as drawnContents, layer } from '../overlay/arbitrary.ts';
import { anyStep } from './diff-steps.ts';
import { played } from './diff-story.ts';
import { docker } from './engine.ts';
import { archiveOf, dockerGives, inspect, runDocker, savedLayers } from './layers-docker.ts';
import { contents, entriesOnDisk, hostOwners, keep, linesOf, treeOnDisk } from './layers-rows.ts';

const seed = Number(process.env.PLIMSOLL_SEED ?? 20_260_702);
const runs = Number(process.env.PLIMSOLL_DIFF_RUNS ?? 12);
const image = 'plimsoll-diff:1';
const committed = 'plimsoll-diff:2';

/** The shell that the histories are told to. */
let base: Uint8Array;
beforeAll(() => {
  base = known(savedLayers('base:1').get('base:1')?.[0], 'layer of base:1');
});

/** A layer as an engine knows it: packed, and unpacked again. Contents are kept for what is packed later. */
const unpacked = (tar: Uint8Array): Tree => {
  const read = layerOfTar(tar);
  if (typeof read === 'string') throw new Error(read);
  for (const { offset, size } of read.slices) keep(tar.slice(offset, offset + size));
  return treeOfEntries(read.entries);
};

type Container = { readonly id: string; readonly upper: string; readonly init: string };

const started = (layers: readonly Uint8Array[]): Container => {
  dockerGives(['load', '--quiet'], archiveOf([{ tag: image, layers }]));
  const id = dockerGives(['run', '--detach', '--network', 'none', image, 'sleep', '1000']).toString('utf8').trim();
  const { UpperDir, LowerDir = '' } = known(inspect('container', id)[0], id).GraphDriver.Data;
  return { id, upper: UpperDir, init: LowerDir.split(':')[0] ?? '' };
};

/** Exit statuses of the lines, run by one shell. */
const told = ({ id }: Container, lines: readonly string[]): readonly boolean[] => {
  const script = ['umask 022', ...lines.map((line) => `( ${line} ) 2>/dev/null; echo $?`)].join('\n');
  return dockerGives(['exec', '--interactive', id, 'sh'], `${script}\n`)
    .toString('utf8')
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line === '0');
};

const rowsOf = ({ id }: Container): readonly string[] =>
  docker('diff', id)
    .split('\n')
    .filter((line) => line !== '');

const pathOf = (row: string): string => row.slice(2);
const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
const isBelow = (path: string, dir: string): boolean => path.startsWith(`${dir}/`);

/** What is wrong with the order of the engine's rows; siblings may come in any. */
const disorder = (rows: readonly string[]): readonly string[] =>
  rows.flatMap((row, at) => {
    const later = rows.slice(at + 1);
    const dir = parentOf(pathOf(row));
    const parent = later.find((it) => isBelow(pathOf(row), pathOf(it)));
    const sibling =
      row[0] === 'D'
        ? later.find((it) => isBelow(pathOf(it), dir) && !(it[0] === 'D' && parentOf(pathOf(it)) === dir))
        : undefined;
    const left = later.findIndex((it) => !isBelow(pathOf(it), dir));
    const back = left < 0 ? undefined : later.slice(left).find((it) => isBelow(pathOf(it), dir));
    return [
      ...(parent === undefined ? [] : [`${row} stands before ${parent}`]),
      ...(sibling === undefined ? [] : [`${row} stands before ${sibling}`]),
      ...(back === undefined ? [] : [`${back} stands apart from ${row}`]),
    ];
  });

const isSame = (container: Container, model: Union): void => {
  const rows = rowsOf(container);
  expect([...rows].sort()).toEqual(
    diff(model)
      .map(({ kind, path }) => `${kind} ${path}`)
      .sort(),
  );
  expect(disorder(rows)).toEqual([]);
  expect(linesOf(entriesOnDisk(container.upper))).toEqual(linesOf(entriesOfTree(model.upper)));
};

/** What the engine packs of the container is what the model packs of the same upper directory, byte for byte. */
const isPackedAlike = (container: Container, lowers: readonly Tree[]): void => {
  const [init, upper] = [treeOnDisk(container.init), treeOnDisk(container.upper)];
  dockerGives(['commit', '--pause=false', container.id, committed]);
  const found = known(inspect('image', committed)[0], committed);
  const layers = found.RootFS.Layers.slice(lowers.length);
  const tar = writeLayerTar(upper, contents, hostOwners());
  const isEmpty = entriesOfTree(upper).length === 0;
  expect(layers).toEqual(isEmpty ? [] : [tar.diffId]);
  if (!isEmpty) {
    const again = layerOfTar(tar.bytes);
    expect(linesOf(entriesOnDisk(found.GraphDriver.Data.UpperDir))).toEqual(
      typeof again === 'string' ? again : linesOf(again.entries),
    );
  }
  const whole = writeExportTar({ lower: stackOf([...lowers, init]), upper }, contents);
  expect(Buffer.compare(dockerGives(['export', container.id]), whole)).toBe(0);
};

const history = fc.record({
  layers: fc.array(layer, { maxLength: 2 }),
  batches: fc.array(fc.array(anyStep, { minLength: 1, maxLength: 12, size: 'max' }), {
    minLength: 1,
    maxLength: 8,
    size: 'max',
  }),
});

describe('random histories in a container', () => {
  it(`give the rows of docker diff, the upper directory, the commit and the export of the model (seed ${seed})`, () => {
    const counted = { steps: 0, diffs: 0, commits: 0 };
    fc.assert(
      fc.property(history, ({ layers, batches }) => {
        const tars = [base, ...layers.map((tree) => writeLayerTar(tree, drawnContents).bytes)];
        const lowers = tars.map(unpacked);
        const below = stackOf(lowers);
        const container = started(tars);
        try {
          const init = applyChanges(emptyTree(), initLayerOn(below, instant(3.9e12)));
          expect(linesOf(entriesOnDisk(container.init))).toEqual(linesOf(entriesOfTree(init)));
          let union: Union = { lower: stackOf([...lowers, init]), upper: emptyTree() };
          for (const steps of batches) {
            const { lines, results, ...now } = played(union, steps);
            union = now.union;
            const answers = lines.length === 0 ? [] : told(container, lines);
            expect(lines.map((line, at) => [line, answers[at]])).toEqual(lines.map((line, at) => [line, results[at]]));
            isSame(container, union);
            counted.steps += lines.length;
            counted.diffs += 1;
          }
          isPackedAlike(container, lowers);
          counted.commits += 1;
        } finally {
          runDocker(['rm', '--force', container.id]);
          runDocker(['rmi', '--force', committed]);
          runDocker(['rmi', '--force', image]);
        }
      }),
      { numRuns: runs, seed, endOnFailure: process.env.PLIMSOLL_NO_SHRINK === '1' },
    );
    console.log(
      `diff-histories: ${counted.steps} steps, ${counted.diffs} diffs and upper directories, ${counted.commits} commits and exports, seed ${seed}`,
    );
  });
});
