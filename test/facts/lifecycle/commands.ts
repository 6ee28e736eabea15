import type { ClientCommand } from '../../../src/core/commands/client/index.ts';
import type { Command } from '../../../src/core/decide.ts';
import type { Body, Request } from './rows.ts';

type Params = Readonly<Record<string, string | number | undefined>>;

/** The command that a request of the Engine API means; `exec` stands in for the placeholder of its path. */
export const commandOf = ({ method, path, query, body }: Request, exec: string): Command => {
  const params: Params = query ?? {};
  const [, noun, reference = '', verb = ''] = path.split('/');
  if (noun === 'commit') return commit(params);
  if (noun === 'exec') return execCommand(method, verb, exec, body);
  if (reference === 'create') return createCommand(params, body as Body);
  if (reference === 'json') return client({ type: 'ListContainers', all: params.all === 1 });
  if (reference === 'prune') return client({ type: 'PruneContainers' });
  if (method === 'DELETE')
    return client({
      type: 'RemoveContainer',
      container: reference,
      force: params.force === 1,
      volumes: params.v === 1,
      link: params.link === 1,
    });
  return containerCommand(method, verb, reference, params, body);
};

type Unissued = ClientCommand extends infer C ? (C extends ClientCommand ? Omit<C, 'issuer'> : never) : never;
const client = (command: Unissued): Command => ({ issuer: 'client', ...command }) as Command;

const commit = (params: Params): Command =>
  client({
    type: 'CommitContainer',
    container: String(params.container),
    repo: String(params.repo),
    tag: String(params.tag),
    comment: String(params.comment),
    pause: params.pause === 1,
  });

const execCommand = (method: string, verb: string, exec: string, body: unknown): Command =>
  method === 'GET' || verb === 'json'
    ? client({ type: 'InspectExec', exec })
    : client({ type: 'StartExec', exec, detach: (body as { Detach?: boolean }).Detach === true });

export const createCommand = (params: Params, { HostConfig, ...config }: Body): Command =>
  client({
    type: 'CreateContainer',
    ...(params.name !== undefined && { name: String(params.name) }),
    config,
    hostConfig: HostConfig ?? {},
    sources: { '/srv/nosuch': 'missing', '/srv/nosuch2': 'missing', '/etc/hostname': 'file', '/srv/dir': 'directory' },
  });

const containerCommand = (method: string, verb: string, container: string, params: Params, body: unknown): Command => {
  const timeout = params.t === undefined ? {} : { timeout: Number(params.t) };
  switch (verb) {
    case 'start':
      return client({ type: 'StartContainer', container });
    case 'stop':
      return client({ type: 'StopContainer', container, ...timeout });
    case 'restart':
      return client({ type: 'RestartContainer', container, ...timeout });
    case 'kill':
      return client({
        type: 'KillContainer',
        container,
        ...(params.signal !== undefined && { signal: String(params.signal) }),
      });
    case 'pause':
      return client({ type: 'PauseContainer', container });
    case 'unpause':
      return client({ type: 'UnpauseContainer', container });
    case 'rename':
      return client({ type: 'RenameContainer', container, name: String(params.name) });
    case 'exec':
      return client({ type: 'CreateExec', container, config: { command: (body as { Cmd: string[] }).Cmd } });
    case 'top':
      return client({ type: 'TopContainer', container });
    case 'logs':
      return client({
        type: 'LogsContainer',
        container,
        stdout: params.stdout === 1,
        stderr: params.stderr === 1,
        follow: params.follow === 1,
      });
    case 'wait':
      return client({ type: 'WaitContainer', container, condition: String(params.condition) });
    case 'changes':
      return client({ type: 'DiffContainer', container });
    case 'export':
      return client({ type: 'ExportContainer', container });
    case 'json':
      return client({ type: 'InspectContainer', container });
    case 'attach':
      return client({
        type: 'AttachContainer',
        container,
        logs: params.logs === 1,
        stream: params.stream === 1,
      });
    case 'resize':
      return client({ type: 'ResizeContainer', container, height: Number(params.h), width: Number(params.w) });
    case 'update':
      return update(container, body);
    case 'stats':
      return client({ type: 'StatsContainer', container });
    case 'archive':
      return archive(method, container, String(params.path));
    default:
      throw new Error(`no command for ${method} …/${verb}`);
  }
};

const update = (container: string, body: unknown): Command => {
  const { RestartPolicy, Memory, MemorySwap } = body as NonNullable<Body['HostConfig']>;
  return client({
    type: 'UpdateContainer',
    container,
    ...(RestartPolicy && { restartPolicy: RestartPolicy }),
    ...(Memory !== undefined && { memory: Memory }),
    ...(MemorySwap !== undefined && { memorySwap: MemorySwap }),
  });
};

const archive = (method: string, container: string, path: string): Command => {
  if (method === 'GET') return client({ type: 'GetArchive', container, path });
  if (method === 'HEAD') return client({ type: 'StatArchive', container, path });
  return client({ type: 'PutArchive', container, path, entries: [] });
};
