import type { Pid } from '../../../src/core/kernel/brand.ts';
import { hostTree } from '../../../src/views/processes.ts';
import type { FactResult } from '../fact.ts';
import { alike, eventsTrouble, snapshotsTrouble } from './compare.ts';
import { fieldsOf, perform } from './docker-lines.ts';
import { Machine } from './machine.ts';
import { notModelled } from './not-modelled.ts';
import { Programs } from './programs.ts';
import { type Line, readScenarios, type Scenario, type Stage } from './scenarios.ts';

/** Every measured scenario of processes, replayed on the model. */
export const processFacts = (): readonly FactResult[] =>
  readScenarios().map((scenario) => {
    const { id } = scenario;
    const why = differenceOf(scenario);
    if (why === undefined) return { id, holds: true };
    const reason = notModelled[id];
    return { id, holds: false, why, ...(reason !== undefined && { notModelled: reason }) };
  });

export const differenceOf = (scenario: Scenario): string | undefined => {
  try {
    return replay(scenario);
  } catch (error) {
    return `threw ${error instanceof Error ? error.stack?.split('\n').slice(0, 4).join(' ') : error}`;
  }
};

const replay = (scenario: Scenario): string | undefined => {
  const text = JSON.stringify(scenario.commands);
  const machine = new Machine(
    text.includes('runtime.v1.linux') ? 'docker-20.10-shim-v1' : 'docker-20.10',
    scenario.id.startsWith('live-restore'),
  );
  new Programs(machine);
  machine.trace.length = 0;
  machine.told.length = 0;
  for (const line of prelude(scenario.id)) perform(machine, line);
  machine.told.length = 0;
  for (const line of hidden[scenario.id] ?? []) perform(machine, line);
  const before = new Set(machine.world.host.processes.keys());
  machine.before = before;
  for (const line of scenario.commands) {
    const trouble = lineTrouble(machine, scenario.id, line);
    if (trouble !== undefined) return trouble;
  }
  if (scenario.processEvents) return survivorsTrouble(machine, scenario.processEvents);
  if (scenario.id === 'dockerd-kill9') act(machine, 'dockerd started again', '');
  return (
    snapshotsTrouble(machine.trace, scenario.snapshots ?? []) ??
    stateTrouble(machine, scenario) ??
    eventsTrouble(machine.told, scenario.events)
  );
};

/** Containers that a scenario's first lines take for granted. */
const prelude = (id: string): readonly string[] => {
  if (id === 'ns-pid-container-missing') return ['docker create --name stopped0 --network none base:1 t sleep'];
  if (id === 'two-containers') return ['docker run -d --network none --name other base:1 t sleep'];
  if (!id.startsWith('stage-') || id === 'stage-create') return [];
  const made = 'docker create --name c1 --network none base:1 t handle';
  if (id === 'stage-start') return [made];
  if (id === 'stage-stop') return [made, 'docker start c1', 'docker exec -d c1 t sleep'];
  const started = [made, 'docker start c1'];
  if (id === 'stage-unpause') return [...started, 'docker pause c1'];
  return id === 'stage-rm' ? [...started, 'docker kill c1'] : started;
};

const lineTrouble = (
  machine: Machine,
  id: string,
  { cmd: typed, action, rc, stdout, stderr }: Line,
): string | undefined => {
  if (action !== undefined) return act(machine, action, id);
  if (typed === undefined || typed.startsWith('host:')) return undefined;
  const cmd = typed.replace(/^docker exec \.\.\. (.*)<main host pid>$/, `docker exec ${id} sh -c "$1<main>"`);
  const answer = perform(machine, cmd);
  if (answer === undefined) return `can not replay: ${cmd}`;
  if (cmd.startsWith('GET /exec/exec') && answer.stdout !== undefined && !stdout?.includes(answer.stdout))
    return `${cmd}: ${answer.stdout}, measured ${stdout}`;
  if (
    rc !== null &&
    rc !== undefined &&
    cmd !== 'docker exec c1 t exit 5' &&
    answer.rc !== undefined &&
    answer.rc !== rc
  )
    return `${cmd}: rc ${answer.rc} ${answer.stderr ?? ''}, measured ${rc} ${stderr}`;
  if (rc !== 0 && answer.stderr && stderr && !alike(stderr).startsWith(alike(answer.stderr)))
    return `${cmd}: "${answer.stderr}", measured "${stderr}"`;
  const isTop = cmd.startsWith('docker top');
  const isCompared =
    !/\| \w+ /.test(cmd) &&
    cmd !== 'docker top c1' &&
    /^docker (logs|top|inspect|stats|wait)|^docker exec \S+ (echo|ps) /.test(cmd);
  const isExact = /^docker (inspect|stats|wait)/.test(cmd);
  const text = (it: string): string => {
    if (isExact) return it.replace(/[0-9a-f]{64}/g, '<id64>').trim();
    // How much processor time ps had seen is chance.
    if (isTop) return alike(it).replace(/[#\d][#\d.:]*/g, '#');
    return cmd.startsWith('docker logs') ? inAnyOrder(alike(it)) : alike(it);
  };
  if (
    isCompared &&
    rc === 0 &&
    answer.stdout !== undefined &&
    text(answer.stdout) !== text(stdout ?? '') &&
    !(isTop && text(answer.stdout).startsWith(text(stdout ?? '')))
  )
    return `${cmd}: "${alike(answer.stdout)}", measured "${alike(stdout ?? '')}"`;
  return undefined;
};

const act = (machine: Machine, action: string, id: string): string | undefined => {
  if (action.includes('client>') || /^docker (run|attach)/.test(action)) return clientActs(machine, action, id);
  if (action.startsWith('on the host: sh starts redis')) return hostRedis(machine);
  switch (action) {
    case 'kill -9 <containerd>':
      machine.perform({ issuer: 'host', type: 'KillContainerd' });
      return undefined;
    case 'kill -9 <dockerd>':
      machine.perform({ issuer: 'host', type: 'CrashDaemon' });
      return undefined;
    case 'kill -TERM <dockerd>':
      machine.perform({ issuer: 'host', type: 'StopDaemon' });
      return undefined;
    case 'dockerd started again':
      // The engine keeps its events in memory alone: those of before are lost with it.
      machine.told.length = 0;
      machine.perform({ issuer: 'host', type: 'StartDaemon' });
      machine.pass(1000);
      return undefined;
    default:
      return action.startsWith('kill -') ? perform(machine, action) && undefined : `can not replay: ${action}`;
  }
};

/** Lines that a foreground client sent before the record begins. */
const hidden: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  [
    ['run-it', '-it', 'sh'],
    ['run-it-detach', '-it', 'sh'],
    ['run-it-client-killed', '-it', 'sh'],
    ['run-i-client-killed', '-i', 'cat'],
    ['run-fg-ctrlc-proxy', '', 't term0'],
    ['run-fg-int-ignored', '', 't sleep'],
  ].map(([id, flags, command]) => [
    id,
    [
      `docker create ${flags} --network none --name ${id} base:1 ${command}`,
      `docker attach ${id}`,
      `docker start ${id}`,
    ],
  ]),
);

/** What a client does, as the engine sees it: signals are proxied, the end of a piped stdin is an end of file. */
const clientActs = (machine: Machine, action: string, id: string): string | undefined => {
  const main = machine.names.get('main');
  const exit = (code: number): void => {
    if (main !== undefined) machine.perform({ issuer: 'process', type: 'ExitProcess', pid: main, code });
  };
  if (action === 'kill -TERM <docker run client>') perform(machine, `docker kill -s TERM ${id}`);
  if (action === 'kill -INT <docker run client>') perform(machine, `docker kill -s INT ${id}`);
  if (action === 'kill -9 <docker run -i client>') exit(0);
  if (action.startsWith('docker attach')) {
    machine.perform({ issuer: 'client', type: 'AttachContainer', container: id, stream: true });
    machine.perform({ issuer: 'client', type: 'ResizeContainer', container: id, height: 24, width: 80 });
  }
  const code = /exit (\d+)"/.exec(action)?.[1];
  if (code !== undefined) exit(Number(code));
  return undefined;
};

/** redis outside of containers: a child of its shell, then of the host's pid 1. */
const hostRedis = (machine: Machine): string | undefined => {
  const shell = machine.perform({ issuer: 'host', type: 'StartService', argv: ['bash'] });
  if (!shell.accepted) return 'no shell';
  const { pid } = shell.answer as { readonly pid: Pid };
  const forked = machine.perform({ issuer: 'process', type: 'ForkProcess', pid });
  if (!forked.accepted) return 'no fork';
  const redis = (forked.answer as { readonly pid: Pid }).pid;
  machine.perform({ issuer: 'process', type: 'ExecuteProgram', pid: redis, argv: ['redis-server'] });
  const seen = () => hostTree(machine.world).find((row) => row.pid === redis);
  const names = seen()
    ?.threads.map(({ comm }) => comm)
    .join(',');
  if (seen()?.ppid !== pid || seen()?.nsPid.length !== 1) return 'redis is not the child of its shell';
  if (names !== 'bio_close_file,bio_aof_fsync,bio_lazy_free,jemalloc_bg_thd') return `threads ${names}`;
  machine.perform({ issuer: 'host', type: 'SignalHostProcess', pid, signal: 9 });
  if (seen()?.ppid !== 1) return 'redis did not go to pid 1';
  machine.perform({ issuer: 'host', type: 'SignalHostProcess', pid: redis, signal: 15 });
  return seen() === undefined ? undefined : 'TERM did not end redis';
};

/** What lasts of a stage, and what it ends; processes that live for milliseconds only burn numbers in the model. */
const survivorsTrouble = (machine: Machine, stages: readonly Stage[]): string | undefined => {
  const ended = new Set(stages.flatMap(({ ev, proc }) => (ev === 'exit' && proc ? [proc] : [])));
  const forked = new Set(stages.flatMap(({ ev, child }) => (ev === 'fork' && child ? [child] : [])));
  const born = [...forked].filter((name) => !ended.has(name)).sort();
  const died = [...ended].filter((name) => !forked.has(name)).sort();
  const now = machine.world.host.processes;
  const nameOf = (pid: Pid): string => machine.nameOf.get(pid) ?? String(pid);
  const modelBorn = [...now.keys()]
    .filter((pid) => !machine.before.has(pid))
    .map(nameOf)
    .sort();
  const modelDied = [...machine.before]
    .filter((pid) => !now.has(pid))
    .map(nameOf)
    .sort();
  const model = `born ${modelBorn}; died ${modelDied}`;
  const measured = `born ${born}; died ${died}`;
  return model === measured ? undefined : `model ${model}, measured ${measured}`;
};

/** Two processes that print at the same moment: either may come first. */
const inAnyOrder = (lines: string): string => lines.split('\n').sort().join('\n');

const compared = [
  'Status',
  'Running',
  'Paused',
  'Restarting',
  'OOMKilled',
  'Dead',
  'ExitCode',
  'Error',
  'RestartCount',
];

/** Ids in an error text differ; everything else is compared as it is. */
const said = (key: string, value: unknown): string => (key === 'Error' ? alike(String(value)) : String(value));

const stateTrouble = (machine: Machine, { id, commands, stateAfter }: Scenario): string | undefined => {
  if (!stateAfter) return undefined;
  const all = [...commands].flatMap(({ cmd }) => [...(cmd ?? '').matchAll(/--name (\S+)/g)].map(([, name]) => name));
  const candidates = [id, ...all].flatMap((name) => (name === undefined ? [] : (machine.container(name) ?? [])));
  if (candidates.length === 0) return 'no container is left';
  const differences = candidates.map((container) => {
    const fields = fieldsOf(container);
    return compared
      .filter((key) => said(key, fields[`State.${key}`] ?? fields[key]) !== said(key, stateAfter[key]))
      .map((key) => `${key}: model ${fields[`State.${key}`] ?? fields[key]}, measured ${stateAfter[key]}`)
      .join(', ');
  });
  return differences.includes('') ? undefined : `state: ${differences[0]}`;
};
