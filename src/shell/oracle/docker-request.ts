import type { ClientCommand } from '../../core/commands/client/index.ts';
import type { Request } from './http.ts';

/** How the Engine API is asked for a client's command; absent for what the oracle does not ask of engines. */
export const requestOf = (command: ClientCommand): Request | undefined => {
  switch (command.type) {
    case 'CreateContainer': {
      const query = command.name === undefined ? {} : { name: command.name };
      return post('/containers/create', query, { ...command.config, HostConfig: command.hostConfig });
    }
    case 'StartContainer':
      return post(`${at(command.container)}/start`);
    case 'StopContainer':
      return post(`${at(command.container)}/stop`, timeoutOf(command.timeout));
    case 'RestartContainer':
      return post(`${at(command.container)}/restart`, timeoutOf(command.timeout));
    case 'KillContainer':
      return post(`${at(command.container)}/kill`, command.signal === undefined ? {} : { signal: command.signal });
    case 'PauseContainer':
      return post(`${at(command.container)}/pause`);
    case 'UnpauseContainer':
      return post(`${at(command.container)}/unpause`);
    case 'RenameContainer':
      return post(`${at(command.container)}/rename`, { name: command.name });
    case 'UpdateContainer':
      return post(
        `${at(command.container)}/update`,
        {},
        {
          ...(command.restartPolicy && { RestartPolicy: command.restartPolicy }),
          ...(command.memorySwap !== undefined && { MemorySwap: command.memorySwap }),
          ...(command.memoryReservation !== undefined && { MemoryReservation: command.memoryReservation }),
          ...(command.pidsLimit !== undefined && { PidsLimit: command.pidsLimit }),
          ...command.further,
          ...(command.memory !== undefined && { Memory: command.memory }),
        },
      );
    case 'RemoveContainer':
      return {
        method: 'DELETE',
        path: at(command.container),
        query: { force: command.force === true, v: command.volumes === true, link: command.link === true },
      };
    case 'InspectContainer':
      return get(`${at(command.container)}/json`);
    case 'TopContainer':
      return get(`${at(command.container)}/top`, command.psArgs === undefined ? {} : { ps_args: command.psArgs });
    case 'DiffContainer':
      return get(`${at(command.container)}/changes`);
    case 'CommitContainer':
      return post(
        '/commit',
        {
          container: command.container,
          ...(command.repo !== undefined && { repo: command.repo }),
          ...(command.tag !== undefined && { tag: command.tag }),
          ...(command.comment !== undefined && { comment: command.comment }),
          ...(command.author !== undefined && { author: command.author }),
          ...(command.pause !== undefined && { pause: command.pause }),
          ...(command.changes && { changes: command.changes.join('\n') }),
        },
        command.config ?? {},
      );
    case 'TagImage':
      return post(`/images/${encoded(command.image)}/tag`, {
        repo: command.repo,
        ...(command.tag !== undefined && { tag: command.tag }),
      });
    case 'RemoveImage':
      return {
        method: 'DELETE',
        path: `/images/${encoded(command.image)}`,
        query: { force: command.force === true, noprune: command.noprune === true },
      };
    case 'InspectImage':
      return get(`/images/${encoded(command.image)}/json`);
    case 'HistoryImage':
      return get(`/images/${encoded(command.image)}/history`);
    case 'CreateVolume':
      return post(
        '/volumes/create',
        {},
        {
          ...(command.name !== undefined && { Name: command.name }),
          ...(command.driver !== undefined && { Driver: command.driver }),
          ...(command.labels && { Labels: command.labels }),
        },
      );
    case 'RemoveVolume':
      return {
        method: 'DELETE',
        path: `/volumes/${encoded(command.volume)}`,
        query: { force: command.force === true },
      };
    case 'InspectVolume':
      return get(`/volumes/${encoded(command.volume)}`);
    case 'PruneContainers':
      return post('/containers/prune', filtersOf(command.filters));
    case 'PruneVolumes':
      return post('/volumes/prune', filtersOf(command.filters));
    case 'PruneImages':
      return post('/images/prune', filtersOf({ ...command.filters, ...(command.all && { dangling: ['false'] }) }));
    case 'WaitContainer':
      return post(
        `${at(command.container)}/wait`,
        command.condition === undefined ? {} : { condition: command.condition },
      );
    case 'LogsContainer':
      return get(`${at(command.container)}/logs`, { stdout: command.stdout, stderr: command.stderr });
    case 'ListContainers':
      return get('/containers/json', { all: command.all === true });
    case 'ExportContainer':
      return get(`${at(command.container)}/export`);
    case 'ResizeContainer':
      return post(`${at(command.container)}/resize`, { h: command.height, w: command.width });
    case 'GetArchive':
      return get(`${at(command.container)}/archive`, { path: command.path });
    case 'StatArchive':
      return { method: 'HEAD', path: `${at(command.container)}/archive`, query: { path: command.path } };
    case 'SaveImages':
      return get('/images/get', { names: command.images.join(',') });
    default:
      return undefined;
  }
};

const encoded = (name: string): string => encodeURIComponent(name).replaceAll('%2F', '/').replaceAll('%3A', ':');
const at = (container: string): string => `/containers/${encodeURIComponent(container)}`;
const post = (path: string, query: NonNullable<Request['query']> = {}, body?: unknown): Request => ({
  method: 'POST',
  path,
  query,
  ...(body !== undefined && { body }),
});
const get = (path: string, query: NonNullable<Request['query']> = {}): Request => ({ method: 'GET', path, query });
const filtersOf = (filters: Readonly<Record<string, readonly string[]>> | undefined): NonNullable<Request['query']> =>
  filters === undefined || Object.keys(filters).length === 0 ? {} : { filters: JSON.stringify(filters) };
const timeoutOf = (seconds: number | undefined): NonNullable<Request['query']> =>
  seconds === undefined ? {} : { t: seconds };
