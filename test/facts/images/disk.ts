import { known } from '../../../src/core/kernel/impossible.ts';
import { dataRoot } from '../../../src/views/data-root.ts';
import type { FactResult } from '../fact.ts';
import { answer, Bench } from './bench.ts';
import { differs, fact, facts } from './table.ts';

/** Ids, times and process numbers stand for any; everything else is compared as it is. */
const upToNames = (value: unknown): unknown => {
  if (typeof value === 'string') {
    return value
      .replace(/[0-9a-f]{64}/g, '<id>')
      .replace(/netns\/[0-9a-f]{12}/, 'netns/<id12>')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/, (time) => (time.startsWith('0001') ? time : '<time>'));
  }
  if (Array.isArray(value)) return value.map(upToNames);
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).map(([key, it]) => [
    key.replace(/[0-9a-f]{64}/g, '<id>'),
    key === 'Pid' && it !== 0 ? '<pid>' : upToNames(it),
  ]);
  return Object.fromEntries(pairs.sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1)));
};

/** The container whose files were kept. */
const measuredContainer = (bench: Bench): void => {
  bench.image('redis:latest', 'r', ['ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']);
  const config = {
    Image: 'redis:latest',
    Hostname: 'myhost',
    Env: ['A=1'],
    Cmd: ['sh', '-c', 'echo out; echo err >&2; echo -n partial; sleep 600'],
    Labels: { l: 'v' },
    Volumes: { '/vol': {} },
  };
  const hostConfig = {
    Binds: ['namedx:/named', '/srv/bindsrc:/bind:ro'],
    NetworkMode: 'none',
    RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 2 },
  } as const;
  const sources = { '/srv/bindsrc': 'directory' } as const;
  answer(bench.client({ type: 'CreateContainer', name: 'dr', config, hostConfig, sources }).decision);
};

const start = (bench: Bench): void => {
  answer(bench.client({ type: 'StartContainer', container: 'dr' }).decision);
};

const fileOf = (bench: Bench, end: RegExp): string => {
  const found = [...dataRoot(bench.session.world, { contents: false })].find(([path]) => end.test(path));
  return String(known(found, `file ${end}`)[1].content ?? '');
};

type Check = (bench: Bench, measured: unknown) => string | undefined;

const sameJson =
  (end: RegExp, prepare: (bench: Bench) => void): Check =>
  (bench, measured) => {
    measuredContainer(bench);
    prepare(bench);
    return firstDifference(upToNames(JSON.parse(fileOf(bench, end))), upToNames(measured), '');
  };

/** The path of the first field that differs: a whole file would tell nothing. */
const firstDifference = (found: unknown, measured: unknown, path: string): string | undefined => {
  const isBoth = [found, measured].every((it) => typeof it === 'object' && it !== null && !Array.isArray(it));
  if (!isBoth) {
    const why = differs(found, measured);
    return why === undefined ? undefined : `${path}: ${why}`;
  }
  const [a, b] = [found as Record<string, unknown>, measured as Record<string, unknown>];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  for (const key of keys) {
    const why = firstDifference(a[key], b[key], `${path}.${key}`);
    if (why !== undefined) return why;
  }
  return undefined;
};

const sameText =
  (end: RegExp, prepare: (bench: Bench) => void): Check =>
  (bench, measured) => {
    measuredContainer(bench);
    prepare(bench);
    return differs(fileOf(bench, end), measured);
  };

const checks: Readonly<Record<string, Check>> = {
  'config.v2.json created': sameJson(/config\.v2\.json$/, () => {}),
  'config.v2.json running': sameJson(/config\.v2\.json$/, start),
  'config.v2.json exited (stopped by API, then renamed)': sameJson(/config\.v2\.json$/, (bench) => {
    start(bench);
    bench.client({ type: 'StopContainer', container: 'dr', timeout: 1 });
    bench.client({ type: 'RenameContainer', container: 'dr', name: 'dr2' });
  }),
  'hostconfig.json': sameJson(/hostconfig\.json$/, () => {}),
  'repositories.json': (bench, measured) => {
    const image = bench.image('redis:latest', 'r');
    bench.image('base:1', 'b');
    answer(bench.client({ type: 'TagImage', image, repo: '127.0.0.1:5990/redis', tag: '1' }).decision);
    bench.digestReference(image, '127.0.0.1:5990/redis');
    const found = JSON.parse(fileOf(bench, /repositories\.json$/).replaceAll('d'.repeat(64), '<id>'));
    return firstDifference(upToNames(found), upToNames(measured), '');
  },
  'json.log lines': (bench, measured) => {
    measuredContainer(bench);
    start(bench);
    const state = known([...bench.session.world.containers.values()][0], 'container').state;
    const { pid } = known('pid' in state ? state : undefined, 'process');
    for (const [output, text] of [
      ['stdout', 'out\n'],
      ['stderr', 'err\n'],
    ] as const) {
      answer(bench.session.perform({ issuer: 'process', type: 'PrintOutput', pid, output, text }));
    }
    const lines = fileOf(bench, /-json\.log$/)
      .trimEnd()
      .split('\n');
    return differs(lines.map(upToNames), (measured as readonly string[]).slice(0, 2).map(upToNames));
  },
  lastUpdated: (bench) => {
    bench.image('m:1');
    const text = fileOf(bench, /metadata\/sha256\/[0-9a-f]{64}\/lastUpdated$/);
    return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(text) ? undefined : `found ${text}`;
  },
  'layerdb size': (bench) => {
    bench.image('m:1');
    return differs(fileOf(bench, /layerdb\/sha256\/[0-9a-f]{64}\/size$/), '7');
  },
  'hosts (network none)': sameText(/\/hosts$/, start),
  hostname: sameText(/\/hostname$/, start),
  'opts.json (volume with driver options)': (bench, measured) => {
    const options = { type: 'tmpfs', o: 'size=1m', device: 'tmpfs' };
    answer(bench.client({ type: 'CreateVolume', name: 'vo', options }).decision);
    return firstDifference(JSON.parse(fileOf(bench, /opts\.json$/)), measured, '');
  },
  'imagedb content': (bench) => {
    const id = bench.image('m:1');
    const bytes = fileOf(bench, new RegExp(`imagedb/content/sha256/${id.slice(7)}$`));
    return differs(bytes, bench.session.world.images.get(id)?.bytes);
  },
};

/** Files of the data root, as they were found on a disk. */
export const diskFacts = (): readonly FactResult[] =>
  Object.entries(facts.on_disk_examples).map(([key, measured]) =>
    fact(`on disk: ${key}`, () => (checks[key] ? checks[key](new Bench(), measured) : 'no check for this file')),
  );
