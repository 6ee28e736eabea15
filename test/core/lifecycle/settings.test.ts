import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/core/decide.ts';
import { Bench } from '../../facts/lifecycle/bench.ts';

/** What Docker Engine 20.10.24 answered (docs/facts.md, measured since). */
const answerTo = (config: Record<string, unknown>, hostConfig: Record<string, unknown>): string => {
  const bench = new Bench();
  const decision = bench.perform({
    issuer: 'client',
    type: 'CreateContainer',
    config: { Image: 'base:1', Cmd: ['true'], ...config },
    hostConfig,
  } as Command);
  return decision.accepted ? 'accepted' : `${decision.rejection.status} ${decision.rejection.message}`;
};

describe('the mode of a bind', () => {
  const bind = (source: string, mode: string): string => answerTo({}, { Binds: [`${source}:/data:${mode}`] });

  it.each(['ro,z', 'z,cached', 'consistent,z,ro', ''])('%j is taken', (mode) => {
    expect([bind('vol', mode), bind('/tmp', mode)]).toEqual(['accepted', 'accepted']);
  });

  it.each(['rw,ro', 'ro,ro', 'z,Z', 'nocopy,nocopy', 'private,shared', 'cached,delegated', ',', 'ro,', 'x'])(
    '%j is none',
    (mode) => {
      expect([bind('vol', mode), bind('/tmp', mode)]).toEqual([
        `500 invalid mode: ${mode}`,
        `500 invalid mode: ${mode}`,
      ]);
    },
  );

  it('may ask of a volume what a host path has not, and the other way round', () => {
    const trouble = (spec: string, type: string, field: string): string =>
      `500 invalid volume specification: '${spec}': invalid mount config for type "${type}": field ${field} must not be specified`;
    expect(bind('vol', 'ro,nocopy')).toBe('accepted');
    expect(bind('/tmp', 'ro,nocopy')).toBe(trouble('/tmp:/data:ro,nocopy', 'bind', 'VolumeOptions'));
    expect(bind('/tmp', 'rprivate')).toBe('accepted');
    expect(bind('vol', 'shared,nocopy')).toBe(trouble('vol:/data:shared,nocopy', 'volume', 'BindOptions'));
  });
});

describe('the network of another container', () => {
  const conflict = '400 conflicting options:';
  it.each([
    [{ Hostname: 'h' }, { NetworkMode: 'container:x' }, `${conflict} hostname and the network mode`],
    [{ Hostname: 'h', WorkingDir: 'x' }, { NetworkMode: 'container:x' }, `${conflict} hostname and the network mode`],
    [{ Hostname: 'h' }, { NetworkMode: 'container:x', UTSMode: 'host' }, `${conflict} hostname and the network mode`],
    [
      { ExposedPorts: { '80/tcp': {} } },
      { NetworkMode: 'container:x' },
      `${conflict} port exposing and the container type network mode`,
    ],
    [{}, { NetworkMode: 'container:' }, '400 Invalid network mode: invalid container format container:<name|id>'],
    [{ Hostname: 'h' }, { NetworkMode: 'host' }, 'accepted'],
  ])('%j %j', (config, hostConfig, answer) => {
    expect(answerTo(config, hostConfig)).toBe(answer);
  });
});

it.each(['new', 'v', '_x'])('volume create -d nobody %s looks for the plugin first', (name) => {
  const decision = new Bench().perform({ issuer: 'client', type: 'CreateVolume', name, driver: 'nobody' });
  expect(decision).toMatchObject({
    rejection: {
      status: 404,
      message: `create ${name}: error looking up volume plugin nobody: plugin "nobody" not found`,
    },
  });
});
