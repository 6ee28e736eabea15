import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/core/decide.ts';
import type { Pid } from '../../../src/core/kernel/brand.ts';
import { known } from '../../../src/core/kernel/impossible.ts';
import type { ProfileName } from '../../../src/core/streams/host/profile.ts';
import { Bench } from '../../facts/lifecycle/bench.ts';
import { create, start } from '../../facts/lifecycle/states.ts';

// Who may call what: law P7, kill(2), prctl(2), fork(2), pid_namespaces(7).

const running = (HostConfig: object = {}): Bench => {
  const bench = new Bench();
  create(bench, { Image: 'base:1', Cmd: ['sleep', '9'], HostConfig: { NetworkMode: 'none', ...HostConfig } });
  start(bench);
  return bench;
};
const main = (bench: Bench): Pid => known(bench.main(), 'main');
const perform = (bench: Bench, command: object) => {
  const decision = bench.perform(command as Command);
  return decision.accepted ? 'accepted' : [decision.rejection.code, (decision.rejection as { errno?: string }).errno];
};
const by = (pid: number, type: string, more: object = {}) => ({ issuer: 'process', type, pid, ...more });

const calls: readonly (readonly [string, object])[] = [
  ['ForkProcess', {}],
  ['ExecuteProgram', { argv: ['sh'] }],
  ['SpawnThread', { comm: 't' }],
  ['SignalProcess', { target: 1, signal: 0 }],
  ['ExitProcess', { code: 0 }],
  ['PrintOutput', { output: 'stdout', text: 'x' }],
  ['SetDisposition', { signal: 10, disposition: { action: 'handle' } }],
  ['SetSubreaper', {}],
  ['SetPidMax', { max: 400 }],
  ['WaitChildren', {}],
];

describe('a call', () => {
  it.each(calls)('%s is done by a living child', (type, more) => {
    const bench = running();
    perform(bench, by(main(bench), 'ForkProcess'));
    const [child] = known(bench.world.host.processes.get(main(bench)), 'main').children.keys();
    expect(perform(bench, by(child as Pid, type, more))).toBe('accepted');
  });

  it.each(calls)('%s is refused to nobody, a zombie, a frozen and a stopped process', (type, more) => {
    const bench = running();
    perform(bench, by(main(bench), 'ForkProcess'));
    const [child] = known(bench.world.host.processes.get(main(bench)), 'main').children.keys();
    const call = (pid: number) => perform(bench, by(pid, type, more));
    expect(call(99_999)).toEqual(['NoSuchProcess', 'ESRCH']);
    perform(bench, { issuer: 'host', type: 'SignalHostProcess', pid: main(bench), signal: 19 });
    expect(call(main(bench))).toEqual(['ProcessIsStopped', 'EAGAIN']);
    perform(bench, by(child as Pid, 'ExitProcess', { code: 0 }));
    expect(call(child as Pid)).toEqual(['NoSuchProcess', 'ESRCH']);
    perform(bench, { issuer: 'client', type: 'PauseContainer', container: 'web' });
    expect(call(main(bench))).toEqual(['ProcessIsFrozen', 'EAGAIN']);
  });
});

describe('numbers', () => {
  it.each<[number, unknown]>([
    [300, ['FileError', 'EINVAL']],
    [301, 'accepted'],
    [4_194_304, 'accepted'],
    [4_194_305, ['FileError', 'EINVAL']],
  ])('pid_max of %d', (max, answer) => {
    const bench = running();
    expect(perform(bench, by(main(bench), 'SetPidMax', { max }))).toEqual(answer);
  });

  it.each(['ForkProcess', 'SpawnThread'])('%s: processes, threads and zombies count for the limit', (type) => {
    const bench = running({ PidsLimit: 3 });
    expect(perform(bench, by(main(bench), 'ForkProcess'))).toBe('accepted');
    const [child] = known(bench.world.host.processes.get(main(bench)), 'main').children.keys();
    perform(bench, by(child as Pid, 'ExitProcess', { code: 0 }));
    expect(perform(bench, by(main(bench), 'SpawnThread', { comm: 't' }))).toBe('accepted');
    expect(perform(bench, by(main(bench), type, { comm: 't' }))).toEqual(['PidsLimitReached', 'EAGAIN']);
    perform(bench, by(main(bench), 'WaitChildren'));
    expect(perform(bench, by(main(bench), type, { comm: 't' }))).toBe('accepted');
  });

  it.each(['ForkProcess', 'SpawnThread'])('%s: without a number left nothing is born', (type) => {
    const bench = running();
    perform(bench, by(main(bench), 'SetPidMax', { max: 301 }));
    let answer: unknown = 'accepted';
    for (let turn = 0; turn < 400 && answer === 'accepted'; turn++)
      answer = perform(bench, by(main(bench), type, { comm: 't' }));
    expect(answer).toEqual(['NoNumberLeft', 'EAGAIN']);
  });

  it('kill names what the sender’s namespace has', () => {
    const bench = running();
    expect(perform(bench, by(main(bench), 'SignalProcess', { target: 1, signal: 15 }))).toBe('accepted');
    expect(bench.container()?.state.status).toBe('running');
    expect(perform(bench, by(main(bench), 'SignalProcess', { target: main(bench), signal: 15 }))).toEqual([
      'NoSuchProcess',
      'ESRCH',
    ]);
  });
});

describe('the engine’s containerd', () => {
  it.each<[ProfileName, boolean]>([
    ['docker-20.10', true],
    ['docker-20.10-system-containerd', false],
  ])('of %s goes with an orderly stop: %s', (profile, goes) => {
    const bench = new Bench(false, profile);
    const kinds = () => [...bench.world.host.processes.values()].map(({ kind }) => kind);
    expect(kinds()).toContain('containerd');
    perform(bench, { issuer: 'host', type: 'StopDaemon' });
    expect(kinds()).not.toContain('dockerd');
    expect(kinds().includes('containerd')).toBe(!goes);
  });
});
