import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { laws } from '../../specs/index.ts';
import { fromOutside, notFromOutside } from '../../src/oracle/laws/from-outside.ts';
import { LawWatch, type Moment } from '../../src/oracle/laws/index.ts';
import type {
  ContainerOutside,
  DataRootOutside,
  HostOutside,
  ImageOutside,
  Outside,
} from '../../src/oracle/laws/outside.ts';

const sha = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

const [diff1, diff2, diff3] = [sha('one'), sha('two'), sha('three')];
const chain2 = sha(`${diff1} ${diff2}`);
const chain3 = sha(`${chain2} ${diff3}`);
const at = (name: string): string => `/root/overlay2/${name}/diff`;

const base: ImageOutside = {
  ...{ id: sha('base'), tags: ['base:1'], parent: '', layers: [diff1, diff2], historyRows: 3 },
  directories: [at('l2'), at('l1')],
};
const made: ImageOutside = {
  ...{ id: sha('made'), tags: ['made:1'], parent: base.id, layers: [diff1, diff2, diff3], historyRows: 4 },
  directories: [at('l3'), at('l2'), at('l1')],
};

const container = (id: string, more: Partial<ContainerOutside> = {}): ContainerOutside => ({
  ...{ id, name: `name-${id}`, image: base.id, status: 'running', running: true, paused: false, exitCode: 0 },
  ...{ pid: 100, startedAt: '2026-01-01T00:00:00Z', finishedAt: '0001-01-01T00:00:00Z', workingDir: '' },
  ...{ upper: at(id), lowers: [at(`${id}-init`), at('l2'), at('l1')], merged: `/root/overlay2/${id}/merged` },
  ...{ diff: ['D /etc/file'], top: [{ pid: 100, ppid: 99 }] },
  ...more,
});

const ended = { status: 'exited', running: false, pid: 0, top: [], finishedAt: '2026-01-01T00:00:01Z' } as const;

const layer = (chain: string, diff: string, parent: string, cache: string): DataRootOutside['layers'][number] => ({
  ...{ chain, diff, parent, cache, fingerprint: `files of ${cache}`, paths: ['/etc/file'] },
});
const config = ({ id, layers }: ImageOutside): DataRootOutside['configs'][number] => ({
  ...{ name: id, digest: id, layers: layers.length, rows: layers.length },
});

const dataRoot = (names: readonly string[]): DataRootOutside => {
  const own = names.flatMap((name) => [name, `${name}-init`]);
  const directories = ['l1', 'l2', 'l3', ...own];
  return {
    layers: [layer(diff1, diff1, '', 'l1'), layer(chain2, diff2, diff1, 'l2'), layer(chain3, diff3, chain2, 'l3')],
    configs: [config(base), config(made)],
    references: { 'base:1': base.id, 'made:1': made.id },
    mounts: Object.fromEntries(names.map((name) => [name, { mount: name, init: `${name}-init`, parent: chain2 }])),
    directories: Object.fromEntries(directories.map((name) => [name, { link: `L-${name}`, lower: ['L-l1'] }])),
    links: Object.fromEntries(directories.map((name) => [`L-${name}`, name])),
    containers: names,
  };
};

const host = (mounts: readonly string[]): HostOutside => ({
  mounts,
  processes: {
    1: { ppid: 0, command: 'init', numbers: [1], threads: 1, ticks: 5 },
    99: { ppid: 1, command: 'containerd-shim-runc-v2 -id c1 ', numbers: [99], threads: 9, ticks: 5 },
    100: { ppid: 99, command: 'redis-server', numbers: [100, 1], threads: 4, ticks: 5, container: 'c1' },
  },
});

const still = container('c2', { ...ended, name: 'other', diff: [] });
const outside: Outside = {
  containers: [container('c1'), still],
  images: [base, made],
  volumes: ['kept'],
  dataRoot: dataRoot(['c1', 'c2']),
  host: host(['/root/overlay2/c1/merged']),
};

const event = (id: string, Action: string, Type = 'container'): Moment['events'][number] => ({
  Type,
  Action,
  Actor: { ID: id, Attributes: { name: `name-${id}` } },
});

const quiet: Moment = { what: 'docker ps', refused: false, events: [], before: outside, after: outside };

type Change = (moment: Moment) => Moment;
const after =
  (change: (seen: Outside) => Partial<Outside>): Change =>
  (it) => ({
    ...it,
    after: { ...it.after, ...change(it.after) },
  });
const first = (more: Partial<ContainerOutside>): Change =>
  after(({ containers }) => ({ containers: containers.map((it, n) => (n === 0 ? { ...it, ...more } : it)) }));
const root = (change: (seen: DataRootOutside) => Partial<DataRootOutside>): Change =>
  after(({ dataRoot: it }) => (it ? { dataRoot: { ...it, ...change(it) } } : {}));
const layers = (
  change: (it: DataRootOutside['layers'][number]) => Partial<DataRootOutside['layers'][number]>,
): Change => root((it) => ({ layers: it.layers.map((one, n) => (n === 1 ? { ...one, ...change(one) } : one)) }));
const inHost = (change: (it: HostOutside) => Partial<HostOutside>): Change =>
  after(({ host: it }) => (it ? { host: { ...it, ...change(it) } } : {}));
const process = (pid: number, more: Partial<HostOutside['processes'][string]>): Change =>
  inHost(({ processes }) => ({
    processes: { ...processes, [pid]: { ...(processes[pid] ?? { ...host([]).processes[100] }), ...more } as never },
  }));

const commit: Moment = {
  ...quiet,
  what: 'docker commit',
  events: [event('c1', 'commit')],
  before: { ...outside, images: [base] },
};
const image = (more: Partial<ImageOutside>): Change =>
  after(({ images }) => ({ images: images.map((it, n) => (n === 1 ? { ...it, ...more } : it)) }));
const created: Moment = {
  ...quiet,
  events: [event('c2', 'create')],
  before: { ...outside, containers: [container('c1')] },
};
const removed: Moment = {
  ...quiet,
  events: [event('c2', 'destroy')],
  after: { ...outside, containers: [container('c1')], dataRoot: dataRoot(['c1']) },
};
const frozen = { status: 'paused', paused: true } as const;
const paused: Moment = first(frozen)({
  ...quiet,
  before: { ...outside, containers: [container('c1', frozen), still] },
});
const died: Moment = inHost(() => ({ processes: {}, mounts: [] }))(
  first(ended)({ ...quiet, events: [event('c1', 'die')] }),
);
const views = {
  ...{ container: 'c1', exported: { '/a': 'file' }, folded: { '/a': 'file' }, mounted: { '/a': 'file' } },
  ...{ committed: { '/a': 'file' }, copied: { path: '/a', below: '0:0 644 old', above: '0:0 644 old and new' } },
  inside: { seen: 1, shown: 1 },
};
const looked: Moment = { ...quiet, views };
const refused: Moment = { ...quiet, what: 'docker kill c2', refused: true };

/** For each law something that was seen and holds, and what a broken engine would show instead. */
const broken: readonly (readonly [law: string, sound: Moment, tamper: Change])[] = [
  ['L1', quiet, layers(() => ({ fingerprint: 'other files' }))],
  ['L1', quiet, image({ layers: [diff1, diff2, diff2] })],
  ['L2', quiet, layers(() => ({ diff: diff3 }))],
  ['L3', quiet, layers(() => ({ parent: sha('nobody') }))],
  ['L4', quiet, after(() => ({ images: [base] }))],
  ['L4', quiet, root((it) => ({ layers: it.layers.slice(0, 2) }))],
  ['L5', quiet, image({ directories: [at('l3'), at('again'), at('l1')] })],
  ['L6', quiet, image({ layers: Array.from({ length: 126 }, () => diff1) })],
  ['W1', quiet, first({ upper: at('c2') })],
  ['W2', created, after(({ containers }) => ({ containers: containers.map((it) => ({ ...it, diff: ['A /left'] })) }))],
  ['W3', quiet, first({ upper: at('another') })],
  ['W3', { ...quiet, events: [event('c1', 'pause')] }, first({ diff: [] })],
  ['W4', removed, root(() => ({ directories: dataRoot(['c1', 'c2']).directories }))],
  ['W4', quiet, after(() => ({ volumes: [] }))],
  ['W5', quiet, after(({ containers }) => ({ containers: containers.map((it) => ({ ...it, diff: ['A /its'] })) }))],
  ['W6', looked, (it) => ({ ...it, views: { ...views, folded: { '/a': 'file', '/b': 'file' } } })],
  ['W7', quiet, first({ diff: ['D /never/there'] })],
  ['W8', looked, (it) => ({ ...it, views: { ...views, copied: { ...views.copied, above: '4242:0 644 old' } } })],
  ['W9', quiet, inHost(() => ({ mounts: [] }))],
  ['W10', quiet, first({ lowers: [at('c1-init'), at('l1'), at('l2')] })],
  ['C1', commit, image({ historyRows: 5 })],
  ['C1', commit, image({ layers: [diff1, diff2, diff3, diff3] })],
  ['C2', commit, image({ layers: [diff2, diff1, diff3] })],
  ['C3', looked, (it) => ({ ...it, views: { ...views, committed: {} } })],
  ['C4', commit, first({ diff: [] })],
  ['C5', commit, image({ parent: '' })],
  ['I1', quiet, root((it) => ({ configs: it.configs.map((one) => ({ ...one, digest: sha('other') })) }))],
  ['I2', quiet, root((it) => ({ configs: it.configs.map((one) => ({ ...one, rows: 9 })) }))],
  ['I3', quiet, root(() => ({ references: { 'lost:1': sha('lost') } }))],
  ['I4', quiet, after(() => ({ images: [made] }))],
  [
    'K1',
    { ...quiet, events: [event('c1', 'create'), event('c1', 'start')] },
    (it) => ({ ...it, events: [event('c1', 'create'), event('c1', 'unpause')] }),
  ],
  ['K2', quiet, first({ paused: true })],
  ['K3', quiet, first({ pid: 0 })],
  ['K3', quiet, first({ pid: 4711 })],
  ['K4', quiet, first({ name: 'other' })],
  ['K5', removed, root(() => ({ containers: ['c1', 'c2'] }))],
  ['P1', quiet, process(100, { ppid: 1 })],
  ['P1', quiet, process(100, { numbers: [100, 7] })],
  ['P2', { ...quiet, events: [event('c1', 'start')] }, process(100, { numbers: [100, 7] })],
  ['P3', looked, (it) => ({ ...it, views: { ...views, inside: { seen: 9, shown: 1 } } })],
  ['P4', died, process(101, { container: 'c1' })],
  ['P5', quiet, first({ top: [{ pid: 100, ppid: 4711 }] })],
  [
    'P6',
    quiet,
    first({
      top: [
        { pid: 100, ppid: 99 },
        { pid: 4712, ppid: 99 },
      ],
    }),
  ],
  ['P7', paused, process(100, { ticks: 6 })],
  ['D2', quiet, root((it) => ({ links: { ...it.links, 'L-l1': 'l2' } }))],
  ['D2', quiet, root((it) => ({ directories: { ...it.directories, stray: { link: 'L-stray', lower: [] } } }))],
  ['D3', quiet, root((it) => ({ configs: [...it.configs, { ...config(base), name: sha('stray') }] }))],
  ['D4', looked, (it) => ({ ...it, views: { ...views, mounted: {} } })],
  ['E4', refused, (it) => ({ ...it, events: [event('c2', 'start')] })],
  ['E4', refused, after(() => ({ volumes: ['kept', 'more'] }))],
];

const verdictOf = (law: string, moment: Moment) => {
  const watch = new LawWatch();
  watch.see(moment);
  return watch.verdicts([law])[0]?.verdict;
};

describe('a broken engine is seen from outside', () => {
  test.each(broken.map(([law, sound, tamper], n) => [law, n, sound, tamper] as const))(
    '%s (%i)',
    (law, _, sound, tamper) => {
      expect([verdictOf(law, sound), verdictOf(law, tamper(sound))]).toEqual(['held', 'broken']);
    },
  );
});

test('every law can be seen broken from outside, or it is said why not', () => {
  const seen = new Set(broken.map(([law]) => law));
  expect(laws.map(({ id }) => id).filter((id) => !seen.has(id) && !(id in notFromOutside))).toEqual(['I5']);
  expect(laws.map(({ id }) => id).filter((id) => id in fromOutside === id in notFromOutside)).toEqual([]);
});

test('what can not be read is told as the reason', () => {
  const { dataRoot: _, host: __, ...shown } = outside;
  const watch = new LawWatch();
  watch.see({ ...quiet, before: shown, after: shown });
  expect(watch.verdicts(['L2', 'E1', 'W1'])).toEqual([
    { id: 'L2', verdict: 'not seen', why: "the engine's data root can not be read from here" },
    { id: 'E1', verdict: 'not seen', why: notFromOutside.E1 },
    { id: 'W1', verdict: 'held', looks: 2 },
  ]);
});
