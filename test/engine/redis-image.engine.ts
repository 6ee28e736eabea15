import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, docker, engineSocket } from './engine.ts';
import {
  artefact,
  buildRedisImage,
  type HistoryRow,
  type ImageInspect,
  images,
  type LayerRow,
  type PathRow,
  pipeline,
  recorded,
  recordedRows,
  rowsOf,
} from './redis-image.ts';

const sha256 = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

const memberOf = (name: string): string =>
  pipeline('tar --extract --to-stdout --file "$1" "$2"', artefact('redis.tar'), name);

type Manifest = readonly {
  readonly Config: string;
  readonly RepoTags: readonly string[];
  readonly Layers: readonly string[];
}[];

/** What the engine says of the image that the model is to be held against; each number recomputed from the archive's bytes. */
describe('the redis image', () => {
  beforeAll(buildRedisImage);

  const inspect = (): Promise<ImageInspect> => ask({ method: 'GET', path: '/images/redis:latest/json' });
  const history = (): Promise<readonly HistoryRow[]> => ask({ method: 'GET', path: '/images/redis:latest/history' });

  it('has the four layers of the story, and history rows without a layer', async () => {
    expect((await inspect()).RootFS.Layers).toHaveLength(4);
    const rows = await history();
    expect(rows.filter(({ Size }) => Size > 0)).toHaveLength(4);
    expect(rows.map(({ CreatedBy }) => CreatedBy).reverse()).toEqual([
      '',
      expect.stringContaining('ENV DEBIAN_FRONTEND'),
      expect.stringContaining('archives/tools'),
      expect.stringContaining('archives/redis'),
      expect.stringContaining('COPY file:'),
      expect.stringContaining('LABEL'),
      expect.stringContaining('EXPOSE 6379'),
      expect.stringContaining('STOPSIGNAL'),
      expect.stringContaining('CMD ["redis-server"'),
    ]);
  });

  it('is what was recorded: inspect, history, layers', async () => {
    expect(await inspect()).toEqual({
      ...recorded<ImageInspect>('loaded/inspect.json'),
      GraphDriver: expect.anything(),
    });
    expect(await history()).toEqual(recorded('loaded/history.json'));
  });

  it('has a Parent and every row its id where it was built, and neither once it was loaded', () => {
    const built = recorded<ImageInspect>('built/inspect.json');
    expect(built.Parent).toMatch(/^sha256:/);
    expect(recorded<readonly HistoryRow[]>('built/history.json').every(({ Id }) => Id !== '<missing>')).toBe(true);
    const loaded = recorded<ImageInspect>('loaded/inspect.json');
    expect(loaded).toMatchObject({ Id: built.Id, Parent: '', RootFS: built.RootFS, Size: built.Size });
    expect(recorded<readonly HistoryRow[]>('loaded/history.json').map(({ Id }) => Id === '<missing>')).toEqual([
      false,
      ...Array.from({ length: 8 }, () => true),
    ]);
  });

  it('has the sha256 of its config as id, and of its layers as diff ids', async () => {
    const [manifest] = JSON.parse(memberOf('manifest.json')) as Manifest;
    const { Id, RootFS } = await inspect();
    expect(sha256(memberOf(manifest?.Config ?? ''))).toBe(Id);
    const sums = (manifest?.Layers ?? []).map((layer) =>
      pipeline('tar --extract --to-stdout --file "$1" "$2" | sha256sum | cut -c 1-64', artefact('redis.tar'), layer),
    );
    expect(sums.map((sum) => `sha256:${sum.trim()}`)).toEqual(RootFS.Layers);
  });

  it('has layers whose chain ids, parents and sizes follow from the diff ids and the bytes', async () => {
    const rows = recordedRows<LayerRow>('loaded/layers.jsonl');
    const { RootFS, Size } = await inspect();
    const chains: string[] = [];
    for (const diffId of RootFS.Layers) {
      const parent = chains.at(-1);
      chains.push(parent === undefined ? diffId : sha256(`${parent} ${diffId}`));
    }
    expect(rows.map(({ chainId, diffId, parent }) => ({ chainId, diffId, parent }))).toEqual(
      RootFS.Layers.map((diffId, at) => ({ chainId: chains[at], diffId, parent: chains[at - 1] })),
    );
    expect(rows.reduce((sum, { size }) => sum + size, 0)).toBe(Size);
    const inHistory = (await history()).filter((row) => row.Size > 0).map((row) => row.Size);
    expect(inHistory.reverse()).toEqual(rows.map(({ size }) => size));
  });

  it('exports the recorded file tree', () => {
    const id = docker('create', '--network', 'none', 'redis:latest').trim();
    const lines = pipeline('docker --host "unix://$1" export "$2" | scripts/list-tar.py', engineSocket(), id);
    docker('rm', id);
    const now = rowsOf<PathRow>(lines);
    const then = recordedRows<PathRow>('export.jsonl');
    // The init layer's own entries are made when the container is.
    const settled = ({ mtime: _, ...row }: PathRow) => row;
    expect(now.map(settled)).toEqual(then.map(settled));
    expect(now.length).toBeGreaterThan(7_000);
  });

  it.each(['redis-oci', 'redis-oci-zstd'])(
    'keeps its diff ids, and changes its id, in the layout %s',
    async (layout) => {
      const inspectOci = (flag: string): string =>
        pipeline('skopeo inspect $2 "oci:$1:latest"', `${images}/${layout}`, flag);
      const { rootfs } = JSON.parse(inspectOci('--config')) as {
        readonly rootfs: { readonly diff_ids: readonly string[] };
      };
      const { Id, RootFS } = await inspect();
      expect(rootfs.diff_ids).toEqual(RootFS.Layers);
      expect(sha256(pipeline('skopeo inspect --config --raw "oci:$1:latest"', `${images}/${layout}`))).not.toBe(Id);
    },
  );
});
