import { goDuration } from '../../core/kernel/go-duration.ts';
import type { ContainerConfig, Healthcheck } from '../../core/streams/container/config.ts';
import { FlagError, type Options } from '../cli/flags.ts';
import { defined, pairsOf } from './host-config.ts';

/** What the flags and arguments of `run` and `create` say about the container itself. */
export const containerConfigOf = (options: Options, detached: boolean): ContainerConfig => {
  const [image = '', ...command] = options.args;
  const attach = options.all('attach').map((stream) => stream.toLowerCase());
  const attaches = (stream: string): boolean => !detached && (attach.length === 0 || attach.includes(stream));
  const volumes = options.all('volume').filter((volume) => !volume.includes(':'));
  const stdin = options.is('interactive');
  return defined({
    Hostname: options.one('hostname'),
    Domainname: options.one('domainname'),
    User: options.one('user'),
    AttachStdin: (stdin && attaches('stdin')) || undefined,
    AttachStdout: attaches('stdout') || undefined,
    AttachStderr: attaches('stderr') || undefined,
    ExposedPorts: options.has('expose') || options.has('publish') ? portsOf(options) : undefined,
    Tty: options.is('tty') || undefined,
    OpenStdin: stdin || undefined,
    StdinOnce: (stdin && attaches('stdin')) || undefined,
    Env: options.has('env') ? options.all('env').flatMap(variable) : undefined,
    Cmd: command.length > 0 ? command : undefined,
    Healthcheck: healthcheckOf(options),
    Image: image,
    Volumes: volumes.length > 0 ? Object.fromEntries(volumes.map((path) => [path, {}])) : undefined,
    WorkingDir: options.one('workdir'),
    Entrypoint: options.has('entrypoint') ? [options.one('entrypoint') ?? ''] : undefined,
    MacAddress: options.one('mac-address'),
    Labels: options.has('label') ? pairsOf(options.all('label')) : undefined,
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

const portsOf = (options: Options): Readonly<Record<string, Record<string, never>>> =>
  Object.fromEntries(
    [...options.all('expose'), ...options.all('publish').map((port) => port.split(':').at(-1) ?? port)].map((port) => [
      port.includes('/') ? port : `${port}/tcp`,
      {},
    ]),
  );

const healthcheckOf = (options: Options): Healthcheck | undefined => {
  if (options.is('no-healthcheck')) return { Test: ['NONE'] };
  if (!options.has('health-cmd')) return undefined;
  return defined({
    Test: ['CMD-SHELL', options.one('health-cmd') ?? ''],
    Interval: durationOf(options, 'health-interval'),
    Timeout: durationOf(options, 'health-timeout'),
    StartPeriod: durationOf(options, 'health-start-period'),
    Retries: options.has('health-retries') ? Number(options.one('health-retries')) : undefined,
  });
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
