import type { Instant, Pid } from '../../kernel/brand.ts';
import { type Cases, evolveBy } from '../../kernel/cases.ts';
import { PersistentMap } from '../../kernel/persistent-map.ts';
import type { Tree } from '../../overlay/inode.ts';
import { applyChanges, emptyTree } from '../../overlay/tree.ts';
import { isHidden, type Mount } from './config.ts';
import type { Container, Ended, Exec, State } from './container.ts';
import type { ContainerEvent } from './events.ts';

/** A life before its first event: what `ContainerCreated` fills in. Events of an unknown container change nothing. */
type Maybe = Container | undefined;

const cases: Cases<Maybe, ContainerEvent> = {
  ContainerCreated: (_, it) => ({
    id: it.id,
    name: it.name,
    createdAt: it.at,
    image: it.image,
    config: it.config,
    hostConfig: it.hostConfig,
    path: it.path,
    args: it.args,
    mounts: it.mounts,
    state: { status: 'created', exitCode: 0, error: '', earlier: [] },
    restartCount: 0,
    manuallyStopped: false,
    startedBefore: false,
    restartCancelled: false,
    backOff: 0,
    oomKilled: false,
    oomSeen: false,
    sandboxId: '',
    endpointId: '',
    execs: PersistentMap.empty(),
    log: PersistentMap.empty(),
    logOpened: false,
    directoryHeld: false,
  }),
  NetworkConnected: (it, { sandboxId, endpointId }) => it && { ...it, sandboxId, endpointId },
  NetworkDisconnected: (it) => it && { ...it, endpointId: '' },
  ContainerStarted: (it, { pid, at, by }) =>
    it && {
      ...it,
      state: runningSince(at, pid, it.state),
      startedBefore: true,
      logOpened: true,
      oomSeen: false,
      restartCount: by === 'policy' ? it.restartCount : 0,
      backOff: by === 'policy' ? it.backOff : 0,
      restartCancelled: by === 'policy' && it.restartCancelled,
      manuallyStopped: by === 'policy' && it.manuallyStopped,
    },
  StartFailed: (it, { exitCode, error }) =>
    it && {
      ...withoutTmpfs(it),
      state:
        it.state.status === 'created'
          ? { status: 'created', exitCode, error, earlier: withOne(it.state.earlier, it.state.error) }
          : { ...endedAs('exited', it.state), exitCode, error },
    },
  ContainerSignalled: (it, { marksStopped, cancelsRestart }) =>
    marked(it, { manuallyStopped: marksStopped, restartCancelled: cancelsRestart }),
  ContainerPaused: (it) => (it?.state.status === 'running' ? { ...it, state: { ...it.state, status: 'paused' } } : it),
  ContainerUnpaused: (it) =>
    it?.state.status === 'paused' ? { ...it, state: { ...it.state, status: 'running' } } : it,
  ContainerDied: (it, { exitCode, next, at }) => {
    if (!it) return it;
    const startedAt = 'startedAt' in it.state ? it.state.startedAt : undefined;
    const [oomKilled, oomSeen] = [it.oomSeen, false];
    if (next.status === 'exited' || startedAt === undefined) {
      const error = next.status === 'exited' ? next.error : '';
      const state: State =
        startedAt === undefined
          ? { status: 'exited', exitCode, error, finishedAt: at }
          : { status: 'exited', exitCode, error, startedAt, finishedAt: at };
      return { ...withoutTmpfs(it), oomKilled, oomSeen, state };
    }
    return {
      ...withoutTmpfs(it),
      oomKilled,
      oomSeen,
      state: { status: 'restarting', exitCode, startedAt, finishedAt: at, dueAt: next.dueAt },
      restartCount: it.restartCount + 1,
      backOff: next.backOff,
    };
  },
  ContainerStopped: (it, { marksStopped }) =>
    it?.state.status === 'restarting'
      ? {
          ...it,
          manuallyStopped: it.manuallyStopped || marksStopped,
          state: endedAs('exited', it.state),
          restartCancelled: true,
        }
      : marked(it, { manuallyStopped: marksStopped, restartCancelled: false }),
  ContainerRestarted: (it) => it,
  RestartCancelled: (it) =>
    it?.state.status === 'restarting'
      ? { ...it, state: endedAs('exited', it.state), manuallyStopped: true, restartCancelled: true }
      : it,
  ContainerRenamed: (it, { to }) => it && { ...it, name: to },
  ContainerUpdated: (it, { hostConfig }) => it && { ...it, hostConfig },
  ContainerOutOfMemory: (it) => it && { ...it, oomSeen: true },
  ContainerHealthChanged: (it, { health }) => it && { ...it, health },
  OutputPrinted: (it, { output, text, at }) =>
    it && { ...it, log: it.log.set(it.log.size, { stream: output, text, at }) },
  TmpfsChanged: (it, { destination, changes }) =>
    it && {
      ...it,
      tmpfs: (it.tmpfs ?? noTmpfs).set(destination, applyChanges(it.tmpfs?.get(destination) ?? emptyTree(), changes)),
    },
  BorrowedVolumesTaken: (it) => it && { ...it, mounts: it.mounts.map((mount) => taken(it.mounts, mount)) },
  LogOpened: (it) => it && { ...it, logOpened: true },
  ExecCreated: (it, { exec, config }) => withExec(it, { id: exec, config, state: { status: 'created' } }),
  ExecStarted: (it, { exec, pid }) => execState(it, exec, (was) => (pid === 0 ? was : { status: 'running', pid })),
  ExecDied: (it, { exec, exitCode }) =>
    execState(it, exec, (was) => ({ status: 'ended', exitCode, pid: was.status === 'running' ? was.pid : 0 })),
  ExecFailed: (it, { exec, exitCode }) => execState(it, exec, () => ({ status: 'ended', exitCode, pid: 0 })),
  ExecForgotten: (it, { exec }) => it && { ...it, execs: it.execs.delete(exec) },
  ContainerObserved: (it) => it,
  RemovalStarted: (it) => it && { ...it, state: endedAs('removing', it.state) },
  RemovalFailed: (it, { error }) => it && { ...it, state: { ...endedAs('dead', it.state), error } },
  ContainerRemoved: () => undefined,
  CreateAbandoned: (it) => it,
  DirectoryHeld: (it, { held }) => it && { ...it, directoryHeld: held },
};

export const evolveContainer = evolveBy(cases);

const withOne = (errors: readonly string[], error: string): readonly string[] =>
  error === '' || errors.includes(error) ? errors : [...errors, error];

const noTmpfs: PersistentMap<string, Tree> = PersistentMap.empty();

/** Nothing in a tmpfs outlives the run. */
const withoutTmpfs = (it: Container): Container => {
  if (!it.tmpfs) return it;
  const { tmpfs: _, ...rest } = it;
  return rest;
};

const finishedOf = (state: State): { readonly finishedAt?: NonNullable<Ended<'exited'>['finishedAt']> } =>
  'finishedAt' in state && state.finishedAt !== undefined ? { finishedAt: state.finishedAt } : {};

type Mark = Pick<Container, 'manuallyStopped' | 'restartCancelled'>;

/** With these marks too; marks that it has already change nothing. */
const marked = (it: Maybe, { manuallyStopped, restartCancelled }: Mark): Maybe =>
  it && ((manuallyStopped && !it.manuallyStopped) || (restartCancelled && !it.restartCancelled))
    ? {
        ...it,
        manuallyStopped: it.manuallyStopped || manuallyStopped,
        restartCancelled: it.restartCancelled || restartCancelled,
      }
    : it;

const runningSince = (startedAt: Instant, pid: Pid, before: State): State =>
  'finishedAt' in before && before.finishedAt !== undefined
    ? { status: 'running', pid, startedAt, finishedAt: before.finishedAt }
    : { status: 'running', pid, startedAt };

/** The same facts under a status without a process. */
const endedAs = <S extends 'exited' | 'removing' | 'dead'>(status: S, state: State): Ended<S> => ({
  status,
  exitCode: 'exitCode' in state ? state.exitCode : 0,
  error: 'error' in state ? state.error : '',
  ...('startedAt' in state && state.startedAt !== undefined && { startedAt: state.startedAt }),
  ...finishedOf(state),
});

const withExec = (it: Maybe, exec: Exec): Maybe => it && { ...it, execs: it.execs.set(exec.id, exec) };

const execState = (it: Maybe, id: Exec['id'], change: (was: Exec['state']) => Exec['state']): Maybe => {
  const exec = it?.execs.get(id);
  return exec ? withExec(it, { ...exec, state: change(exec.state) }) : it;
};

/** A mount point that a tmpfs hides is not mounted, and stays as it was taken over. */
const taken = (mounts: readonly Mount[], mount: Mount): Mount => {
  if (isHidden(mounts, mount)) return mount;
  const { borrowed: _, ...own } = mount;
  return own;
};
