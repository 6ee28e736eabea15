import { hasMember, membersOf, type State, type Status } from '../../src/index.ts';
import { each, eventsOf, type Law, must, touched } from './law.ts';

/** From each status, where a single step may lead; staying is always allowed. A row is a sentence of the life of a container. */
const legal: Readonly<Record<Status | 'absent', readonly (Status | 'absent')[]>> = {
  absent: ['created', 'running', 'exited', 'restarting', 'paused'],
  created: ['running', 'exited', 'restarting', 'removing', 'dead', 'absent'],
  running: ['paused', 'exited', 'restarting', 'removing', 'dead', 'absent'],
  paused: ['running', 'exited', 'restarting', 'removing', 'dead', 'absent'],
  restarting: ['running', 'exited', 'removing', 'dead', 'absent'],
  exited: ['running', 'restarting', 'removing', 'dead', 'absent'],
  removing: ['absent', 'dead'],
  dead: ['absent'],
};

export const containerLaws: readonly Law[] = [
  {
    id: 'K1',
    sentence: 'a container goes only where its life allows it to go',
    step: (step) =>
      each(touched(step, 'container'), (id) => {
        const from = step.before.containers.get(id)?.state.status ?? 'absent';
        const to = step.after.containers.get(id)?.state.status ?? 'absent';
        return must(from === to || legal[from].includes(to), () => `${id} went from ${from} to ${to}`);
      }),
  },
  {
    id: 'K2',
    sentence: "a container's status and its facts agree",
    step: (step) =>
      each(touched(step, 'container'), (id) => {
        const container = step.after.containers.get(id);
        return container && agrees(container.state)
          ? undefined
          : container && `${id} is ${container.state.status}, but its facts are not`;
      }),
  },
  {
    id: 'K3',
    sentence: 'a container has a process id exactly while it is running or paused, and that process is there',
    betweenCommands: true,
    step: (step) =>
      each(touched(step, 'container'), (id) => {
        const state = step.after.containers.get(id)?.state;
        if (!state) return undefined;
        const living = state.status === 'running' || state.status === 'paused';
        if (!living)
          return must(!('pid' in state) || !state.pid, () => `${id} is ${state.status} and has a process id`);
        const process = step.after.host.processes.get(state.pid);
        return must(
          process !== undefined && process.cgroup === id && process.state !== 'zombie',
          () => `${id} is ${state.status}, but its process ${state.pid} is not there`,
        );
      }),
  },
  {
    id: 'K4',
    sentence: 'a name belongs to one container',
    step: (step) =>
      each(touched(step, 'container'), (id) => {
        const container = step.after.containers.get(id);
        if (!container) return undefined;
        const owners = membersOf(step.after.indexes.names, container.name);
        return must(
          owners.length === 1 && owners[0] === id,
          () => `${owners.join(' and ')} are named ${container.name}`,
        );
      }),
  },
  {
    id: 'K5',
    sentence: 'a removed container leaves nothing anywhere',
    step: (step) =>
      each(eventsOf(step, 'ContainerRemoved'), ({ id }) => {
        const { containers, writeLayers, host, indexes } = step.after;
        const name = step.before.containers.get(id)?.name;
        return (
          must(!containers.has(id), () => `${id} was removed and is still listed`) ??
          must(!writeLayers.has(id), () => `${id} was removed, its write layer was not`) ??
          // A zombie of a joined namespace stays until its stopped adoptive parent waits for it, in no cgroup (measured, docs/facts.md).
          must(!host.cgroups.has(id) && !host.shims.has(id), () => `${id} was removed and still has processes`) ??
          must(
            name === undefined || !membersOf(indexes.names, name).includes(id),
            () => `${id} was removed and still owns the name ${name}`,
          ) ??
          each(step.after.volumes.values(), ({ name: volume, mountedBy }) =>
            must(!mountedBy.has(id), () => `${id} was removed and still mounts ${volume}`),
          ) ??
          each([...touched(step, 'volume')], (volume) =>
            must(
              !hasMember(indexes.volumeContainers, volume) || !membersOf(indexes.volumeContainers, volume).includes(id),
              () => `${id} was removed and still uses ${volume}`,
            ),
          )
        );
      }),
  },
];

/** Docker's flags are computed from the status; what is left to agree is which times and codes stand beside it. */
const agrees = (state: State): boolean => {
  switch (state.status) {
    case 'created':
      return !('startedAt' in state) && !('pid' in state);
    case 'running':
    case 'paused':
      return state.pid > 0 && state.startedAt !== undefined && !('exitCode' in state);
    case 'restarting':
      return !('pid' in state) && state.startedAt <= state.finishedAt && state.dueAt >= state.finishedAt;
    case 'exited':
      return !('pid' in state) && (state.startedAt === undefined) === (state.finishedAt === undefined);
    case 'removing':
    case 'dead':
      return !('pid' in state);
  }
};
