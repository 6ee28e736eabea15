import type { ClientCommand } from '../../core/commands/client/index.ts';
import type { ContainerConfig, HostConfig } from '../../core/streams/container/config.ts';
import type { Step } from '../../oracle/step.ts';
import type { Need } from '../../oracle/vectors/vector.ts';
import type { Call } from './call.ts';

/** A sequence told by hand, for what chance comes by too seldom. */
export type Story = {
  readonly name: string;
  readonly from: string;
  readonly steps: readonly StoryStep[];
  /** What a consumer must be able to do for it beside asking the engine. */
  readonly needs?: readonly Need[];
  /** A container restarts for ever, so nothing is said of how often. */
  readonly goesRound?: true;
};

export type StoryStep = Step | Call;

export const pointed = (name: string, ...steps: readonly StoryStep[]): Story => ({ name, from: 'pointed', steps });

type Ask = ClientCommand;

export const c1 = 'plimsoll-c1';
export const box = 'plimsoll-base-box:1';
export const app = 'plimsoll-base-app:1';
export const sleep = ['sleep', '1000'];
/** A digest that nothing has. */
export const zeros = `sha256:${'0'.repeat(64)}`;

export const ask = (command: Ask): Step => ({ do: 'ask', command });
export const create = (
  name: string,
  Cmd: readonly string[],
  config: ContainerConfig = {},
  hostConfig: HostConfig = {},
  Image = box,
): Step =>
  ask({
    issuer: 'client',
    type: 'CreateContainer',
    name,
    config: { ...config, Image, ...(Cmd.length > 0 && { Cmd }) },
    hostConfig: { NetworkMode: 'none', ...hostConfig },
  });
export const start = (container = c1): Step => ask({ issuer: 'client', type: 'StartContainer', container });
export const stop = (container = c1): Step => ask({ issuer: 'client', type: 'StopContainer', container, timeout: 1 });
export const restart = (container = c1): Step =>
  ask({ issuer: 'client', type: 'RestartContainer', container, timeout: 1 });
export const kill = (signal?: string, container = c1): Step =>
  ask({ issuer: 'client', type: 'KillContainer', container, ...(signal !== undefined && { signal }) });
export const pause = (container = c1): Step => ask({ issuer: 'client', type: 'PauseContainer', container });
export const unpause = (container = c1): Step => ask({ issuer: 'client', type: 'UnpauseContainer', container });
export const rename = (name: string, container = c1): Step =>
  ask({ issuer: 'client', type: 'RenameContainer', container, name });
export const remove = (more: { force?: true; volumes?: true; link?: true } = {}, container = c1): Step =>
  ask({ issuer: 'client', type: 'RemoveContainer', container, ...more });
export const update = (name: 'no' | 'always' | 'unless-stopped', container = c1): Step =>
  ask({
    issuer: 'client',
    type: 'UpdateContainer',
    container,
    restartPolicy: { Name: name, MaximumRetryCount: 0 },
  });
export const exec = (argv: readonly string[], user?: string, container = c1): Step => ({
  do: 'exec',
  container,
  argv,
  ...(user !== undefined && { user }),
});
export const sh = (script: string): Step => exec(['sh', '-c', script]);
export const commit = (repo: string, container = c1, changes?: readonly string[]): Step =>
  ask({ issuer: 'client', type: 'CommitContainer', container, repo, ...(changes && { changes }) });
export const tag = (image: string, repo: string, name = 'latest'): Step =>
  ask({ issuer: 'client', type: 'TagImage', image, repo, tag: name });
export const rmi = (image: string, force = false): Step =>
  ask({ issuer: 'client', type: 'RemoveImage', image, ...(force && { force: true }) });
export const volume = (name: string): Step => ask({ issuer: 'client', type: 'CreateVolume', name });
export const rmv = (name: string, force = false): Step =>
  ask({ issuer: 'client', type: 'RemoveVolume', volume: name, ...(force && { force: true }) });
export const look = (
  type: 'InspectContainer' | 'TopContainer' | 'DiffContainer' | 'ExportContainer' | 'StatsContainer',
  container = c1,
): Step => ask({ issuer: 'client', type, container });
export const lookAt = (type: 'InspectImage' | 'HistoryImage', image: string): Step =>
  ask({ issuer: 'client', type, image });
export const inspectVolume = (name: string): Step => ask({ issuer: 'client', type: 'InspectVolume', volume: name });
