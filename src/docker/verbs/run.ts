import { parseName } from '../../core/images/reference.ts';
import type { ContainerConfig, HostConfig } from '../../core/streams/container/config.ts';
import type { Options } from '../cli/flags.ts';
import { ask, Complaint, type Docker, errorText, Refused, type Verb } from '../docker.ts';
import { runAttached } from './attach.ts';
import { containerConfigOf } from './container-config.ts';
import { hostConfigOf } from './host-config.ts';
import { pullInto } from './pull.ts';

type Created = { readonly id: string; readonly warnings?: readonly string[] };

/** `docker create`: the image is pulled when it is not here. */
export const create: Verb = async (docker, options) => {
  const settings = hinted('create', () => settingsOf(docker, options, false));
  docker.out(`${await createFrom(docker, options, settings)}\n`);
  return 0;
};

/** `docker run`: pull if missing, create, attach, start, wait. */
export const run: Verb = async (docker, options) => {
  const detached = options.is('detach');
  const settings = hinted('run', () => settingsOf(docker, options, detached));
  if (detached && options.has('attach')) throw new Complaint('Conflicting options: -a and -d');
  try {
    const id = await createFrom(docker, options, settings);
    return await started(docker, id, detached);
  } catch (error) {
    throw hint('run', error);
  }
};

/** What the client finds wrong with the words themselves is told with a hint at the help. */
const hinted = <T>(verb: string, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Complaint)) throw error;
    throw hint(verb, error);
  }
};

const hint = (verb: string, error: unknown): Complaint =>
  new Complaint(`docker: ${errorText(error).replace(/\.$/, '')}.\nSee 'docker ${verb} --help'.`, 125);

type Settings = { readonly config: ContainerConfig; readonly hostConfig: HostConfig };

const settingsOf = (docker: Docker, options: Options, detached: boolean): Settings => {
  const config = containerConfigOf(options, detached, docker.files);
  const hostConfig = hostConfigOf(options);
  if (options.is('rm') && !['', 'no'].includes(hostConfig.RestartPolicy?.Name ?? ''))
    throw new Complaint('Conflicting options: --restart and --rm');
  refuseUnmodelled(options, hostConfig.NetworkMode ?? '');
  return { config, hostConfig };
};

/** Flags of which the model knows nothing that could be kept: they are refused, not passed over. */
const notModelled = ['ip', 'ip6', 'link-local-ip'];

const refuseUnmodelled = (options: Options, network: string): void => {
  if (options.has('network-alias'))
    throw new Complaint('network-scoped aliases are only supported for user-defined networks');
  if (options.has('link')) {
    if (/^(none|host|container:.*)$/.test(network))
      throw new Complaint('links are only supported for user-defined networks');
    throw new Complaint('plimsoll: --link is not modelled');
  }
  const flag = notModelled.find((name) => options.has(name));
  if (flag !== undefined) throw new Complaint(`plimsoll: --${flag} is not modelled`);
  const platform = options.one('platform');
  if (platform !== undefined && !/^linux(\/(amd64|x86_64|x86-64))?$/.test(platform))
    throw new Complaint(`plimsoll: --platform ${platform} is not modelled, only linux/amd64 is`);
};

const createFrom = async (docker: Docker, options: Options, { config, hostConfig }: Settings): Promise<string> => {
  const image = config.Image ?? '';
  const named = parseName(image);
  if ('flaw' in named) throw new Complaint(named.flaw);
  const name = options.one('name');
  const cidfile = options.one('cidfile');
  if (cidfile !== undefined && docker.files.look(cidfile))
    throw new Complaint(`container ID file found, make sure the other container isn't running or delete ${cidfile}`);
  const sources = sourcesOf(docker, hostConfig);
  const request = { config, hostConfig, sources, ...(name !== undefined && { name }) };
  const creating = (): Promise<Created> =>
    ask<Created>(docker, { issuer: 'client', type: 'CreateContainer', ...request });
  const pulls = options.one('pull') ?? 'missing';
  if (pulls === 'always') await pullInto(docker, image, docker.err);
  const created = await creating().catch(async (error: unknown) => {
    const isMissing =
      error instanceof Refused && error.rejection.status === 404 && /^No such image/.test(error.message);
    if (!isMissing || pulls === 'never') throw error;
    docker.err(`Unable to find image '${withTag(image)}' locally\n`);
    await pullInto(docker, image, docker.err);
    return creating();
  });
  for (const warning of created.warnings ?? []) docker.err(`WARNING: ${warning}\n`);
  if (cidfile !== undefined) docker.files.write(cidfile, new TextEncoder().encode(created.id));
  return created.id;
};

/** What stands on the host where binds come from. */
const sourcesOf = (
  { files }: Docker,
  { Binds = [], Mounts = [] }: HostConfig,
): Readonly<Record<string, 'file' | 'directory' | 'missing'>> => {
  const paths = [
    ...Binds.map((bind) => bind.split(':')[0] ?? ''),
    ...Mounts.flatMap(({ Type, Source = '' }) => (Type === 'bind' ? [Source] : [])),
  ];
  return Object.fromEntries(
    paths
      .filter((path) => path.startsWith('/'))
      .map((path) => {
        const kind = files.look(path, true)?.kind;
        return [path, kind === undefined ? 'missing' : kind === 'directory' ? 'directory' : 'file'];
      }),
  );
};

const withTag = (image: string): string => (/[:@][^/]*$/.test(image) ? image : `${image}:latest`);

const started = async (docker: Docker, id: string, detached: boolean): Promise<number> => {
  const start = (): Promise<unknown> => ask(docker, { issuer: 'client', type: 'StartContainer', container: id });
  try {
    if (!detached) {
      await ask(docker, { issuer: 'client', type: 'AttachContainer', container: id, stream: true });
      return await runAttached(docker, id, start);
    }
    await start().finally(() => docker.out(`${id}\n`));
    return 0;
  } catch (error) {
    docker.err(`docker: ${errorText(error).replace(/\.$/, '')}.\n`);
    return codeOfFailedStart(errorText(error));
  }
};

/** The client reads the exit code of a failed start out of the engine's message. */
const codeOfFailedStart = (message: string): number => {
  if (/executable file not found|no such file or directory|system cannot find the file/.test(message)) return 127;
  return /permission denied/.test(message) ? 126 : 125;
};
