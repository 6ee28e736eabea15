import type { ClientCommand } from '../../core/commands/client/index.ts';
import type { VectorRequest } from '../../oracle/vectors/vector.ts';
import { requestOf } from '../oracle/docker-request.ts';

/** The request of the Engine API for a command, as text only; absent for what vectors do not ask. */
export const vectorRequest = (command: ClientCommand): VectorRequest | undefined => {
  const request = requestOf(command) ?? looks(command);
  if (!request) return undefined;
  const { method, path, query = {}, body } = request;
  const texts = Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(value)]));
  return {
    method,
    path,
    ...(Object.keys(texts).length > 0 && { query: texts }),
    ...(body !== undefined && { body }),
  };
};

/** Questions that the oracle asks in other ways. */
const looks = (command: ClientCommand): ReturnType<typeof requestOf> => {
  switch (command.type) {
    case 'ListContainers':
      return { method: 'GET', path: '/containers/json', query: { all: command.all === true } };
    case 'ListImages':
      return { method: 'GET', path: '/images/json' };
    case 'ListVolumes':
      return { method: 'GET', path: '/volumes' };
    case 'LogsContainer':
      return {
        method: 'GET',
        path: `/containers/${command.container}/logs`,
        query: { stdout: command.stdout, stderr: command.stderr },
      };
    case 'WaitContainer':
      return { method: 'POST', path: `/containers/${command.container}/wait` };
    case 'ExportContainer':
      return { method: 'GET', path: `/containers/${command.container}/export` };
    case 'ResizeContainer':
      return {
        method: 'POST',
        path: `/containers/${command.container}/resize`,
        query: { h: command.height, w: command.width },
      };
    case 'StatsContainer':
      return { method: 'GET', path: `/containers/${command.container}/stats`, query: { stream: false } };
    default:
      return undefined;
  }
};
