import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/core/decide.ts';
import { known } from '../../../src/core/kernel/impossible.ts';
import { Bench } from '../../facts/lifecycle/bench.ts';
import { create, start } from '../../facts/lifecycle/states.ts';

const ask = (bench: Bench, command: Omit<Command, 'issuer'> & Record<string, unknown>) =>
  bench.perform({ issuer: 'client', ...command } as Command);

const sleeping = { Image: 'base:1', Cmd: ['sleep', '1000'] };

describe('a reference', () => {
  const bench = new Bench();
  create(bench, sleeping, 'web');
  create(bench, sleeping, 'other');
  const { id } = known(bench.container('web'), 'web');
  const reach = (container: string) => ask(bench, { type: 'InspectContainer', container });

  it('is an id, a name with or without slash, or a unique prefix of an id', () => {
    for (const reference of [id, 'web', '/web', id.slice(0, 12)]) expect(reach(reference).accepted).toBe(true);
    for (const reference of [id.toUpperCase(), `${id}0`, 'nope'])
      expect(reach(reference)).toMatchObject({ rejection: { status: 404 } });
  });

  it('means the container of that name before the one whose id begins so', () => {
    create(bench, sleeping, id.slice(0, 4));
    ask(bench, { type: 'RenameContainer', container: id.slice(0, 4), name: 'renamed' });
    expect(bench.container('renamed')?.id).not.toBe(id);
    expect(bench.container('web')?.id).toBe(id);
  });
});

describe('create', () => {
  it('gives a name of two words to a container that has none', () => {
    const bench = new Bench();
    create(bench, sleeping, '');
    const [name = ''] = bench.world.indexes.names.keys();
    expect(name).toMatch(/^[a-z]+_[a-z]+$/);
  });

  it('looks at the settings, the image, the command, then the name', () => {
    const bench = new Bench();
    const message = (body: object, name = 'a') => {
      const decision = create(bench, body, name);
      return decision.accepted ? '' : decision.rejection.message;
    };
    expect(message({ Image: 'nope:1', WorkingDir: 'rel' })).toMatch(/^the working directory 'rel'/);
    expect(message({ Image: 'nope:1' })).toBe('No such image: nope:1');
    expect(message({ Image: 'base:1' })).toBe('No command specified');
    expect(message(sleeping)).toMatch(/^Invalid container name \(a\)/);
  });

  it('makes the volumes first, and rm -v takes the anonymous one along', () => {
    const bench = new Bench();
    bench.told = [];
    create(bench, { ...sleeping, Volumes: { '/vol': {} }, HostConfig: { NetworkMode: 'none', Binds: ['named:/n'] } });
    start(bench);
    ask(bench, { type: 'RemoveContainer', container: 'web', force: true, volumes: true });
    const actions = bench.told.map(({ Type, Action }) => `${Type} ${Action}`);
    expect(actions).toEqual([
      ...['volume create', 'volume create', 'container create'],
      ...['network connect', 'volume mount', 'volume mount', 'container start'],
      ...['container kill', 'container die', 'network disconnect', 'volume unmount', 'volume unmount'],
      ...['volume destroy', 'container destroy'],
    ]);
    expect([...bench.world.volumes.keys()]).toEqual(['named']);
    expect(bench.world.writeLayers.size).toBe(0);
  });

  it('makes mount points at start, and they stay in the write layer', () => {
    const bench = new Bench();
    create(bench, { ...sleeping, HostConfig: { NetworkMode: 'none', Binds: ['named:/deep/er'] } });
    start(bench);
    const layer = known(bench.world.writeLayers.get(known(bench.container(), 'web').id), 'write layer');
    expect(layer.upper.inodes.size).toBe(3);
    expect(layer.mounted).toBe(true);
  });
});

describe('a volume over a directory of the image', () => {
  const bench = new Bench();
  const over = (volume: string, name: string) =>
    create(bench, { ...sleeping, HostConfig: { NetworkMode: 'none', Binds: [volume] } }, name);
  const namesIn = (volume: string) => {
    const { content } = known(bench.world.volumes.get(volume as never), volume);
    return [...(content.inodes.get(1)?.entries?.keys() ?? [])].sort();
  };

  it('is filled at create, once, and not with nocopy', () => {
    over('full:/bin', 'one');
    over('full:/etc', 'two');
    over('bare:/bin:nocopy', 'three');
    expect(namesIn('full')).toContain('busybox');
    expect(namesIn('full')).not.toContain('hostname');
    expect(namesIn('bare')).toEqual([]);
  });
});

describe('the restart manager', () => {
  it('waits 100 ms, then twice as long each time, and afresh after a run of ten seconds', () => {
    const bench = new Bench();
    create(bench, {
      ...sleeping,
      HostConfig: { NetworkMode: 'none', RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } },
    });
    start(bench);
    const waits: number[] = [];
    for (let run = 0; run < 12; run++) {
      if (run === 11) bench.pass(10_000);
      bench.exit(1);
      waits.push(known(bench.container(), 'web').backOff);
      bench.restartDue();
    }
    expect(waits).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 12800, 25600, 51200, 60000, 100]);
  });

  it('gives up when the start itself fails: code of the last run, error of the start', () => {
    const bench = new Bench();
    create(bench, {
      ...sleeping,
      HostConfig: { NetworkMode: 'none', RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } },
    });
    start(bench);
    const pid = known(bench.main(), 'main');
    bench.perform({ issuer: 'process', type: 'RemoveFile', pid, path: '/bin/sleep' });
    bench.exit(9);
    bench.told = [];
    bench.restartDue();
    expect(bench.container()?.state).toMatchObject({
      status: 'exited',
      exitCode: 9,
      error: expect.stringContaining('$PATH'),
    });
    expect(bench.container()?.restartCount).toBe(1);
    expect(bench.told.map(({ Action }) => Action)).toEqual(['connect', 'disconnect']);
  });
});

describe('auto-remove', () => {
  it('comes after the stop, and not in a restart', () => {
    const bench = new Bench();
    create(bench, { ...sleeping, HostConfig: { NetworkMode: 'none', AutoRemove: true } });
    start(bench);
    ask(bench, { type: 'RestartContainer', container: 'web', timeout: 1 });
    expect(bench.container()?.state.status).toBe('running');
    bench.told = [];
    ask(bench, { type: 'StopContainer', container: 'web', timeout: 1 });
    expect(bench.told.map(({ Action }) => Action)).toEqual(['kill', 'kill', 'die', 'disconnect', 'stop', 'destroy']);
    expect(bench.container()).toBeUndefined();
  });
});
