import type { AttachContainer } from '../../core/commands/client/attach-container.ts';
import type { Filters } from '../../core/commands/client/prune-filters.ts';
import type { HostCommand } from '../../core/commands/host/index.ts';
import { known } from '../../core/kernel/impossible.ts';
import type { HostAct } from '../../oracle/vectors/vector.ts';
import { asked, type Bench, type Call } from './call.ts';

const at = (container: string): string => `/containers/${container}`;

/** An exec by its three requests, each on its own. */
export const createExec = (container: string, command: readonly string[], keep: string, workingDir?: string): Call => ({
  do: 'call',
  line: `curl …/containers/${container}/exec # ${command.join(' ')}`,
  container,
  request: {
    method: 'POST',
    path: `${at(container)}/exec`,
    body: { Cmd: command, AttachStdout: true, AttachStderr: true, ...(workingDir && { WorkingDir: workingDir }) },
  },
  keep,
  perform: (bench) => {
    const config = { command, ...(workingDir !== undefined && { workingDir }) };
    return asked(bench, { issuer: 'client', type: 'CreateExec', container, config }, (answer) => {
      const { id } = answer as { readonly id: string };
      bench.kept.set(keep, { id });
    });
  },
});

/** What stands for an exec: what was kept, or a text that no exec has. */
const execOf = ({ kept }: Bench, exec: string): string => {
  const name = /^<(\w+)>$/.exec(exec)?.[1];
  return name === undefined ? exec : known(kept.get(name)?.id, `the exec kept as ${name}`);
};

export const startExec = (exec: string, detach: boolean): Call => ({
  do: 'call',
  line: `curl …/exec/${exec}/start`,
  request: { method: 'POST', path: `/exec/${exec}/start`, body: { Detach: detach } },
  perform: (bench) => asked(bench, { issuer: 'client', type: 'StartExec', exec: execOf(bench, exec), detach }),
});

export const inspectExec = (exec: string): Call => ({
  do: 'call',
  line: `curl …/exec/${exec}/json`,
  request: { method: 'GET', path: `/exec/${exec}/json` },
  perform: (bench) => asked(bench, { issuer: 'client', type: 'InspectExec', exec: execOf(bench, exec) }),
});

/** Without `stream` what was printed so far comes, and the answer ends. */
export const attach = (container: string): Call => ({
  do: 'call',
  line: `curl …/containers/${container}/attach?logs=1`,
  container,
  request: { method: 'POST', path: `${at(container)}/attach`, query: { logs: '1', stdout: '1', stderr: '1' } },
  perform: (bench) =>
    asked(bench, { issuer: 'client', type: 'AttachContainer', container, logs: true } satisfies AttachContainer),
});

/** A prefix that the ids of two containers share. */
export const inspectAmbiguous = (): Call => ({
  do: 'call',
  line: 'docker inspect <ambiguous>',
  request: { method: 'GET', path: `${at('<ambiguous>')}/json` },
  perform: async (bench) => {
    const digits = [...bench.model.world.containers.keys()].map((id) => id.slice(0, 1));
    const shared = known(
      digits.find((digit, index) => digits.indexOf(digit) !== index),
      'two containers whose ids begin alike',
    );
    const answer = await asked(bench, { issuer: 'client', type: 'InspectContainer', container: shared });
    return { ...answer, message: (answer.message ?? '').replace(/\b[0-9a-f]$/, '<ambiguous>') };
  },
});

type Prune = 'PruneContainers' | 'PruneImages' | 'PruneVolumes';

const pruned = { PruneContainers: 'containers', PruneImages: 'images', PruneVolumes: 'volumes' } as const;

/** Only what carries the consumer's own label is pruned, and nothing else of the engine. */
export const prune = (type: Prune, filters: Filters): Call => ({
  do: 'call',
  line: `docker ${pruned[type].slice(0, -1)} prune --filter '${JSON.stringify(filters)}'`,
  request: { method: 'POST', path: `/${pruned[type]}/prune`, query: { filters: JSON.stringify(filters) } },
  perform: (bench) => asked(bench, { issuer: 'client', type, filters }),
});

/** An act of the host's root. */
export const host = (act: HostAct, container?: string, signal?: number): Call => ({
  do: 'call',
  line: `# host: ${[act, container, signal].filter((it) => it !== undefined).join(' ')}`,
  host: { do: act, ...(container !== undefined && { container }), ...(signal !== undefined && { signal }) },
  ...(container !== undefined && { container }),
  perform: async ({ model }) => {
    await model.bench.machine.perform(commandOf(model.world, act, container, signal));
    return undefined;
  },
});

const commandOf = (
  world: Bench['model']['world'],
  act: HostAct,
  container: string | undefined,
  signal = 0,
): HostCommand => {
  const main = (): NonNullable<ReturnType<typeof pidOf>> => known(pidOf(world, container), `the main of ${container}`);
  switch (act) {
    case 'RunOutOfMemory':
      return { issuer: 'host', type: act, pid: main() };
    case 'SignalHostProcess':
      return { issuer: 'host', type: act, pid: main(), signal };
    default:
      return { issuer: 'host', type: act };
  }
};

const pidOf = ({ containers }: Bench['model']['world'], name: string | undefined) => {
  const state = [...containers.values()].find((it) => it.name === name)?.state;
  return state && 'pid' in state ? state.pid : undefined;
};
