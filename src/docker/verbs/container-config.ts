import { goDuration } from '../../core/kernel/go-duration.ts';
import type { ContainerConfig, Healthcheck } from '../../core/streams/container/config.ts';
import { FlagError, type Options } from '../cli/flags.ts';
import { Complaint, type Files } from '../docker.ts';
import { defined, pairsOf } from './host-config.ts';
import { portsOf } from './ports.ts';

/** What the flags and arguments of `run` and `create` say about the container itself. */
export const containerConfigOf = (options: Options, detached: boolean, files: Files): ContainerConfig => {
  const [image = '', ...command] = options.args;
  const attach = options.all('attach').map((stream) => stream.toLowerCase());
  const attaches = (stream: string): boolean => !detached && (attach.length === 0 || attach.includes(stream));
  const volumes = options.all('volume').filter((volume) => !volume.includes(':'));
  const stdin = options.is('interactive');
  const { exposed } = portsOf(options.all('publish'), options.all('expose'));
  const env = [...fromFiles(files, options.all('env-file')), ...options.all('env').flatMap(variable)];
  const labels = [...fromFiles(files, options.all('label-file')), ...options.all('label').map(label)];
  const wrong = attach.find((stream) => !['stdin', 'stdout', 'stderr'].includes(stream));
  if (wrong !== undefined)
    throw new FlagError(
      `invalid argument ${JSON.stringify(wrong)} for "-a, --attach" flag: valid streams are STDIN, STDOUT and STDERR`,
    );
  const mac = options.one('mac-address');
  if (mac !== undefined && !/^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(mac))
    throw new Complaint(`${mac} is not a valid mac address`);
  return defined({
    Hostname: options.one('hostname'),
    Domainname: options.one('domainname'),
    User: options.one('user'),
    AttachStdin: (stdin && attaches('stdin')) || undefined,
    AttachStdout: attaches('stdout') || undefined,
    AttachStderr: attaches('stderr') || undefined,
    ExposedPorts: Object.keys(exposed).length > 0 ? exposed : undefined,
    Tty: options.is('tty') || undefined,
    OpenStdin: stdin || undefined,
    StdinOnce: (stdin && attaches('stdin')) || undefined,
    Env: options.has('env') || options.has('env-file') ? env : undefined,
    Cmd: command.length > 0 ? command : undefined,
    Healthcheck: healthcheckOf(options),
    Image: image,
    Volumes: volumes.length > 0 ? Object.fromEntries(volumes.map((path) => [path, {}])) : undefined,
    WorkingDir: options.one('workdir'),
    Entrypoint: options.has('entrypoint') ? [options.one('entrypoint') ?? ''] : undefined,
    MacAddress: mac,
    Labels: pairsOf(labels),
    StopSignal: options.one('stop-signal'),
    StopTimeout: options.has('stop-timeout') ? Number(options.one('stop-timeout')) : undefined,
  });
};

/** A name alone would take its value from the client's environment, which a script here has none of. */
const variable = (word: string): readonly string[] => {
  if (word === '' || word.startsWith('='))
    throw new FlagError(
      `invalid argument ${JSON.stringify(word)} for "-e, --env" flag: invalid environment variable: ${word}`,
    );
  return word.includes('=') ? [word] : [];
};

const label = (word: string): string => {
  if (word === '' || word.startsWith('='))
    throw new FlagError(
      `invalid argument ${JSON.stringify(word)} for "-l, --label" flag: invalid label '${word}': empty name`,
    );
  return word;
};

/** Lines of `KEY=value`; comments and blank lines are passed over, and a name alone has no value here. */
const fromFiles = (files: Files, paths: readonly string[]): readonly string[] =>
  paths.flatMap((path) => {
    const found = files.look(path, true);
    if (!found) throw new Complaint(`open ${path}: no such file or directory`);
    if (found.kind === 'directory') throw new Complaint(`read ${path}: is a directory`);
    return new TextDecoder()
      .decode(files.read(path))
      .split('\n')
      .map((line) => line.trimStart())
      .filter((line) => line !== '' && !line.startsWith('#'))
      .flatMap((line) => {
        if (/^[^=]*\s/.test(line))
          throw new Complaint(`poorly formatted environment: variable '${line.split('=')[0]}' contains whitespaces`);
        return line.includes('=') ? [line] : [];
      });
  });

const healthcheckOf = (options: Options): Healthcheck | undefined => {
  const times = {
    Interval: durationOf(options, 'health-interval'),
    Timeout: durationOf(options, 'health-timeout'),
    StartPeriod: durationOf(options, 'health-start-period'),
    Retries: options.has('health-retries') ? Number(options.one('health-retries')) : undefined,
  };
  if ((times.Retries ?? 0) < 0) throw new Complaint('--health-retries cannot be negative');
  const isAsked = options.has('health-cmd') || Object.values(times).some((it) => it !== undefined);
  if (options.is('no-healthcheck')) {
    if (isAsked) throw new Complaint('--no-healthcheck conflicts with --health-* options');
    return { Test: ['NONE'] };
  }
  if (!isAsked) return undefined;
  const command = options.one('health-cmd');
  return defined({ Test: command === undefined ? undefined : ['CMD-SHELL', command], ...times });
};

/** Go's durations: `1m30s`. */
const durationOf = (options: Options, flag: string): number | undefined => {
  const text = options.one(flag);
  if (text === undefined) return undefined;
  const duration = goDuration(text);
  if (duration === undefined) {
    const why = /^[-+]?[\d.]+$/.test(text) ? 'missing unit in duration' : 'invalid duration';
    throw new FlagError(`invalid argument ${quoted(text)} for "--${flag}" flag: time: ${why} ${quoted(text)}`);
  }
  if (duration < 0) throw new FlagError(`docker: --${flag} cannot be negative.`);
  return duration;
};

const quoted = (text: string): string => JSON.stringify(text);
