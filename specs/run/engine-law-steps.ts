import type { ClientCommand } from '../../src/core/commands/client/index.ts';
import type { Step } from '../../src/oracle/step.ts';

const ask = (command: ClientCommand): Step => ({ do: 'ask', command });
const on = (
  type: 'StartContainer' | 'PauseContainer' | 'UnpauseContainer' | 'KillContainer' | 'InspectContainer',
  container: string,
): Step => ask({ issuer: 'client', type, container });
const create = (name: string, Image: string, Cmd: readonly string[], Binds: readonly string[] = []): Step =>
  ask({
    issuer: 'client',
    type: 'CreateContainer',
    name,
    config: { Image, Cmd },
    hostConfig: { NetworkMode: 'none', Binds },
  });
const stop = (type: 'StopContainer' | 'RestartContainer', container: string): Step =>
  ask({ issuer: 'client', type, container, timeout: 1 });
const remove = (container: string): Step =>
  ask({ issuer: 'client', type: 'RemoveContainer', container, force: true, volumes: true });
const sh = (script: string): Step => ({ do: 'exec', container: one, argv: ['sh', '-c', script] });
const commit = (repo: string): Step => ask({ issuer: 'client', type: 'CommitContainer', container: one, repo });

const one = 'plimsoll-c1';
const two = 'plimsoll-c2';
const three = 'plimsoll-c3';
const sleep = ['sleep', '1000'];

/** Copy-up, a whiteout, a commit, and a container of the commit. */
export const beforeViews: readonly Step[] = [
  create(one, 'plimsoll-base-app:1', sleep),
  on('StartContainer', one),
  sh('echo more >> /etc/passwd; rm /etc/group; mkdir /made; echo made > /made/file'),
  commit('plimsoll-i1'),
  create(two, 'plimsoll-i1', sleep),
];

/** What a container goes through, refusals, and removals. */
export const afterViews: readonly Step[] = [
  on('PauseContainer', one),
  on('InspectContainer', one),
  on('UnpauseContainer', one),
  create(three, 'plimsoll-base-app:1', sleep, ['plimsoll-v1:/data']),
  on('KillContainer', three),
  on('UnpauseContainer', three),
  ask({ issuer: 'client', type: 'RenameContainer', container: three, name: one }),
  ask({ issuer: 'client', type: 'RemoveImage', image: 'plimsoll-nobody' }),
  on('StartContainer', two),
  sh('echo mine > /mine'),
  stop('StopContainer', one),
  on('StartContainer', one),
  stop('RestartContainer', one),
  on('KillContainer', one),
  on('InspectContainer', one),
  remove(three),
  remove(one),
  remove(two),
  ask({ issuer: 'client', type: 'RemoveImage', image: 'plimsoll-i1' }),
  ask({ issuer: 'client', type: 'RemoveVolume', volume: 'plimsoll-v1' }),
];
