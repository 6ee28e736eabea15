import { bytesOf } from '../cli/flags.ts';
import { ask, Complaint, type Docker, errorText, forEach, orMissing, type Verb } from '../docker.ts';
import { runAttached } from './attach.ts';
import { containerOf, exitCodeOf, hasEnded } from './containers.ts';
import { resourcesOf } from './further-config.ts';
import { defined, restartPolicyOf } from './host-config.ts';

export const start: Verb = async (docker, options) => {
  if (options.is('attach') || options.is('interactive')) return startAttached(docker, options.args);
  const failed: string[] = [];
  for (const container of options.args) {
    try {
      await ask(docker, { issuer: 'client', type: 'StartContainer', container });
      docker.out(`${container}\n`);
    } catch (error) {
      docker.err(`${errorText(error)}\n`);
      failed.push(container);
    }
  }
  if (failed.length === 0) return 0;
  throw new Complaint(`Error: failed to start containers: ${failed.join(', ')}`);
};

const startAttached = async (docker: Docker, args: readonly string[]): Promise<number> => {
  const [reference = ''] = args;
  if (args.length > 1) throw new Complaint('you cannot start and attach multiple containers at once');
  await orMissing(
    'container',
    reference,
    ask(docker, { issuer: 'client', type: 'InspectContainer', container: reference }),
  );
  const id = containerOf(docker, reference)?.id ?? reference;
  await ask(docker, { issuer: 'client', type: 'AttachContainer', container: id, stream: true });
  return runAttached(docker, id, () => ask(docker, { issuer: 'client', type: 'StartContainer', container: reference }));
};

const timeoutOf = (text: string | undefined): { timeout?: number } =>
  text === undefined ? {} : { timeout: Number(text) };

export const stop: Verb = (docker, options) =>
  forEach(docker, options.args, async (container) => {
    await ask(docker, { issuer: 'client', type: 'StopContainer', container, ...timeoutOf(options.one('time')) });
    return container;
  });

export const restart: Verb = (docker, options) =>
  forEach(docker, options.args, async (container) => {
    await ask(docker, { issuer: 'client', type: 'RestartContainer', container, ...timeoutOf(options.one('time')) });
    return container;
  });

export const kill: Verb = (docker, options) =>
  forEach(docker, options.args, async (container) => {
    await ask(docker, { issuer: 'client', type: 'KillContainer', container, signal: options.one('signal') ?? 'KILL' });
    return container;
  });

export const pause: Verb = (docker, options) =>
  forEach(docker, options.args, async (container) => {
    await ask(docker, { issuer: 'client', type: 'PauseContainer', container });
    return container;
  });

export const unpause: Verb = (docker, options) =>
  forEach(docker, options.args, async (container) => {
    await ask(docker, { issuer: 'client', type: 'UnpauseContainer', container });
    return container;
  });

export const remove: Verb = async (docker, options) => {
  const force = options.is('force');
  const errors: string[] = [];
  for (const typed of options.args) {
    const container = typed.replace(/^\/+|\/+$/g, '');
    if (container === '') throw new Complaint('Container name cannot be empty');
    try {
      const removal = { container, force, volumes: options.is('volumes'), link: options.is('link') };
      await orMissing('container', container, ask(docker, { issuer: 'client', type: 'RemoveContainer', ...removal }));
      docker.out(`${typed}\n`);
    } catch (error) {
      // A forced removal of what is not there says so, and is no failure (measured).
      if (force && error instanceof Complaint) docker.err(`${error.message}\n`);
      else errors.push(errorText(error));
    }
  }
  if (errors.length > 0) docker.err(`${errors.join('\n')}\n`);
  return errors.length > 0 ? 1 : 0;
};

export const wait: Verb = (docker, options) =>
  forEach(docker, options.args, async (container) => {
    await ask(docker, { issuer: 'client', type: 'WaitContainer', container });
    const id = containerOf(docker, container)?.id ?? container;
    if (!(await docker.machine.until(() => hasEnded(docker, id))))
      throw new Complaint(`plimsoll: ${container} never ends by itself: nobody waits for it`);
    return String(exitCodeOf(docker, id));
  });

export const rename: Verb = async (docker, { args: [from = '', to = ''] }) => {
  const [container, name] = [from.trim(), to.trim()];
  if (container === '' || name === '') throw new Complaint('Error: Neither old nor new names may be empty');
  try {
    await ask(docker, { issuer: 'client', type: 'RenameContainer', container, name });
  } catch (error) {
    docker.err(`${errorText(error)}\n`);
    throw new Complaint(`Error: failed to rename container named ${container}`);
  }
  return 0;
};

export const update: Verb = (docker, options) => {
  const policy = options.one('restart');
  const memory = options.one('memory');
  const swap = options.one('memory-swap');
  const reservation = options.one('memory-reservation');
  const pids = options.one('pids-limit');
  const further = defined(resourcesOf(options));
  if (!updatable.some((flag) => options.has(flag)))
    throw new Complaint('you must provide one or more flags when using this command');
  const change = {
    ...(policy !== undefined && { restartPolicy: restartPolicyOf(policy) }),
    ...(memory !== undefined && { memory: bytesOf(memory) ?? 0 }),
    ...(swap !== undefined && { memorySwap: bytesOf(swap) ?? 0 }),
    ...(reservation !== undefined && { memoryReservation: bytesOf(reservation) ?? 0 }),
    ...(pids !== undefined && { pidsLimit: Number(pids) }),
    ...(Object.keys(further).length > 0 && { further }),
  };
  return forEach(docker, options.args, async (container) => {
    await ask(docker, { issuer: 'client', type: 'UpdateContainer', container, ...change });
    return container;
  });
};

const updatable = [
  'restart',
  'memory',
  'memory-swap',
  'memory-reservation',
  'cpus',
  'cpu-shares',
  'pids-limit',
  'cpu-period',
  'cpu-quota',
  'cpuset-cpus',
  'cpuset-mems',
  'kernel-memory',
  'blkio-weight',
  'cpu-rt-period',
  'cpu-rt-runtime',
];
