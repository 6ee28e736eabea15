import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/core/decide.ts';
import type { DiffId, ImageId } from '../../../src/core/kernel/brand.ts';
import { digestOf, imageIdOf } from '../../../src/core/kernel/digest.ts';
import { Bench } from '../../facts/lifecycle/bench.ts';

// `docker load` of archives that no `docker save` writes: docs/facts/images-and-layers.md.

type Row = { readonly created_by?: string; readonly comment?: string; readonly empty_layer?: boolean };
const row = (created_by: string, more: Row = {}): Row => ({ created_by, empty_layer: true, ...more });

const configOf = (history: readonly Row[], diff_ids: readonly string[] = [], os = 'linux'): string =>
  JSON.stringify({ architecture: 'amd64', os, config: {}, history, rootfs: { type: 'layers', diff_ids } });

type Archived = { config: string; layers?: readonly string[]; repoTags?: readonly string[]; parent?: string };

const load = (bench: Bench, images: readonly Archived[], contents: readonly DiffId[] = []) => {
  const command = {
    issuer: 'client',
    type: 'LoadImage',
    images: images.map((image) => ({ layers: [], repoTags: [], ...image })),
    layers: contents.map((diffId) => ({ diffId, size: 0, entries: [] })),
  };
  const decision = bench.perform(command as unknown as Command);
  return decision.accepted
    ? (decision.answer as { readonly lines: readonly string[] }).lines
    : decision.rejection.message;
};

const parentOf = (bench: Bench, id: ImageId) => bench.world.images.get(id)?.parent;

describe('an image names its parent', () => {
  const below = configOf([row('a')]);
  const parent = imageIdOf(below);
  const attempt = (rows: readonly Row[], of = below) => {
    const bench = new Bench();
    const config = configOf(rows);
    const lines = load(bench, [{ config: of }, { config, parent: imageIdOf(of) }]);
    return { lines, id: imageIdOf(config), found: parentOf(bench, imageIdOf(config)) };
  };

  it('its history is the parent’s and one row more', () => {
    const { found, lines, id } = attempt([row('a'), row('b')]);
    expect(found).toBe(parent);
    expect(lines).toEqual([`Loaded image ID: ${parent}`, `Loaded image ID: ${id}`]);
  });

  it('with another history it is refused, and nothing is loaded', () => {
    for (const rows of [
      [],
      [row('b')],
      [row('b'), row('a')],
      [row('a'), row('b'), row('c')],
      [row('a', { comment: 'x' }), row('b')],
      [{ created_by: 'a' }, row('b')],
    ]) {
      const { found, lines, id } = attempt(rows);
      const flaw =
        rows.filter(({ empty_layer }) => !empty_layer).length > 0
          ? 'too many non-empty layers in History section'
          : `image ${parent} is not a valid parent for ${id}`;
      expect([found, lines]).toEqual([undefined, flaw]);
    }
  });

  it('without any history both may be anything', () => {
    const of = configOf([]);
    const bench = new Bench();
    const config = JSON.stringify({ ...JSON.parse(of), comment: 'another' });
    load(bench, [{ config: of }, { config, parent: imageIdOf(of) }]);
    expect(parentOf(bench, imageIdOf(config))).toBe(imageIdOf(of));
  });

  it('a parent that is not in the archive, no digest, or itself is left out', () => {
    const config = configOf([row('a'), row('b')]);
    for (const named of [digestOf('elsewhere'), 'nonsense', imageIdOf(config), parent]) {
      const bench = new Bench();
      if (named === parent) load(bench, [{ config: below }]);
      expect(load(bench, [{ config, parent: named }])).toEqual([`Loaded image ID: ${imageIdOf(config)}`]);
      expect(parentOf(bench, imageIdOf(config))).toBeUndefined();
    }
  });

  it('it is told once', () => {
    const bench = new Bench();
    const images = [{ config: below }, { config: configOf([row('a'), row('b')]), parent }];
    load(bench, images);
    const before = bench.world;
    load(bench, images);
    expect(bench.world.images).toEqual(before.images);
  });
});

describe('an archive is flawed', () => {
  const layer = digestOf('layer') as string as DiffId;
  const other = digestOf('other') as string as DiffId;
  it.each([
    ['another system', { config: configOf([], [], 'windows') }, 'cannot load windows image on linux'],
    [
      'a layer too few',
      { config: configOf([], [layer]) },
      'invalid manifest, layers length mismatch: expected 0, got 1',
    ],
    [
      'another layer',
      { config: configOf([], [layer, layer]), layers: [layer, other] },
      `invalid diffID for layer 1: expected "${layer}", got "${other}"`,
    ],
    [
      'a tag with capitals',
      { config: configOf([]), repoTags: ['BAD:1'] },
      'invalid reference format: repository name must be lowercase',
    ],
    ['a name without a tag', { config: configOf([]), repoTags: ['name'] }, 'invalid tag "name"'],
    [
      'more rows than layers',
      { config: configOf([{ created_by: 'a' }, { created_by: 'b' }], [layer]), layers: [layer] },
      'too many non-empty layers in History section',
    ],
  ] as const)('%s', (_, archived: Archived, flaw) => {
    const bench = new Bench();
    expect(load(bench, [archived], [layer, other])).toBe(flaw);
    expect(bench.world.images.size).toBe(1);
  });

  it('no system is linux; 126 layers are too many', () => {
    expect(load(new Bench(), [{ config: configOf([], [], '') }])).toHaveLength(1);
    const all = Array.from({ length: 126 }, () => layer);
    expect(load(new Bench(), [{ config: configOf([], all), layers: all }], [layer])).toBe('max depth exceeded');
    const fit = all.slice(1);
    expect(load(new Bench(), [{ config: configOf([], fit), layers: fit }], [layer])).toHaveLength(1);
  });
});

describe('a name of the archive', () => {
  const [one, two] = [configOf([row('1')]), configOf([row('2')])];
  it('goes from image to image, in the archive and in the store', () => {
    const bench = new Bench();
    const lines = load(bench, [
      { config: one, repoTags: ['im:1', 'im:2'] },
      { config: two, repoTags: ['im:2', 'im:3'] },
    ]);
    const renamed = (id: ImageId, name: string) =>
      `The image ${name} already exists, renaming the old one with ID ${id} to empty string`;
    expect(lines).toEqual([
      'Loaded image: im:1',
      'Loaded image: im:2',
      renamed(imageIdOf(one), 'im:2'),
      'Loaded image: im:2',
      'Loaded image: im:3',
    ]);
    expect(load(bench, [{ config: two, repoTags: ['im:1', 'im:3'] }])).toEqual([
      renamed(imageIdOf(one), 'im:1'),
      'Loaded image: im:1',
      'Loaded image: im:3',
    ]);
    expect(load(bench, [{ config: one }, { config: two, repoTags: ['im:1'] }])).toEqual(['Loaded image: im:1']);
    expect(load(bench, [{ config: two, repoTags: ['im:1'] }, { config: one }])).toEqual([
      'Loaded image: im:1',
      ...[two, one].map((config) => `Loaded image ID: ${imageIdOf(config)}`),
    ]);
  });
});
