import type { ImageId } from '../../../src/core/kernel/brand.ts';
import { known } from '../../../src/core/kernel/impossible.ts';
import type { ContainerConfig } from '../../../src/core/streams/container/config.ts';
import type { FactResult } from '../fact.ts';
import { Bench, messageOf, statusOf } from './bench.ts';
import { differs, fact, facts, left } from './table.ts';

const configOf = (bench: Bench, id: ImageId): ContainerConfig =>
  known(bench.session.world.images.get(id)?.config.config, 'config');

const { refused_400, examples } = facts.commit_changes;

export const changeFacts = (): readonly FactResult[] => [
  ...Object.entries(refused_400).map(([line, message]) =>
    fact(`change refused: ${line}`, () => {
      const bench = new Bench();
      bench.create(bench.image('m:1'), 'box');
      const changes = [line === '(empty string)' ? '' : line];
      const outcome = bench.client({ type: 'CommitContainer', container: 'box', changes });
      return differs([statusOf(outcome), messageOf(outcome)], [400, message]);
    }),
  ),
  ...Object.entries(examples).map(([line, expected]) => fact(`change: ${line}`, () => changeFact(line, expected))),
];

const changeFact = (line: string, expected: unknown): string | undefined => {
  const bench = new Bench();
  const hasEntrypoint = line === 'ENTRYPOINT []' || line === 'CMD []';
  const program = hasEntrypoint ? { Entrypoint: ['/bin/sleep'], Cmd: ['1'] } : { Cmd: ['/bin/sleep', '1'] };
  bench.create(bench.image('m:1'), 'box', program);
  const config = configOf(bench, bench.commit('box', { changes: [line.replace(/ \(on .*\)$/, '')] }));
  if (typeof expected === 'string') return differs(config.Entrypoint, ['/bin/sleep']);
  const fields = Object.entries(expected as Record<string, unknown>).map(([key, value]) => {
    const found = config[key as keyof ContainerConfig] ?? null;
    if (key !== 'ExposedPorts') return differs(found, value);
    return differs(Object.keys(found as object).sort(), [...(value as readonly string[])].sort());
  });
  return fields.find((why) => why !== undefined);
};

/** Requests of `commit_errors` as this suite makes them. */
const requests: Readonly<Record<string, object>> = {
  'container=nope': { container: 'nope' },
  'container=""': { container: '' },
  'repo=UPPER': { repo: 'UPPER' },
  'repo=ok tag="bad tag!"': { repo: 'ok', tag: 'bad tag!' },
  'repo=a@sha256:0…': { repo: `a@sha256:${'0'.repeat(64)}` },
  'repo=sha256': { repo: 'sha256' },
  'image of the container was force-removed': {},
  '125 layers already': {},
};

export const commitErrorFacts = (): readonly FactResult[] =>
  facts.commit_errors.map(([request, status, message, leftBehind]) => {
    const id = `commit: ${request}`;
    const asked = requests[request];
    if (!asked) return left(id, 'the content type of an HTTP request is the API server’s business, not the model’s');
    return fact(id, () => {
      const bench = new Bench();
      const image = request.startsWith('125') ? deep(bench) : bench.image('m:1');
      bench.create(image, 'box');
      if (request.startsWith('image of')) bench.remove('m:1', { force: true });
      const before = bench.session.world.images.size;
      const outcome = bench.client({ type: 'CommitContainer', container: 'box', ...asked });
      const found = messageOf(outcome).replaceAll(image.slice(7), '<id>');
      const made = bench.session.world.images.size - before;
      return differs([statusOf(outcome), found, made], [status, message, leftBehind]);
    });
  });

/** An image of as many layers as there may be. */
const deep = (bench: Bench): ImageId => {
  const layers = Array.from({ length: 125 }, (_, at) => bench.layer({ [`file${at}`]: `${at}` }));
  const diff_ids = layers.map(({ diffId }) => diffId);
  const history = layers.map(() => ({ created: '2024-01-01T00:00:00Z' }));
  const config = JSON.stringify({ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids }, history });
  const images = [{ config, layers: diff_ids, repoTags: ['deep:1'] }];
  bench.client({ type: 'LoadImage', images, layers });
  return known([...bench.session.world.images.keys()][0], 'image');
};

/** Chapter 2.1, one line each. */
export const commitFacts = (): readonly FactResult[] => [
  fact('commit: an untouched container makes an empty layer row and no layer', () => {
    const bench = new Bench();
    bench.create(bench.image('m:1'), 'box', { Cmd: ['true'] });
    const before = bench.session.world.layers.size;
    const id = bench.commit('box');
    const row = known(bench.session.world.images.get(id)?.config.history.at(-1), 'row');
    const { created: _, ...said } = row;
    return differs([said, bench.session.world.layers.size], [{ created_by: 'true', empty_layer: true }, before]);
  }),
  fact('commit: of a running container pauses it meanwhile', () => {
    const bench = new Bench();
    bench.image('m:1');
    const id = bench.run('m:1', 'box');
    bench.write(id, '/file', 'text');
    const { told } = bench.client({ type: 'CommitContainer', container: 'box', repo: 'cc' });
    return differs(told, ['container pause', 'image tag', 'container commit', 'container unpause']);
  }),
  fact('commit: without pause there is none, and the layer is the same', () => {
    const bench = new Bench();
    bench.image('m:1');
    bench.write(bench.run('m:1', 'box'), '/file', 'text');
    const { told } = bench.client({ type: 'CommitContainer', container: 'box', pause: false });
    const diff = (id: ImageId) => bench.session.world.images.get(id)?.config.diffIds;
    return (
      differs(told, ['container commit']) ??
      differs(diff(bench.commit('box')), diff(bench.commit('box', { pause: false })))
    );
  }),
  fact('commit: a paused container stays paused without further events', () => {
    const bench = new Bench();
    bench.image('m:1');
    bench.run('m:1', 'box');
    bench.client({ type: 'PauseContainer', container: 'box' });
    return differs(bench.client({ type: 'CommitContainer', container: 'box' }).told, ['container commit']);
  }),
  fact('commit: a tag without repo is ignored', () => {
    const bench = new Bench();
    bench.create(bench.image(), 'box');
    bench.commit('box', { tag: 'x' });
    return differs(bench.session.world.references.size, 0);
  }),
  fact('commit: a body with fields replaces the config; the container fills the rest', () => {
    const bench = new Bench();
    bench.create(bench.image('m:1'), 'box', { Cmd: ['a'], Env: ['A=1', 'B=2'], User: 'u', Hostname: 'h', Tty: true });
    const { User, Hostname, Tty, Env, Cmd } = configOf(bench, bench.commit('box', { config: { Env: ['B=3'] } }));
    return differs({ User, Hostname, Tty, Env, Cmd }, { User: 'u', Env: ['B=3', 'A=1'], Cmd: ['a'] });
  }),
];
