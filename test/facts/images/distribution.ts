import type { PullRow } from '../../../src/core/commands/client/pull-image.ts';
import { known } from '../../../src/core/kernel/impossible.ts';
import { layerOfTar } from '../../../src/core/layers/layer-of-tar.ts';
import { embeddedRegistry } from '../../../src/registry/embedded.ts';
import { pullCommand } from '../../../src/registry/fetch-image.ts';
import type { FactResult } from '../fact.ts';
import { Bench, messageOf, statusOf } from './bench.ts';
import { differs, fact, facts, left } from './table.ts';

const pushing = 'push is no command of the model: the embedded registry is only read';

/** Every field of the push table is of a command that the model does not have. */
export const pushFacts = (): readonly FactResult[] =>
  Object.entries(facts.push).flatMap(([key, value]) =>
    key === 'errors'
      ? (value as readonly (readonly string[])[]).map(([what]) => left(`push error: ${what}`, pushing))
      : [left(`push: ${key}`, pushing)],
  );

const pull = (bench: Bench, reference: string) => {
  const command = pullCommand(embeddedRegistry(), bench.session.world.distribution, reference);
  const outcome = bench.client(command);
  const { decision } = outcome;
  return { ...outcome, rows: decision.accepted ? (decision.answer as { readonly rows: readonly PullRow[] }).rows : [] };
};

export const pullFacts = (): readonly FactResult[] => [
  fact('pull: sequence of a layer', () => {
    const rows = pull(new Bench(), 'redis:latest').rows;
    const id = known(rows.find(({ status }) => status === 'Pulling fs layer')?.id, 'layer');
    const steps = rows.filter((row) => row.id === id).map(({ status }) => status);
    return differs(steps, ['Pulling fs layer', 'Verifying Checksum', 'Download complete', 'Pull complete']);
  }),
  fact('pull: known digests already exist', () => {
    const bench = new Bench();
    pull(bench, 'redis:7.0');
    return differs(
      pull(bench, 'redis:7.2').rows.some(({ status }) => status === 'Already exists'),
      true,
    );
  }),
  fact('pull: head', () =>
    differs(pull(new Bench(), 'redis').rows[0], { id: 'latest', status: 'Pulling from library/redis' }),
  ),
  fact('pull: tail', () => {
    const bench = new Bench();
    const tail = () =>
      pull(bench, 'redis')
        .rows.slice(-2)
        .map(({ status }) => status.replace(/sha256:.*/, '…'));
    return (
      differs(tail(), ['Digest: …', 'Status: Downloaded newer image for redis:latest']) ??
      differs(tail(), ['Digest: …', 'Status: Image is up to date for redis:latest'])
    );
  }),
  fact('pull: event', () => differs(pull(new Bench(), 'redis').told, ['image pull'])),
  ...facts.pull.errors.map(pullError),
];

const refused: Readonly<Record<string, readonly [reference: string, fetched: object, parameters?: object]>> = {
  'unknown tag or repo': ['127.0.0.1:5990/redis:nope', { refused: 'unknown' }],
  'unknown digest': [`127.0.0.1:5990/redis@sha256:${'1'.repeat(64)}`, { refused: 'unknown' }],
  'registry down': [
    '127.0.0.1:5991/redis:1',
    { unreachable: 'Get "http://127.0.0.1:5991/v2/": dial tcp 127.0.0.1:5991: connect: connection refused' },
  ],
  'bad name': ['UPPER', { refused: 'unknown' }],
  'bad tag': ['x', { refused: 'unknown' }, { tag: 'bad tag!' }],
  'platform=bogus': ['x', { refused: 'unknown' }, { platform: 'bogus' }],
  'denied by registry (from source)': ['x', { refused: 'denied' }],
};

const pullError = ([what, status, message]: readonly [string, number, string]): FactResult => {
  const id = `pull error: ${what}`;
  const bench = new Bench();
  if (what.startsWith('create')) {
    return fact(id, () => {
      const outcome = bench.client({ type: 'CreateContainer', config: { Image: 'x', Cmd: ['a'] }, hostConfig: {} });
      return differs([statusOf(outcome), messageOf(outcome)], [status, message]);
    });
  }
  return fact(id, () => {
    const [reference, fetched, parameters] = known(refused[what], what);
    const outcome = bench.client({
      type: 'PullImage',
      reference,
      fetched: fetched as { readonly refused: 'unknown' },
      ...parameters,
    });
    const wanted = message
      .replace('1…', '1'.repeat(64))
      .replace('<name>', 'x')
      .replace('<registry text>', 'denied: requested access to the resource is denied');
    return differs([statusOf(outcome), messageOf(outcome)], [status, wanted]);
  });
};

/** Load errors; each archive is broken in one way. */
export const loadFacts = (): readonly FactResult[] =>
  facts.load_errors.map(([what, message]) =>
    fact(`load: ${what}`, () => {
      const bench = new Bench();
      const [layer, other] = [bench.layer({ a: '1' }), bench.layer({ a: '2' })];
      const base = { architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [layer.diffId] } };
      const row = { created: '2024-01-01T00:00:00Z' };
      const broken: Readonly<Record<string, { readonly config: object; readonly layers: readonly (typeof layer)[] }>> =
        {
          'layer bytes differ from config': { config: base, layers: [other] },
          'more non-empty history rows than layers': { config: { ...base, history: [row, row] }, layers: [layer] },
          'manifest/config layer count': {
            config: { ...base, rootfs: { type: 'layers', diff_ids: [] } },
            layers: [layer],
          },
          'no rootfs': { config: { architecture: 'amd64', os: 'linux' }, layers: [layer] },
          'os=windows': { config: { ...base, os: 'windows' }, layers: [layer] },
        };
      if (what === 'not a tar') return differs(layerFlaw(), message);
      const { config, layers } = known(broken[what], what);
      const images = [{ config: JSON.stringify(config), layers: layers.map(({ diffId }) => diffId), repoTags: [] }];
      const outcome = bench.client({ type: 'LoadImage', images, layers });
      return differs(messageOf(outcome).replace(/sha256:[0-9a-f]+/g, 'sha256:…'), message);
    }),
  );

const layerFlaw = (): unknown => layerOfTar(new TextEncoder().encode('x'.repeat(1024)));
