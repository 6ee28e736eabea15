import type { Command } from '../core/decide.ts';

/** Where a process is that acts: in which container, and whether as its main process. */
export type Within = { readonly container: string; readonly isMain: boolean };

/**
 * A command as a line to paste: `docker …` for a client's, `docker exec` for what a process does that any process of its
 * container could do, a comment for the host's and for what only that one process can do.
 */
export const printCommand = (command: Command, within?: Within): string => {
  switch (command.issuer) {
    case 'client':
      return clientLine(command);
    case 'process':
      return processCommandLine(command, within);
    case 'host':
      return `# host: ${hostLine(command)}`;
    case 'registry':
      return `# registry: ${command.repository}:${command.tag} now leads to ${command.manifest}`;
  }
};

const processCommandLine = (command: Of<'process'>, within: Within | undefined): string => {
  const script = shellLine(command);
  if (script !== undefined && within) return line('exec', word(within.container), 'sh', '-c', word(script));
  const who = within
    ? `${within.isMain ? 'main' : `process ${command.pid}`} of ${within.container}`
    : `process ${command.pid}`;
  return `# ${who}: ${script ?? processLine(command)}`;
};

type Of<I extends Command['issuer']> = Extract<Command, { readonly issuer: I }>;

const word = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
const line = (...parts: readonly (string | false | undefined)[]): string =>
  ['docker', ...parts.filter((part): part is string => typeof part === 'string')].join(' ');

/** Verbs that take a container and nothing else. */
const plain: Readonly<Record<string, string>> = {
  StartContainer: 'start',
  PauseContainer: 'pause',
  UnpauseContainer: 'unpause',
  WaitContainer: 'wait',
  TopContainer: 'top',
  InspectContainer: 'inspect',
  DiffContainer: 'diff',
  ExportContainer: 'export',
  AttachContainer: 'attach',
  StatsContainer: 'stats --no-stream',
  LogsContainer: 'logs',
};

const clientLine = (command: Of<'client'>): string => {
  const simple = plain[command.type];
  if (simple !== undefined && 'container' in command) return line(simple, word(command.container));
  switch (command.type) {
    case 'CreateContainer':
      return createLine(command);
    case 'StopContainer':
      return line('stop', command.timeout !== undefined && `-t ${command.timeout}`, word(command.container));
    case 'RestartContainer':
      return line('restart', command.timeout !== undefined && `-t ${command.timeout}`, word(command.container));
    case 'KillContainer':
      return line('kill', command.signal !== undefined && `-s ${word(command.signal)}`, word(command.container));
    case 'RenameContainer':
      return line('rename', word(command.container), word(command.name));
    case 'RemoveContainer':
      return line(
        'rm',
        command.force && '-f',
        command.volumes && '-v',
        command.link && '--link',
        word(command.container),
      );
    case 'CommitContainer':
      return line(
        'commit',
        command.pause === false && '--pause=false',
        word(command.container),
        command.repo !== undefined && word(command.tag === undefined ? command.repo : `${command.repo}:${command.tag}`),
      );
    case 'PullImage':
      return line('pull', word(command.reference));
    case 'TagImage':
      return line(
        'tag',
        word(command.image),
        word(command.tag === undefined ? command.repo : `${command.repo}:${command.tag}`),
      );
    case 'RemoveImage':
      return line('rmi', command.force && '-f', word(command.image));
    case 'CreateExec':
      return `${line('exec -d', word(command.container), ...command.config.command.map(word))}  # created`;
    case 'StartExec':
      return `# exec ${command.exec} starts`;
    case 'CreateVolume':
      return line('volume create', command.name !== undefined && word(command.name));
    case 'RemoveVolume':
      return line('volume rm', word(command.volume));
    case 'PruneContainers':
      return line('container prune -f');
    case 'PruneImages':
      return line('image prune -f', command.all && '-a');
    case 'PruneVolumes':
      return line('volume prune -f');
    default:
      return `# ${command.type} ${JSON.stringify(withoutFrame(command))}`;
  }
};

const createLine = ({ name, config, hostConfig }: Extract<Command, { readonly type: 'CreateContainer' }>): string =>
  line(
    'create',
    name !== undefined && `--name ${word(name)}`,
    hostConfig.NetworkMode !== undefined && `--network ${word(hostConfig.NetworkMode)}`,
    hostConfig.RestartPolicy &&
      hostConfig.RestartPolicy.Name !== '' &&
      `--restart ${hostConfig.RestartPolicy.Name}${hostConfig.RestartPolicy.MaximumRetryCount ? `:${hostConfig.RestartPolicy.MaximumRetryCount}` : ''}`,
    hostConfig.AutoRemove && '--rm',
    hostConfig.Init && '--init',
    hostConfig.ReadonlyRootfs && '--read-only',
    hostConfig.PidMode !== undefined && hostConfig.PidMode !== '' && `--pid ${word(hostConfig.PidMode)}`,
    ...(hostConfig.Binds ?? []).map((bind) => `-v ${word(bind)}`),
    ...Object.keys(config.Volumes ?? {}).map((path) => `-v ${word(path)}`),
    ...Object.keys(hostConfig.Tmpfs ?? {}).map((path) => `--tmpfs ${word(path)}`),
    ...Object.entries(config.Labels ?? {}).map(([key, value]) => `-l ${word(`${key}=${value}`)}`),
    config.StopSignal !== undefined && `--stop-signal ${word(config.StopSignal)}`,
    config.WorkingDir !== undefined && config.WorkingDir !== '' && `-w ${word(config.WorkingDir)}`,
    word(config.Image ?? ''),
    ...(config.Cmd ?? []).map(word),
  );

/** What a shell in the same container would do to the same effect. */
const shellLine = (command: Of<'process'>): string | undefined => {
  switch (command.type) {
    case 'WriteFile':
      return command.data === undefined ? undefined : `printf %s ${word(command.data)} > ${word(command.path)}`;
    case 'AppendFile':
      return command.data === undefined ? undefined : `printf %s ${word(command.data)} >> ${word(command.path)}`;
    case 'TruncateFile':
      return `truncate -s ${command.size} ${word(command.path)}`;
    case 'RemoveFile':
      return `unlink ${word(command.path)}`;
    case 'RemoveDirectory':
      return `rmdir ${word(command.path)}`;
    case 'MakeDirectory':
      return `mkdir ${word(command.path)}`;
    case 'RenameFile':
      return `mv -T ${word(command.path)} ${word(command.to)}`;
    case 'LinkFile':
      return `ln ${word(command.path)} ${word(command.to)}`;
    case 'SymlinkFile':
      return `ln -s ${word(command.target)} ${word(command.path)}`;
    case 'ChmodFile':
      return `chmod ${command.mode.toString(8)} ${word(command.path)}`;
    case 'TouchFile':
      return `touch ${word(command.path)}`;
    case 'SignalProcess':
      return `kill -${command.signal} ${command.target}`;
    default:
      return undefined;
  }
};

const processLine = (command: Of<'process'>): string =>
  command.type === 'ExitProcess' ? `exit ${command.code}` : `${command.type} ${JSON.stringify(withoutFrame(command))}`;

const hostLine = (command: Of<'host'>): string =>
  command.type === 'SignalHostProcess'
    ? `kill -${command.signal} ${command.pid}`
    : `${command.type} ${JSON.stringify(withoutFrame(command))}`;

const withoutFrame = (command: Command): object => {
  const { issuer: _, type: __, ...rest } = command;
  return rest;
};
