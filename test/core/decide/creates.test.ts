import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/core/decide.ts';
import { known } from '../../../src/core/kernel/impossible.ts';
import { inspectContainer } from '../../../src/views/inspect.ts';
import { Bench } from '../../facts/lifecycle/bench.ts';

/** What Docker Engine 20.10.24 said to each container that it was asked to create: scripts/record-creates. */
type Row = {
  readonly config: object;
  readonly hostConfig: object;
  readonly refused?: string;
  readonly mounts?: readonly object[];
  readonly memorySwap?: number;
};
type Mount = Readonly<Record<'Type' | 'Name' | 'Source' | 'Destination' | 'Mode' | 'Propagation', string>> & {
  readonly RW: boolean;
};

const rows: readonly Row[] = readFileSync(new URL('data/creates.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

const lender = {
  issuer: 'client',
  type: 'CreateContainer',
  name: 'lender',
  config: { Image: 'base:1', Cmd: ['true'] },
  hostConfig: { NetworkMode: 'none', Binds: ['lent:/lent', '/srv:/host:ro'], Tmpfs: { '/mem': '' } },
} as const;

/** The host of the measurements had no such directory. */
const sources = { '/no/such': 'missing' } as const;

const answerTo = ({ config, hostConfig }: Row): Omit<Row, 'config' | 'hostConfig'> => {
  const bench = new Bench();
  bench.perform(lender as Command);
  const command = {
    issuer: 'client',
    type: 'CreateContainer',
    name: 'web',
    config: { Image: 'base:1', Cmd: ['true'], ...config },
    hostConfig: { NetworkMode: 'none', ...hostConfig },
    sources,
  } as Command;
  const decision = bench.perform(command);
  if (!decision.accepted) return { refused: `${decision.rejection.status} ${decision.rejection.message}` };
  const shown = inspectContainer(bench.world, known(bench.container(), 'web'));
  const mounts = (shown.Mounts as readonly Mount[])
    .map((it) => ({
      type: it.Type,
      destination: it.Destination,
      mode: it.Mode,
      rw: it.RW,
      propagation: it.Propagation,
      ...(it.Type === 'volume' && it.Name.length !== 64 && { name: it.Name }),
      ...(it.Type === 'bind' && { source: it.Source }),
    }))
    .sort((a, b) => (a.destination < b.destination ? -1 : 1));
  return { mounts, memorySwap: (shown.HostConfig as { readonly MemorySwap: number }).MemorySwap };
};

/** What the model does not know, by what is asked. */
const notModelled: Readonly<Record<string, string>> = {
  '[{},{"Tmpfs":{"/a/../m/":""}}]': 'inspect lists no tmpfs whose path is not clean',
  '[{},{"LogConfig":{"Type":"gelf","Config":{}}}]': 'options that other log drivers demand',
  '[{},{"LogConfig":{"Type":"awslogs","Config":{}}}]': 'options that other log drivers demand',
  '[{},{"LogConfig":{"Type":"logentries","Config":{}}}]': 'options that other log drivers demand',
  '[{},{"LogConfig":{"Type":"json-file","Config":{"max-buffer-size":"1"}}}]': 'the buffer of a log that does not block',
  '[{},{"PidMode":"container:"}]': 'the process namespace of a container without a name',
  '[{},{"StorageOpt":{"x":"1"}}]': 'storage options other than the size',
};

describe('a container is created, or refused in the words of the engine', () => {
  const named = rows.map((row) => [JSON.stringify([row.config, row.hostConfig]), row] as const);
  const isRight = ([, row]: (typeof named)[number]): void => {
    const { config: _config, hostConfig: _hostConfig, ...answer } = row;
    expect(answerTo(row)).toEqual(answer);
  };

  it.each(named.filter(([asked]) => !(asked in notModelled)))('%s', (...row) => isRight(row));

  it.each(named.filter(([asked]) => asked in notModelled))('%s is still not modelled', (...row) => {
    expect(() => isRight(row)).toThrow();
  });
});
