import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docker, engineSocket } from './engine.ts';
import { plimsoll, view } from './plimsoll.ts';
import {
  artefact,
  buildRedisImage,
  type HistoryRow,
  type ImageInspect,
  type LayerRow,
  type PathRow,
  pipeline,
  recorded,
  recordedRows,
  rowsOf,
} from './redis-image.ts';
import { comparable, untilCommit, untilRemoval } from './redis-story.ts';

/** A row of the model's view of a file tree. */
type TreeRow = Omit<PathRow, 'mtime' | 'sha256'> & {
  readonly mtime: string;
  readonly digest?: string;
  readonly device?: readonly [number, number];
};

/** A path as both sides can tell it; a hard link is the file that it is. */
const fromEngine = ({ hardlink: _, mtime: __, ...row }: PathRow) => row;
const fromModel = ({ digest, device, mtime: _, size, ...row }: TreeRow) => ({
  ...row,
  size: row.type === 'file' ? size : 0,
  ...(digest === undefined ? {} : { sha256: digest }),
  ...(device === undefined ? {} : { major: device[0], minor: device[1] }),
});

const byPath = (a: { readonly path: string }, b: { readonly path: string }): number =>
  a.path < b.path ? -1 : a.path > b.path ? 1 : 0;

/** A tar has no entry for the root directory itself. */
const modelTree = (log: string, of: string) =>
  view<readonly TreeRow[]>(log, 'tree', of)
    .filter(({ path }) => path !== '/')
    .map(fromModel)
    .sort(byPath);

const exported = (container: string) =>
  rowsOf<PathRow>(pipeline('docker --host "unix://$1" export "$2" | scripts/list-tar.py', engineSocket(), container))
    .map(fromEngine)
    .sort(byPath);

/** Only the rows that differ, so that a failure among 8,000 paths can be read. */
const expectSameRows = <Row extends { readonly path: string }>(model: readonly Row[], engine: readonly Row[]): void => {
  const text = (rows: readonly Row[]) =>
    new Map(rows.map((row) => [row.path, JSON.stringify(row, Object.keys(row).sort())]));
  const [ours, theirs] = [text(model), text(engine)];
  const paths = [...new Set([...ours.keys(), ...theirs.keys()])].filter((path) => ours.get(path) !== theirs.get(path));
  expect(paths.map((path) => ({ path, model: ours.get(path), engine: theirs.get(path) }))).toEqual([]);
};

/** What the engine's init layer puts over the image: `docker export` shows it, the image has it not. */
const initLayer = new Set([
  ...[
    '/.dockerenv',
    '/dev',
    '/dev/console',
    '/dev/pts',
    '/dev/shm',
    '/etc',
    '/etc/hostname',
    '/etc/hosts',
    '/etc/mtab',
  ],
  ...['/etc/resolv.conf', '/proc', '/sys'],
]);

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-redis-'));
const logOf = (name: string): string => join(folder, `${name}.jsonl`);

beforeAll(buildRedisImage);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('redis.tar, loaded into the model and into the engine', () => {
  const log = logOf('archive');
  beforeAll(() => void plimsoll(['load', artefact('redis.tar'), '--log', log]));

  it('has the same image id, diff ids, sizes, parent and config', () => {
    const { GraphDriver: _, ...model } = view<ImageInspect & { readonly GraphDriver: unknown }>(
      log,
      'inspect',
      'redis:latest',
    );
    const { GraphDriver: __, ...engine } = recorded<ImageInspect & { readonly GraphDriver: unknown }>(
      'loaded/inspect.json',
    );
    expect(model).toEqual(engine);
  });

  it('has the same history', () => {
    expect(view<readonly HistoryRow[]>(log, 'history', 'redis:latest')).toEqual(recorded('loaded/history.json'));
  });

  it('has the same layers: chain id, diff id, parent, size', () => {
    const told = ({ chainId, diffId, parent, size }: LayerRow) => ({ chainId, diffId, parent, size });
    const layers = recordedRows<LayerRow>('loaded/layers.jsonl').map(told);
    expect(view<readonly LayerRow[]>(log, 'layers').map(told)).toEqual(layers);
  });

  it('has the same paths, modes, owners, sizes and digests in the image, times included', () => {
    const seconds = (time: string): number => Math.floor(Date.parse(time) / 1000);
    const model = view<readonly TreeRow[]>(log, 'tree', 'redis:latest')
      .filter(({ path }) => path !== '/' && !initLayer.has(path))
      .map((row) => ({ ...fromModel(row), mtime: seconds(row.mtime) }));
    const engine = recordedRows<PathRow>('export.jsonl')
      .filter(({ path }) => !initLayer.has(path))
      .map((row) => ({ ...fromEngine(row), mtime: row.mtime }));
    expectSameRows(model, engine);
  });

  it('has the same paths in a container that was created from it', () => {
    plimsoll(['run', '-', '--log', log], 'docker create --name fresh --network none redis:latest\n');
    expectSameRows(modelTree(log, 'fresh'), recordedRows<PathRow>('export.jsonl').map(fromEngine));
  });
});

describe.each(['redis-oci', 'redis-oci.tar', 'redis-oci-zstd'])(
  'the OCI layout %s, loaded into the model',
  (layout) => {
    const log = logOf(layout);
    beforeAll(() => void plimsoll(['load', artefact(layout), '--log', log]));

    it('has the layers of the archive', () => {
      const told = ({ chainId, diffId, parent, size }: LayerRow) => ({ chainId, diffId, parent, size });
      const layers = recordedRows<LayerRow>('loaded/layers.jsonl').map(told);
      expect(view<readonly LayerRow[]>(log, 'layers').map(told)).toEqual(layers);
    });

    it('has the file tree of the archive', () => {
      const [image] = view<readonly { readonly Id: string }[]>(log, 'images');
      const model = modelTree(log, image?.Id ?? '').filter(({ path }) => !initLayer.has(path));
      const engine = recordedRows<PathRow>('export.jsonl').filter(({ path }) => !initLayer.has(path));
      expectSameRows(model, engine.map(fromEngine));
    });
  },
);

describe('the story of redis, told to the model and to the engine', () => {
  const log = logOf('story');
  const onEngine = (script: string): string =>
    execFileSync('bash', ['-c', script], {
      encoding: 'utf8',
      env: { ...process.env, DOCKER_HOST: `unix://${engineSocket()}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const onModel = (script: string): string => plimsoll(['run', '-', '--log', log], script);

  beforeAll(() => void plimsoll(['load', artefact('redis.tar'), '--log', log]));
  afterAll(() => {
    const left = docker('ps', '--all', '--quiet', '--filter', 'name=^cache$').trim();
    if (left !== '') docker('rm', '--force', left);
    if (docker('images', '--quiet', 'mine').trim() !== '') docker('rmi', '--force', 'mine:1');
  });

  it('prints the same until the commit', () => {
    expect(comparable(onModel(untilCommit))).toEqual(comparable(onEngine(untilCommit)));
  });

  it('leaves the same files in the container', () => {
    expectSameRows(modelTree(log, 'cache'), exported('cache'));
  });

  it('makes the same image of it, its times aside', () => {
    const told = ({ CreatedBy, Size, Comment, Id }: HistoryRow) => ({
      CreatedBy,
      Size,
      Comment,
      missing: Id === '<missing>',
    });
    const [engine] = JSON.parse(docker('image', 'inspect', 'mine:1')) as readonly ImageInspect[];
    const model = view<ImageInspect>(log, 'inspect', 'mine:1');
    expect(model.RootFS.Layers).toHaveLength(5);
    expect(model.RootFS.Layers.slice(0, 4)).toEqual(engine?.RootFS.Layers.slice(0, 4));
    expect({ Parent: model.Parent, Size: model.Size }).toEqual({ Parent: engine?.Parent, Size: engine?.Size });
    const rows = JSON.parse(
      execFileSync('curl', ['-s', '--unix-socket', engineSocket(), 'http://docker/v1.41/images/mine:1/history'], {
        encoding: 'utf8',
      }),
    ) as readonly HistoryRow[];
    expect(view<readonly HistoryRow[]>(log, 'history', 'mine:1').map(told)).toEqual(rows.map(told));
  });

  it('prints the same until everything is removed', () => {
    expect(comparable(onModel(untilRemoval))).toEqual(comparable(onEngine(untilRemoval)));
  });

  it('keeps every law in its log', () => {
    plimsoll(['replay', log, '--check']);
  });
});
