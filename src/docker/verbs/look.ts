import type { ExecId, Instant } from '../../core/kernel/brand.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { unionOf } from '../../core/mounts/union-of.ts';
import { diff as diffOf } from '../../core/overlay/index.ts';
import type { LogRecord } from '../../core/streams/container/container.ts';
import { isTop, top as topOf } from '../../views/top.ts';
import { ask, Complaint, type Docker, orMissing, type Verb } from '../docker.ts';
import { alignColumns } from '../format/table.ts';
import { containerOf, hasEnded } from './containers.ts';

export const diff: Verb = async (docker, { args: [reference = ''] }) => {
  await ask(docker, { issuer: 'client', type: 'DiffContainer', container: reference });
  const id = containerOf(docker, reference)?.id;
  const union = id && unionOf(docker.machine.world, id);
  for (const { kind, path } of union ? diffOf(union) : []) docker.out(`${kind} ${path}\n`);
  return 0;
};

export const top: Verb = async (docker, { args: [reference = '', ...words] }) => {
  const psArgs = words.join(' ');
  await ask(docker, { issuer: 'client', type: 'TopContainer', container: reference, ...(psArgs !== '' && { psArgs }) });
  const container = containerOf(docker, reference);
  const table = container && topOf(docker.machine.world, container.id, psArgs);
  if (!table || !isTop(table)) throw new Complaint(`Error response from daemon: ${table?.message}`);
  docker.out(alignColumns([...[table.titles, ...table.rows].map((cells) => cells.join('\t')), ''].join('\n'), 20));
  return 0;
};

/** A moment as `--since` and `--until` write it: a time, seconds since 1970, or a duration before now. */
export const momentOf = (text: string, now: Instant, where = ''): Instant => {
  const moment = timestampOf(text, now);
  if (typeof moment === 'object') throw new Complaint(`${where}${moment.flaw}`);
  return moment;
};

type Line = Pick<LogRecord, 'stream' | 'text' | 'at'>;

const linesOf = (records: readonly LogRecord[]): readonly Line[] =>
  records.flatMap(({ stream, text, at }) =>
    (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => ({ stream, text: line, at })),
  );

export const logs: Verb = async (docker, options) => {
  const [reference = ''] = options.args;
  await orMissing(
    'container',
    reference,
    ask(docker, { issuer: 'client', type: 'InspectContainer', container: reference }),
  );
  const follow = options.is('follow');
  await ask(docker, {
    issuer: 'client',
    type: 'LogsContainer',
    container: reference,
    stdout: true,
    stderr: true,
    follow,
  });
  const container = containerOf(docker, reference);
  if (!container) return 1;
  if (['none'].includes(container.hostConfig.LogConfig?.Type ?? ''))
    throw new Complaint('Error response from daemon: configured logging driver does not support reading');
  const { now } = docker.machine;
  const since = options.one('since');
  const until = options.one('until');
  const from = since === undefined ? undefined : momentOf(since, now, 'invalid value for "since": ');
  const to = until === undefined ? undefined : momentOf(until, now, 'invalid value for "until": ');
  const records = [...container.log.entries()].sort(([a], [b]) => a - b).map(([, record]) => record);
  const lines = linesOf(records).filter(({ at }) => (!from || at >= from) && (!to || at <= to));
  const tail = options.one('tail') ?? 'all';
  const count = /^\d+$/.test(tail) ? Number(tail) : lines.length;
  const print = ({ stream, text, at }: Line): void =>
    (stream === 'stdout' ? docker.out : docker.err)(
      `${options.is('timestamps') ? `${at} ` : ''}${options.is('details') ? ' ' : ''}${text}`,
    );
  (count === 0 ? [] : lines.slice(-count)).forEach(print);
  if (follow) await followed(docker, container.id, print);
  return 0;
};

const followed = async (docker: Docker, id: string, print: (line: Line) => void): Promise<void> => {
  const stop = docker.machine.watch((event) => {
    if (event.stream === 'container' && event.id === id && event.type === 'OutputPrinted')
      print({ stream: event.output, text: event.text, at: event.at });
  });
  try {
    await docker.machine.until(() => hasEnded(docker, id));
  } finally {
    stop();
  }
};

/** Ports are not published on the model's host. */
export const port: Verb = async (docker, { args: [container = '', wanted] }) => {
  await orMissing('container', container, ask(docker, { issuer: 'client', type: 'InspectContainer', container }));
  if (wanted !== undefined)
    throw new Complaint(
      `Error: No public port '${wanted.includes('/') ? wanted : `${wanted}/tcp`}' published for ${container}`,
    );
  return 0;
};

type Started = { readonly pid?: number; readonly output?: string };

export const exec: Verb = async (docker, options) => {
  const [reference = '', ...command] = options.args;
  const { machine } = docker;
  await orMissing(
    'container',
    reference,
    ask(docker, { issuer: 'client', type: 'InspectContainer', container: reference }),
  );
  const user = options.one('user');
  const workingDir = options.one('workdir');
  const config = {
    command,
    ...(user !== undefined && { user }),
    ...(workingDir !== undefined && { workingDir }),
    ...(options.has('env') && { env: options.all('env') }),
    ...(options.is('tty') && { tty: true }),
    ...(options.is('interactive') && { openStdin: true }),
    ...(options.is('privileged') && { privileged: true }),
  };
  const { id } = await ask<{ readonly id: ExecId }>(docker, {
    issuer: 'client',
    type: 'CreateExec',
    container: reference,
    config,
  });
  const detach = options.is('detach');
  const stop = machine.listen(id, (output, text) => (output === 'stdout' ? docker.out : docker.err)(text));
  try {
    const { output } = await ask<Started>(docker, { issuer: 'client', type: 'StartExec', exec: id, detach });
    if (output !== undefined) docker.out(output.endsWith('\n') ? output : `${output}\n`);
    if (detach) return 0;
    const owner = containerOf(docker, reference)?.id;
    const state = () => owner && machine.world.containers.get(owner)?.execs.get(id)?.state;
    let code: number | undefined;
    const note = (): boolean => {
      const now = state();
      if (now && now.status === 'ended') code = now.exitCode;
      return !now || now.status === 'ended';
    };
    const stopWatching = machine.watch((event) => {
      if ((event.type === 'ExecDied' || event.type === 'ExecFailed') && event.exec === id) code = event.exitCode;
    });
    const pid = () => {
      const now = state();
      return now && 'pid' in now ? now.pid || undefined : undefined;
    };
    const isOver = await machine.until(note, pid);
    stopWatching();
    if (!isOver) docker.err(`plimsoll: ${command[0] ?? ''} goes on by itself; detached\n`);
    return code ?? 0;
  } finally {
    stop();
  }
};
