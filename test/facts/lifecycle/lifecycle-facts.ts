import type { Event } from '../../../src/core/event.ts';
import type { Pid } from '../../../src/core/kernel/brand.ts';
import type { Decision } from '../../../src/core/kernel/decision.ts';
import { known } from '../../../src/core/kernel/impossible.ts';
import type { FactResult } from '../fact.ts';
import { Bench } from './bench.ts';
import { commandOf, createCommand } from './commands.ts';
import { eventText, messageOf, named, type Placeholders, rowEvent, rowState, stateText } from './compare.ts';
import { notModelled } from './not-modelled.ts';
import { type Body, type Request, type Row, readRows } from './rows.ts';
import { create, enter, finishRemoval, obeying, runObeying, setTraps, start } from './states.ts';

/** Every measured row, held against the model. */
export const lifecycleFacts = (): readonly FactResult[] =>
  readRows().map((row, index) => {
    const id = idOf(row, index);
    const why = differenceOf(row);
    if (why === undefined) return { id, holds: true };
    const reason = notModelled[id];
    return { id, holds: false, why, ...(reason !== undefined && { notModelled: reason }) };
  });

export const idOf = ({ section, state, operation }: Row, index: number): string =>
  `${String(index).padStart(3, '0')} ${section}: ${state}: ${operation}`;

export const differenceOf = (row: Row): string | undefined => {
  try {
    switch (row.section) {
      case 'matrix':
        return matrix(row);
      case 'exit-codes':
        return exitCode(row);
      case 'restart-policy':
        return restartPolicy(row);
      case 'daemon-restart':
        return daemonRestart(row);
    }
  } catch (error) {
    return `threw ${error}`;
  }
};

/** Where no exec could be made the measurement asked for this one. */
const noExec = 'noexec';

/** What was told and what holds after the operation, against the row. */
type Seen = {
  readonly bench: Bench;
  readonly names: Placeholders;
  readonly before: string;
  readonly decision?: Decision<Event>;
};

const matrix = (row: Row): string | undefined => {
  const bench = new Bench();
  create(bench, { Image: 'base:1', Cmd: ['true'], HostConfig: { NetworkMode: 'none' } }, 'other');
  const request = known(row.request ?? undefined, 'request');
  let exec = noExec;
  const makeExec = (): void => {
    if (!request.path.startsWith('/exec/')) return;
    const config = { command: ['sh', '-c', 'echo X; exit 5'] };
    const made = bench.perform({ issuer: 'client', type: 'CreateExec', container: 'web', config });
    if (made.accepted) exec = (made.answer as { id: string }).id;
  };
  known(enter[row.state], `state ${row.state}`)(bench, makeExec, row.stateBefore?.RestartCount ?? 0);
  const names = placeholders(bench, exec);
  const before = stateText(stateNow(bench, names));
  bench.told = [];
  const decision = bench.perform(commandOf(request, exec));
  endExec(bench, exec);
  // The program of these containers ends at once, each time it runs.
  const code = /^exited\((\d+)\)$/.exec(row.state)?.[1];
  if (code !== undefined) bench.exit(Number(code));
  if (row.state === 'removing' && row.stateAfter === null) {
    bench.told = [...bench.told];
    const told = bench.told;
    if (bench.container()) finishRemoval(bench);
    bench.told = told.filter(({ Actor }) => names.get(Actor.ID) !== '<ID>');
  }
  return compare(row, { bench, names, before, decision });
};

/** The script of the rows' execs prints one line and ends with 5. */
const endExec = (bench: Bench, exec: string): void => {
  for (const { execs } of bench.world.containers.values())
    for (const { id, state } of execs.values())
      if (id === exec && state.status === 'running')
        bench.perform({ issuer: 'process', type: 'ExitProcess', pid: state.pid, code: 5 });
};

const placeholders = (bench: Bench, exec = noExec, name = 'web'): Placeholders => {
  const names = new Map<string, string>(exec === noExec ? [] : [[exec, '<EXECID>']]);
  const web = bench.container(name);
  if (web) {
    names.set(web.id, '<ID>').set(web.sandboxId, '<SANDBOXID>');
    const layer = bench.world.writeLayers.get(web.id);
    if (layer) names.set(layer.mountId, '<LAYERID>');
  }
  const other = bench.container('other');
  if (other) names.set(other.id, '<OTHERID>');
  return names;
};

const stateNow = (bench: Bench, names: Placeholders) => {
  for (const it of bench.world.containers.values()) if (names.get(it.id) === '<ID>') return rowState(it, names);
  return undefined;
};

/** A row made by the operation itself has the name `<NEWID>`; images and execs likewise. */
const withNew = ({ bench, names, decision }: Seen): Placeholders => {
  const all = new Map(names);
  const answer = decision?.accepted ? (decision.answer as Partial<Record<'id' | 'Id', string>> | undefined) : undefined;
  for (const id of bench.world.containers.keys()) if (!all.has(id)) all.set(id, '<NEWID>');
  for (const id of bench.world.indexes.execs.keys()) if (!all.has(id)) all.set(id, '<NEWEXECID>');
  if (answer?.Id !== undefined) all.set(answer.Id, '<NEWIMAGEID>');
  return all;
};

const compare = (row: Row, seen: Seen): string | undefined =>
  compareBefore(row, seen) ?? compareAnswer(row, seen) ?? compareState(row, seen) ?? compareEvents(row, seen);

const compareBefore = (row: Row, { before }: Seen): string | undefined => {
  const wanted = stateText(row.stateBefore);
  return wanted === before ? undefined : `before: ${before} instead of ${wanted}`;
};

const compareAnswer = (row: Row, seen: Seen): string | undefined => {
  const { decision } = seen;
  if (!decision || row.status === null) return undefined;
  const names = withNew(seen);
  if (!decision.accepted) {
    const { status } = decision.rejection;
    const message = messageOf(decision.rejection, names);
    if (status !== row.status) return `status ${status} (${message}) instead of ${row.status} (${row.message})`;
    const isHead = row.request?.method === 'HEAD';
    return isHead || message === (row.message ?? '').trim()
      ? undefined
      : `message: ${message} instead of ${row.message}`;
  }
  if (row.status >= 400) return `accepted instead of ${row.status} ${row.message}`;
  const answer = (decision.answer ?? {}) as Record<string, unknown>;
  if ((row.status === 304) !== (answer.changed === false)) return `changed ${answer.changed} for ${row.status}`;
  if (row.blocks !== ((answer.blocks ?? false) === true) && isAboutBlocking(row)) return `blocks ${answer.blocks}`;
  return compareResult(row, answer, names);
};

const isAboutBlocking = ({ operation }: Row): boolean => operation.startsWith('wait') || operation.startsWith('logs');

const compareResult = (row: Row, answer: Record<string, unknown>, names: Placeholders): string | undefined => {
  const result = row.result as Record<string, unknown> | null;
  if (result === null || result === undefined) return undefined;
  if (row.operation.startsWith('wait')) {
    const error = answer.error === undefined ? null : { Message: named(String(answer.error), names) };
    const ours = JSON.stringify({ Error: error, StatusCode: answer.exitCode });
    return ours === JSON.stringify(result) ? undefined : `answer ${ours} instead of ${JSON.stringify(result)}`;
  }
  if (row.operation === 'prune') {
    const deleted = (answer.deleted as string[]).map((id) => names.get(id) ?? id).sort();
    const wanted = [...(result.ContainersDeleted as string[])].sort();
    return String(deleted) === String(wanted) ? undefined : `deleted ${deleted} instead of ${wanted}`;
  }
  return undefined;
};

const compareState = (row: Row, seen: Seen): string | undefined => {
  // A crash loop is caught at another moment each time.
  if (row.note?.includes('crash loop')) return undefined;
  const names = withNew(seen);
  const made = row.stateBefore === null ? seen.bench.container() : undefined;
  const ours = stateText(made ? rowState(made, names) : stateNow(seen.bench, names));
  const wanted = stateText(row.stateAfter);
  return ours === wanted ? undefined : `after: ${ours} instead of ${wanted}`;
};

const compareEvents = (row: Row, seen: Seen): string | undefined => {
  const names = withNew(seen);
  const only = row.section === 'daemon-restart';
  const ours = seen.bench.told
    .filter(({ Type }) => !only || Type === 'container')
    .map((event) => eventText(rowEvent(event, names)));
  const wanted = row.events.map(eventText);
  if (row.operation === 'prune' || row.state.includes('AutoRemove')) {
    ours.sort();
    wanted.sort();
  }
  // The loop goes on: as much of it as both have seen must agree.
  const isLoop = row.note?.includes('crash loop') || row.operation.includes('every run exits');
  const length = isLoop ? Math.min(ours.length, wanted.length) : Math.max(ours.length, wanted.length);
  for (let at = 0; at < length; at++)
    if (ours[at] !== wanted[at]) return `event ${at}: ${ours[at]} instead of ${wanted[at]}`;
  return undefined;
};

const exitCode = (row: Row): string | undefined => {
  const bench = new Bench();
  const request = known(row.request ?? undefined, 'request');
  if (row.state === 'absent') {
    const decision = bench.perform(commandOf(request, noExec));
    const abandoned = new Map(bench.told.map(({ Actor }) => [Actor.ID, '<DISCARDED-ID>']));
    return compare(row, { bench, names: abandoned, before: stateText(undefined), decision });
  }
  const body = known(request.createdWith, 'config');
  bench.perform(createCommand({ name: 'web' }, body));
  const names = placeholders(bench);
  const before = stateText(row.stateBefore);
  bench.told = [];
  const decision = bench.perform(commandOf(request, noExec));
  if (decision.accepted) runScript(bench, body.Cmd ?? []);
  if (request.then) bench.perform(commandOf(request.then as Request, noExec));
  return compare(row, { bench, names, before, decision });
};

/** What the rows' one-line programs do. */
const runScript = (bench: Bench, cmd: readonly string[]): void => {
  const script = cmd.at(-1) ?? '';
  const main = known(bench.main(), 'main');
  if (cmd.includes('dd')) return void bench.perform({ issuer: 'host', type: 'RunOutOfMemory', pid: main });
  if (script === '1000') return;
  const own = /^kill -(TERM|KILL) \$\$/.exec(script)?.[1];
  if (own !== undefined)
    bench.perform({ issuer: 'process', type: 'SignalProcess', pid: main, target: 1, signal: own === 'KILL' ? 9 : 15 });
  const isOutOfMemory = script.includes('dd if=');
  if (isOutOfMemory || script.includes('kill -9')) {
    const forked = bench.perform({ issuer: 'process', type: 'ForkProcess', pid: main });
    const child = forked.accepted ? (forked.answer as { pid: Pid }).pid : main;
    if (isOutOfMemory) bench.perform({ issuer: 'host', type: 'RunOutOfMemory', pid: child });
    else bench.perform({ issuer: 'host', type: 'SignalHostProcess', pid: child, signal: 9 });
    bench.exit(isOutOfMemory ? 5 : 137);
    return;
  }
  bench.exit(Number(/exit (\d+)$/.exec(script)?.[1] ?? 0));
};

const restartPolicy = (row: Row): string | undefined => {
  const bench = new Bench();
  const cmd = row.cmd ?? obeying;
  create(bench, bodyOf(row, cmd));
  if (row.state === 'running') runObeying(bench, cmd);
  const names = placeholders(bench);
  const before = stateText(stateNow(bench, names));
  bench.told = [];
  const request = row.request;
  const decision = request
    ? bench.perform(commandOf(request, noExec))
    : bench.perform({ issuer: 'host', type: 'SignalHostProcess', pid: known(bench.main(), 'main'), signal: 9 });
  afterwards(bench, row, cmd);
  return compare(row, { bench, names, before, decision });
};

const afterwards = (bench: Bench, { operation, stateAfter }: Row, cmd: readonly string[]): void => {
  const code = Number(/exit (\d+)$/.exec(cmd.at(-1) ?? '')?.[1] ?? 0);
  if (operation.startsWith('start; first run')) bench.exit(code);
  if (operation.startsWith('start; every run')) {
    bench.exit(code);
    for (
      let run = 0;
      run < (stateAfter?.RestartCount ?? 0) && bench.container()?.state.status === 'restarting';
      run++
    ) {
      if (bench.container()?.restartCount === stateAfter?.RestartCount && stateAfter?.Status === 'restarting') return;
      bench.restartDue();
      bench.exit(code);
    }
    return;
  }
  if (operation.includes('later the process exits 1')) {
    bench.perform({ issuer: 'client', type: 'PutArchive', container: 'web', path: '/data', entries: [] });
    bench.exit(1);
  }
  bench.restartDue();
};

const bodyOf = (row: Row, Cmd: readonly string[]): Body => ({
  Image: 'base:1',
  Cmd,
  ...(row.stopSignal && { StopSignal: row.stopSignal }),
  HostConfig: {
    NetworkMode: 'none',
    ...(row.autoRemove && { AutoRemove: true }),
    ...(row.restartPolicy && {
      RestartPolicy: { MaximumRetryCount: 0, ...row.restartPolicy } as NonNullable<
        NonNullable<Body['HostConfig']>['RestartPolicy']
      >,
    }),
  },
});

const daemonRestart = (row: Row): string | undefined => {
  const isLive = !row.operation.includes('no live-restore');
  const bench = new Bench(isLive);
  const name = known(row.stateBefore?.Name, 'name').slice(1);
  const cmd = row.cmd ?? obeying;
  create(bench, bodyOf(row, cmd), name);
  reach(bench, row, cmd, name);
  const names = placeholders(bench, noExec, name);
  const before = stateText(stateNow(bench, names));
  bench.told = [];
  bench.perform({ issuer: 'host', type: row.operation.includes('SIGKILL') ? 'CrashDaemon' : 'StopDaemon' });
  bench.pass(1000);
  bench.perform({ issuer: 'host', type: 'StartDaemon' });
  if (row.state === 'restarting') crashOn(bench, name, row.events.length);
  return compare(row, { bench, names, before });
};

const reach = (bench: Bench, { state, stateBefore }: Row, cmd: readonly string[], name: string): void => {
  if (state.startsWith('created')) return;
  if (state.startsWith('start-failed')) return void start(bench, name);
  runObeying(bench, cmd, name);
  const client = { issuer: 'client', container: name } as const;
  if (state.startsWith('paused')) bench.perform({ ...client, type: 'PauseContainer' });
  if (state === 'exited(42) after stop') bench.perform({ ...client, type: 'StopContainer' });
  if (state === 'exited(137) after kill') bench.perform({ ...client, type: 'KillContainer' });
  const code = /^exited\((\d+)\)/.exec(state)?.[1];
  if (code !== undefined && !state.includes('after')) bench.exit(Number(code), name);
  if (state.includes('retries used up')) {
    bench.restartDue(name);
    bench.exit(1, name);
  }
  if (state.includes('RestartCount=1')) {
    bench.exit(1, name);
    bench.restartDue(name);
    setTraps(bench, obeying, name);
  }
  for (let run = 0; state === 'restarting' && run < (stateBefore?.RestartCount ?? 0); run++) {
    bench.restartDue(name);
    bench.exit(3, name);
  }
};

const crashOn = (bench: Bench, name: string, events: number): void => {
  for (let turn = 0; turn < events; turn++) {
    bench.exit(3, name);
    bench.restartDue(name);
  }
};
