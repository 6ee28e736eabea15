import type { Event } from '../../../src/core/event.ts';
import type { ExecId, Pid } from '../../../src/core/kernel/brand.ts';
import type { Decision } from '../../../src/core/kernel/decision.ts';
import { exitCodeOf } from '../../../src/core/processes/ending.ts';
import type { Container } from '../../../src/core/streams/container/container.ts';
import type { Ending } from '../../../src/core/streams/host/host.ts';
import { isTop, top } from '../../../src/views/top.ts';
import type { Machine } from './machine.ts';
import { numberOf, words } from './programs.ts';

/** What a typed line gave on the model; a field that is absent is not known to it. */
export type Answer = { readonly rc?: number; readonly stdout?: string; readonly stderr?: string };

const settled = 1500;

/** Performs a typed line: docker's verbs, and `kill` on the host. `undefined`: the line is none of these. */
export const perform = (m: Machine, line: string): Answer | undefined => {
  if (line.startsWith('echo data | ')) {
    m.stdin = 'data\n';
    return perform(m, line.slice('echo data | '.length));
  }
  if (line === 'echo one | timeout 2 docker attach run-di') return typed(m);
  if (line.startsWith('GET /exec/')) return inspectExec(m, line);
  if (line.startsWith('timeout -s')) return cutShort(m, line);
  const argv = words(withoutPipe(line.replace(/\s+\(.*\)$/, '')));
  if (line.startsWith('docker exec ...')) return {};
  if (line.includes('while docker kill runs')) return killedBeside(m, argv.slice(2));
  if (argv[0] === 'kill') return hostKill(m, argv);
  if (argv[0] !== 'docker') return undefined;
  const verb = verbs[argv[1] ?? ''];
  if (!verb) return undefined;
  const answer = verb(m, argv.slice(2), line);
  m.settle();
  if (!line.startsWith('docker exec')) m.pass(argv[1] === 'logs' || argv[1] === 'inspect' ? 10 : settled);
  return answer;
};

/** `cat` of a container whose stdin stays open prints what an attached client types. */
const typed = (m: Machine): Answer => {
  m.perform({ issuer: 'client', type: 'AttachContainer', container: 'run-di', stream: true });
  const pid = m.names.get('main');
  if (pid !== undefined) m.perform({ issuer: 'process', type: 'PrintOutput', pid, output: 'stdout', text: 'one\n' });
  // The end of the client by `timeout` is proxied: TERM, then CONT; cat has no handler.
  perform(m, 'docker kill -s TERM run-di');
  perform(m, 'docker kill -s CONT run-di');
  return {};
};

/** What stands before a pipe of the host's shell. */
const withoutPipe = (line: string): string => {
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const letter = line[at] ?? '';
    if (quote !== '') quote = letter === quote ? '' : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '|') return line.slice(0, at);
  }
  return line;
};

const inspectExec = (m: Machine, line: string): Answer => {
  const name = /\/exec\/(exec\d+)\//.exec(line)?.[1];
  const pid = name === undefined ? undefined : m.names.get(name);
  for (const { execs } of m.world.containers.values())
    for (const { state } of execs.values())
      if (state.status === 'ended' && state.pid === pid)
        return { stdout: `"Running":false,"ExitCode":${state.exitCode},` };
  return {};
};

/** A client that is killed after a second: what it has started stays. */
const cutShort = (m: Machine, line: string): Answer => {
  perform(m, line.replace(/^timeout -s \w+ \d+ docker exec/, 'docker exec -d'));
  return {};
};

const killedBeside = (m: Machine, args: readonly string[]): Answer => {
  perform(m, `docker exec -d ${args.join(' ')}`);
  perform(m, `docker kill ${args[0]}`);
  return {};
};

const hostKill = (m: Machine, [, flag = '', whom = '']: readonly string[]): Answer => {
  const pid = m.find(whom);
  if (pid === undefined) return { rc: 1 };
  const { accepted } = m.perform({ issuer: 'host', type: 'SignalHostProcess', pid, signal: numberOf(flag.slice(1)) });
  m.settle();
  m.pass(settled);
  return { rc: accepted ? 0 : 1 };
};

type Verb = (m: Machine, args: readonly string[], line: string) => Answer;

const answerOf = (decision: Decision<Event>, stdout = ''): Answer =>
  decision.accepted
    ? { rc: 0, stdout, stderr: '' }
    : { rc: 1, stdout: '', stderr: `Error response from daemon: ${decision.rejection.message}` };

const takesValue = new Set([
  ...[
    '--name',
    '--network',
    '--pid',
    '--stop-signal',
    '--stop-timeout',
    '-m',
    '--memory-swap',
    '--restart',
    '-u',
    '-w',
  ],
  ...['-e', '--log-driver', '--runtime', '--pids-limit', '--ipc', '--uts', '--hostname', '--cgroupns'],
  ...['--cgroup-parent', '--security-opt', '-t:stop', '-s', '--format', '-f'],
]);

type Parsed = { readonly options: ReadonlyMap<string, string>; readonly rest: readonly string[] };

const parse = (args: readonly string[], valued: (flag: string) => boolean = (flag) => takesValue.has(flag)): Parsed => {
  const options = new Map<string, string>();
  let at = 0;
  for (; args[at]?.startsWith('-'); at++) {
    const flag = args[at] ?? '';
    options.set(flag, valued(flag) ? (args[++at] ?? '') : 'true');
  }
  return { options, rest: args.slice(at) };
};

const create = (m: Machine, { options, rest }: Parsed, isForeground: boolean): Decision<Event> => {
  const [Image = '', ...Cmd] = rest;
  const flags = [...options.keys()].filter((it) => /^-[dit]+$/.test(it)).join('');
  const name = options.get('--name');
  const text = (flag: string): string => options.get(flag) ?? '';
  const memory = text('-m');
  return m.perform({
    issuer: 'client',
    type: 'CreateContainer',
    ...(name !== undefined && { name }),
    config: {
      Image,
      ...(Cmd.length > 0 && { Cmd }),
      ...(flags.includes('t') && { Tty: true }),
      ...(flags.includes('i') && { OpenStdin: true }),
      ...(flags.includes('i') && isForeground && { StdinOnce: true, AttachStdin: true }),
      ...(isForeground && { AttachStdout: true, AttachStderr: true }),
      ...(text('--stop-signal') && { StopSignal: text('--stop-signal') }),
      ...(text('--stop-timeout') && { StopTimeout: Number(text('--stop-timeout')) }),
      ...(text('-u') && { User: text('-u') }),
      ...(text('-w') && { WorkingDir: text('-w') }),
      ...(text('--hostname') && { Hostname: text('--hostname') }),
    },
    hostConfig: {
      NetworkMode: text('--network') || 'default',
      ...(text('--pid') && { PidMode: text('--pid') }),
      ...(text('--ipc') && { IpcMode: text('--ipc') }),
      ...(text('--uts') && { UTSMode: text('--uts') }),
      ...(options.has('--init') && { Init: true }),
      ...(options.has('--rm') && { AutoRemove: true }),
      ...(memory && { Memory: Number.parseInt(memory, 10) * 1024 * 1024 }),
      ...(text('--pids-limit') && { PidsLimit: Number(text('--pids-limit')) }),
      ...(text('--restart') && { RestartPolicy: { Name: text('--restart') as 'always', MaximumRetryCount: 0 } }),
      ...(text('--log-driver') && { LogConfig: { Type: text('--log-driver') as 'none', Config: {} } }),
    },
  });
};

/** Outcome codes of the client when a run does not come to a start. */
const clientCode = (message: string): number =>
  /no such file|not found/.test(message) ? 127 : /permission denied|is a directory/.test(message) ? 126 : 125;

const run: Verb = (m, args) => {
  const parsed = parse(args);
  const isForeground = ![...parsed.options.keys()].some((it) => /^-[it]*d/.test(it));
  const created = create(m, parsed, isForeground);
  if (!created.accepted) return { rc: 125, stderr: `docker: Error response from daemon: ${created.rejection.message}` };
  const { id } = created.answer as { readonly id: string };
  const started = isForeground
    ? m.perform({ issuer: 'client', type: 'AttachContainer', container: id, stream: true })
    : undefined;
  const decision =
    started?.accepted === false ? started : m.perform({ issuer: 'client', type: 'StartContainer', container: id });
  if (!decision.accepted) {
    const { message } = decision.rejection;
    return { rc: clientCode(message), stderr: `docker: Error response from daemon: ${message}` };
  }
  if (!isForeground) return { rc: 0, stdout: '<id64>' };
  m.settle();
  let code = 0;
  const from = m.trace.length;
  for (let turn = 0; turn < 40 && isRunning(m, id); turn++) m.pass(100);
  for (const world of m.trace.slice(Math.max(0, from - 40))) {
    const state = world.containers.get(id as Container['id'])?.state;
    if (state?.status === 'exited') code = state.exitCode;
  }
  return { rc: code };
};

const isRunning = (m: Machine, id: string): boolean =>
  m.world.containers.get(id as Container['id'])?.state.status === 'running';

const exec: Verb = (m, args) => {
  const { options, rest } = parse(args, (flag) => ['-u', '-w', '-e'].includes(flag));
  const [container = '', ...command] = rest;
  const user = options.get('-u');
  const workingDir = options.get('-w');
  const config = { command, ...(user && { user }), ...(workingDir && { workingDir }) };
  if (command.length === 0) return { rc: 1 };
  const created = m.perform({ issuer: 'client', type: 'CreateExec', container, config });
  if (!created.accepted) {
    const missing = created.rejection.status === 404;
    return { rc: 1, stderr: `Error${missing ? '' : ' response from daemon'}: ${created.rejection.message}` };
  }
  const { id } = created.answer as { readonly id: ExecId };
  const detach = options.has('-d');
  const started = m.perform({ issuer: 'client', type: 'StartExec', exec: id, detach });
  if (!started.accepted) return { rc: 1, stderr: `Error response from daemon: ${started.rejection.message}` };
  const { pid } = started.answer as { readonly pid?: Pid };
  if (pid === undefined) return { rc: 126 };
  m.settle();
  const since = Math.max(0, m.trace.length - 60);
  if (detach) {
    m.pass(300);
    return { rc: 0, stdout: '' };
  }
  for (let turn = 0; turn < 30 && m.isAlive(pid); turn++) m.pass(100);
  const ending = endingOf(m, pid, since);
  m.pass(700);
  return { ...(ending && { rc: exitCodeOf(ending) }), stdout: (m.printed.get(id) ?? '').trimEnd() };
};

const endingOf = (m: Machine, pid: Pid, since: number): Ending | undefined => {
  for (let at = since; at < m.trace.length; at++) {
    const ending = m.trace[at]?.host.processes.get(pid)?.ending;
    if (ending) return ending;
  }
  return undefined;
};

const simple =
  (type: 'StartContainer' | 'PauseContainer' | 'UnpauseContainer'): Verb =>
  (m, args) => {
    const { options, rest } = parse(args);
    const container = rest[0] ?? '';
    if (options.has('-a')) m.perform({ issuer: 'client', type: 'AttachContainer', container, stream: true });
    const decision = m.perform({ issuer: 'client', type, container });
    if (!options.has('-a')) return answerOf(decision, container);
    m.settle();
    m.pass(settled);
    const state = m.container(container)?.state;
    return { rc: state?.status === 'exited' ? state.exitCode : 0 };
  };

const timed =
  (type: 'StopContainer' | 'RestartContainer'): Verb =>
  (m, args) => {
    const { options, rest } = parse(args, (flag) => flag === '-t');
    const timeout = options.get('-t');
    const container = rest[0] ?? '';
    const asked = timeout === undefined ? {} : { timeout: Number(timeout) };
    const decision = m.perform({ issuer: 'client', type, container, ...asked });
    if (decision.accepted && (decision.answer as { readonly blocks?: true } | undefined)?.blocks) return {};
    return answerOf(decision, container);
  };

const verbs: Readonly<Record<string, Verb>> = {
  run,
  create: (m, args) => answerOf(create(m, parse(args), true), '<id64>'),
  exec,
  start: simple('StartContainer'),
  pause: simple('PauseContainer'),
  unpause: simple('UnpauseContainer'),
  stop: timed('StopContainer'),
  restart: timed('RestartContainer'),
  kill: (m, args) => {
    const { options, rest } = parse(args);
    const container = rest[0] ?? '';
    const signal = options.get('-s');
    const it = { issuer: 'client', type: 'KillContainer', container, ...(signal && { signal }) } as const;
    return answerOf(m.perform(it), container);
  },
  rm: (m, args) => {
    const { options, rest } = parse(args, () => false);
    const container = rest[0] ?? '';
    const force = options.has('-f');
    return answerOf(m.perform({ issuer: 'client', type: 'RemoveContainer', container, force }), container);
  },
  attach: (m, args) => {
    const { rest } = parse(args, () => false);
    m.perform({ issuer: 'client', type: 'AttachContainer', container: rest[0] ?? '', stream: true });
    return {};
  },
  rename: (m, [container = '', name = '']) =>
    answerOf(m.perform({ issuer: 'client', type: 'RenameContainer', container, name })),
  wait: (m, [container = ''], line) => {
    if (line.includes('docker kill after')) m.perform({ issuer: 'client', type: 'KillContainer', container });
    for (let turn = 0; turn < 40 && m.container(container)?.state.status === 'running'; turn++) m.pass(100);
    const decision = m.perform({ issuer: 'client', type: 'WaitContainer', container });
    const answer = decision.accepted ? (decision.answer as { readonly exitCode?: number }) : {};
    return { rc: 0, stdout: String(answer.exitCode) };
  },
  top: (m, [container = '', ...psArgs]) => {
    const args = psArgs.join(' ');
    const decision = m.perform({ issuer: 'client', type: 'TopContainer', container, ...(args && { psArgs: args }) });
    const id = m.container(container)?.id;
    if (!decision.accepted || id === undefined) return answerOf(decision);
    const found = top(m.world, id, args);
    if (!isTop(found)) return { rc: 1, stderr: `Error response from daemon: ${found.message}` };
    return { rc: 0, stdout: [found.titles, ...found.rows].map((row) => row.join('  ')).join('\n') };
  },
  logs: (m, args) => {
    const { options, rest } = parse(args, (flag) => ['--tail', '--since', '--until'].includes(flag));
    const container = rest[0] ?? '';
    if (container === '') return {};
    if (options.has('-f'))
      for (let turn = 0; turn < 50 && m.container(container)?.state.status === 'running'; turn++) m.pass(100);
    const decision = m.perform({ issuer: 'client', type: 'LogsContainer', container, stdout: true, stderr: true });
    if (!decision.accepted) return answerOf(decision);
    if (options.size > (options.has('-f') ? 1 : 0)) return { rc: 0 };
    const { log } = m.container(container) ?? { log: undefined };
    const records = log ? [...log].sort(([a], [b]) => a - b).map(([, record]) => record) : [];
    const of = (stream: string): string =>
      records
        .flatMap((record) => (record.stream === stream ? record.text : []))
        .join('')
        .trimEnd();
    return { rc: 0, stdout: of('stdout'), stderr: of('stderr') };
  },
  inspect: (m, args) => {
    const { options, rest } = parse(args);
    const format = options.get('-f') ?? '';
    for (const container of rest) m.perform({ issuer: 'client', type: 'InspectContainer', container });
    const lines = rest.map((name) => fill(m.container(name), format));
    return lines.includes(undefined) ? { rc: 0 } : { rc: 0, stdout: lines.join('\n') };
  },
  stats: (m, args) => {
    const id = m.container(args.at(-1) ?? '')?.id;
    return { rc: 0, stdout: String(id === undefined ? 0 : (m.world.host.cgroups.get(id)?.pids ?? 0)) };
  },
};

/** The few fields of inspect that the scenarios ask for; `undefined` when there are others. */
const fill = (it: Container | undefined, format: string): string | undefined => {
  if (!it) return undefined;
  const fields = fieldsOf(it);
  let isKnown = true;
  const text = format.replace(/\{\{\.([\w.]+)\}\}/g, (_, path: string) => {
    const value = fields[path];
    if (value === undefined) isKnown = false;
    return String(value);
  });
  return isKnown && !text.includes('{{') ? text : undefined;
};

/** Docker's flags of a state. */
export const fieldsOf = (it: Container): Readonly<Record<string, unknown>> => {
  const { state } = it;
  const isLiving = state.status === 'running' || state.status === 'paused';
  return {
    Name: `/${it.name}`,
    'Config.StopSignal': it.config.StopSignal ?? '',
    'State.Status': state.status,
    'State.Running': isLiving || state.status === 'restarting',
    'State.Paused': state.status === 'paused',
    'State.Restarting': state.status === 'restarting',
    'State.Dead': state.status === 'dead',
    'State.OOMKilled': it.oomKilled,
    'State.Pid': isLiving ? '<pid>' : 0,
    'State.ExitCode': 'exitCode' in state ? state.exitCode : 0,
    'State.Error': 'error' in state ? state.error : '',
    'State.FinishedAt': '<time>',
    RestartCount: it.restartCount,
  };
};
