import type { ClientCommand } from '../../core/commands/client/index.ts';
import { never } from '../../core/kernel/impossible.ts';
import type { ExecConfig } from '../../core/streams/container/container.ts';
import { archiveLine, buildLine, importLine, loadLine } from './archives.ts';
import { createLine } from './create.ts';
import { comment, docker, filterOptions, option, options, pairs, pasted, request } from './words.ts';

/** What a client asks for as a `docker` line; what the docker command can not say as a request to the engine's socket. */
export const clientLine = (command: ClientCommand): string => {
  switch (command.type) {
    case 'CreateContainer':
      return createLine(command);
    case 'StartContainer':
      return docker('start', pasted(command.container));
    case 'StopContainer':
      return docker('stop', option('-t', command.timeout), pasted(command.container));
    case 'RestartContainer':
      return docker('restart', option('-t', command.timeout), pasted(command.container));
    case 'KillContainer':
      return docker('kill', option('-s', command.signal), pasted(command.container));
    case 'PauseContainer':
      return docker('pause', pasted(command.container));
    case 'UnpauseContainer':
      return docker('unpause', pasted(command.container));
    case 'RenameContainer':
      return docker('rename', pasted(command.container), pasted(command.name));
    case 'UpdateContainer': {
      const { Name: policy, MaximumRetryCount: most = 0 } = command.restartPolicy ?? {};
      const restart = policy === undefined ? undefined : `${policy}${most > 0 ? `:${most}` : ''}`;
      return docker(
        'update',
        option('--restart', restart),
        option('-m', command.memory),
        option('--memory-swap', command.memorySwap),
        option('--memory-reservation', command.memoryReservation),
        option('--pids-limit', command.pidsLimit),
        pasted(command.container),
      );
    }
    case 'RemoveContainer':
      return docker(
        'rm',
        command.force && '-f',
        command.volumes && '-v',
        command.link && '--link',
        pasted(command.container),
      );
    case 'PruneContainers':
      return docker('container prune -f', filterOptions(command.filters));
    case 'WaitContainer':
      return command.condition === undefined
        ? docker('wait', pasted(command.container))
        : request('POST', `/containers/${command.container}/wait?condition=${command.condition}`);
    case 'TopContainer':
      return docker('top', pasted(command.container), command.psArgs);
    case 'LogsContainer':
      return docker('logs', command.follow && '-f', pasted(command.container), streams(command));
    case 'AttachContainer':
      return docker('attach --no-stdin', pasted(command.container));
    case 'ResizeContainer':
      return request('POST', `/containers/${command.container}/resize?h=${command.height}&w=${command.width}`);
    case 'InspectContainer':
      return docker('container inspect', pasted(command.container));
    case 'ListContainers':
      return docker('ps', command.all && '-a');
    case 'StatsContainer':
      return docker('stats --no-stream', pasted(command.container));
    case 'DiffContainer':
      return docker('diff', pasted(command.container));
    case 'CommitContainer':
      return docker(
        'commit',
        command.pause === false && '--pause=false',
        option('-m', command.comment),
        option('-a', command.author),
        options('-c', command.changes),
        pasted(command.container),
        command.repo && pasted(tagged(command.repo, command.tag)),
      );
    case 'ExportContainer':
      return docker('export -o /dev/null', pasted(command.container));
    case 'CreateExec':
      return `${docker('exec -d', ...execOptions(command.config), pasted(command.container), ...command.config.command.map(pasted))}  # created, not started yet`;
    case 'StartExec':
      return request('POST', `/exec/${command.exec}/start`, { Detach: command.detach });
    case 'InspectExec':
      return request('GET', `/exec/${command.exec}/json`);
    case 'PutArchive':
    case 'GetArchive':
    case 'StatArchive':
      return archiveLine(command);
    case 'PullImage':
      return docker('pull', option('--platform', command.platform), pasted(tagged(command.reference, command.tag)));
    case 'LoadImage':
      return loadLine(command);
    case 'ImportImage':
      return importLine(command);
    case 'SaveImages':
      return docker('save -o /dev/null', ...command.images.map(pasted));
    case 'TagImage':
      return docker('tag', pasted(command.image), pasted(tagged(command.repo, command.tag)));
    case 'RemoveImage':
      return docker('rmi', command.force && '-f', command.noprune && '--no-prune', pasted(command.image));
    case 'PruneImages':
      return docker('image prune -f', command.all && '-a', filterOptions(command.filters));
    case 'InspectImage':
      return docker('image inspect', pasted(command.image));
    case 'HistoryImage':
      return docker('history', pasted(command.image));
    case 'ListImages':
      return docker('images', command.all && '-a', filterOptions(command.filters));
    case 'BeginStage':
    case 'BuildStep':
    case 'CommitBuildStep':
      return comment(`docker build: ${buildLine(command)}`);
    case 'CreateVolume':
      return docker(
        'volume create',
        option('-d', command.driver),
        options('--label', pairs(command.labels)),
        options('-o', pairs(command.options)),
        command.name === undefined ? undefined : pasted(command.name),
      );
    case 'RemoveVolume':
      return docker('volume rm', command.force && '-f', pasted(command.volume));
    case 'InspectVolume':
      return docker('volume inspect', pasted(command.volume));
    case 'ListVolumes':
      return docker('volume ls');
    case 'PruneVolumes':
      return docker('volume prune -f', filterOptions(command.filters));
    default:
      return never(command);
  }
};

export const tagged = (name: string, tag: string | undefined): string => (tag ? `${name}:${tag}` : name);

/** The docker command always asks for both. */
const streams = ({ stdout, stderr }: { readonly stdout: boolean; readonly stderr: boolean }): string | undefined =>
  stdout === stderr ? undefined : stdout ? '2> /dev/null' : '> /dev/null';

const execOptions = ({ user, workingDir, env, tty, openStdin, detachKeys, privileged }: ExecConfig) => [
  openStdin && '-i',
  tty && '-t',
  privileged && '--privileged',
  option('-u', user),
  option('-w', workingDir),
  options('-e', env),
  option('--detach-keys', detachKeys),
];
