import {
  type ContainerId,
  type Event,
  hostInit,
  hostNamespace,
  type Pid,
  type Process,
  type World,
} from '../../src/index.ts';
import { each, eventsOf, type Law, must, type Step, touched } from './law.ts';

export const processLaws: readonly Law[] = [
  {
    id: 'P1',
    sentence:
      'a running container in its own pid namespace has one shim, unless that was killed while no engine was up, and one main with namespace pid 1 whose parent is the shim',
    betweenCommands: true,
    step: (step) =>
      each(living(step), (id) => {
        const { main, shim } = partsOf(step.after, id);
        if (!main) return `${id} is alive without a main process`;
        if (main.namespace === hostNamespace || ownerOf(step.after, main) !== id) return undefined;
        // Nobody cleans up after a shim that is killed while containerd is down: main goes on as a child of the host's pid 1,
        // its merged directory stays mounted, until the next start of the daemon (measured, docs/facts.md).
        if (!shim && step.after.host.daemon !== 'running' && main.parent === hostInit) return undefined;
        return (
          must(main.nsPid === 1, () => `main of ${id} is number ${main.nsPid} of its own namespace`) ??
          must(shim !== undefined && shim.kind === 'shim', () => `${id} is alive without a shim`) ??
          must(
            main.parent === shim?.pid,
            () => `main of ${id} has the parent ${main.parent}, not its shim ${shim?.pid}`,
          )
        );
      }),
  },
  {
    id: 'P2',
    sentence: "a namespace's numbers only grow, start again at 1, and lead to its members and to nobody else",
    step: (step) =>
      each(eventsOf(step, 'ProcessSpawned'), ({ namespace, nsPid, pid, nextNsPid }) => {
        if (namespace === hostNamespace) return undefined;
        const before = step.before.host.namespaces.get(namespace);
        return (
          must(before !== undefined || nsPid >= 1, () => `${pid} got number ${nsPid}`) ??
          must(
            before === undefined || nsPid >= before.next || wrapped(nsPid, before.next),
            () => `${pid} got number ${nsPid}, which ${namespace} had given before`,
          ) ??
          must(
            nextNsPid > nsPid || wrapped(nextNsPid, nsPid),
            () => `after ${nsPid}, ${namespace} would give ${nextNsPid}`,
          )
        );
      }) ??
      each(namespacesOf(step), (namespace) =>
        each(namespace.members, ([nsPid, pid]) => {
          const member = step.after.host.processes.get(pid);
          return must(
            member?.namespace === namespace.id && member.nsPid === nsPid,
            () => `${namespace.id} lists ${nsPid}, which is not its member`,
          );
        }),
      ),
  },
  {
    id: 'P3',
    sentence: "from its own namespace a container sees no shim, no containerd and no one else's processes",
    step: (step) =>
      each(namespacesOf(step), (namespace) =>
        each(namespace.members.values(), (pid) => {
          const member = step.after.host.processes.get(pid);
          return must(
            member !== undefined &&
              (member.cgroup !== undefined || member.state === 'zombie') &&
              ['main', 'exec', 'child', 'ward'].includes(member.kind),
            () => `${namespace.id} shows ${member?.comm ?? pid}, which does not belong to a container`,
          );
        }),
      ),
  },
  {
    id: 'P4',
    sentence:
      'when pid 1 of a namespace exits, the namespace is emptied, and a signal n gives the exit code 128+n; 255 when no shim is left to tell it to a new daemon',
    betweenCommands: true,
    step: (step) =>
      each(eventsOf(step, 'ProcessExited'), ({ pid, ending }) => {
        const process = processSeen(step, pid);
        if (!process || process.namespace === hostNamespace || process.nsPid !== 1) return undefined;
        const left = step.after.host.namespaces.get(process.namespace);
        const died = eventsOf(step, 'ContainerDied').find(({ id }) => id === process.cgroup);
        const code = 'signal' in ending ? 128 + ending.signal : ending.code % 256;
        // Its shim was killed while no engine was up (measured, docs/facts.md).
        const isLost = died?.unheard === true && died.exitCode === 255;
        return (
          must(
            left === undefined,
            () => `pid 1 of ${process.namespace} is gone, ${left?.members.size} others are not`,
          ) ??
          must(
            died === undefined || died.exitCode === code || isLost,
            () => `${process.cgroup} died of ${JSON.stringify(ending)} with exit code ${died?.exitCode}`,
          )
        );
      }),
  },
  {
    id: 'P5',
    sentence: 'a host pid is given once at a time, and every parent exists',
    betweenCommands: true,
    step: (step) =>
      each(
        eventsOf(step, 'ProcessSpawned'),
        ({ pid, parent }) =>
          must(
            !step.before.host.processes.has(pid) || reaped(step, pid),
            () => `${pid} was given to a second process`,
          ) ?? must(parent !== 0 || pid === hostInit, () => `${pid} was born without a parent`),
      ) ??
      each(pidsOf(step), (pid) => {
        const process = step.after.host.processes.get(pid);
        if (process)
          return must(
            process.parent === 0 || step.after.host.processes.has(process.parent),
            () => `${pid} has the parent ${process.parent}, which does not exist`,
          );
        return each(step.before.host.processes.get(pid)?.children.keys() ?? [], (child) =>
          must(
            step.after.host.processes.get(child)?.parent !== pid,
            () => `${child} is still a child of ${pid}, which is gone`,
          ),
        );
      }),
  },
  {
    id: 'P6',
    sentence: 'threads are not processes',
    step: (step) =>
      each(eventsOf(step, 'ThreadSpawned'), ({ pid, tid }) => {
        const owner = step.after.host.processes.get(pid);
        return must(
          !step.after.host.processes.has(tid) && (!owner || owner.threads.some((thread) => thread.tid === tid)),
          () => `thread ${tid} of ${pid} stands in the process table`,
        );
      }),
  },
  {
    id: 'P7',
    sentence: 'the processes of a paused container take no step; signals wait for the thaw',
    betweenCommands: true,
    step: (step) => {
      const { command, before, after, rejection, events } = step;
      const actor = command.issuer === 'process' ? before.host.processes.get(command.pid) : undefined;
      const frozen = actor?.cgroup !== undefined && before.host.cgroups.get(actor.cgroup)?.frozen === true;
      return (
        must(
          !frozen || rejection !== undefined || events.length === 0,
          () => `${actor?.pid} is frozen, yet it did ${command.type}`,
        ) ??
        each(eventsOf(step, 'ProcessReaped'), (event) => {
          const sofar = events.slice(0, events.indexOf(event));
          const waiter = waiterOf(step, event.pid, sofar);
          return must(
            waiter?.cgroup === undefined || !isFrozenAfter(step, waiter.cgroup, sofar),
            () => `${waiter?.pid} is frozen, yet it waited for ${event.pid}`,
          );
        }) ??
        each(touched(step, 'container'), (id) => {
          const status = after.containers.get(id)?.state.status;
          const isFrozen = after.host.cgroups.get(id)?.frozen === true;
          return must(
            (status === 'paused') === isFrozen,
            () => `${id} is ${status}, its cgroup is ${isFrozen ? '' : 'not '}frozen`,
          );
        })
      );
    },
  },
];

/**
 * Who waited for a process: its parent then, if that was alive. Where it is not, the namespace's pid 1 takes all away on its
 * own way out; and where it ignores CHLD, the kernel does.
 */
const waiterOf = ({ before, after }: Step, pid: Pid, sofar: readonly Event[]): Process | undefined => {
  const moved = sofar.findLast((it) => it.type === 'ProcessReparented' && it.pid === pid);
  const parent = moved?.type === 'ProcessReparented' ? moved.parent : before.host.processes.get(pid)?.parent;
  const waiter = parent ? (before.host.processes.get(parent) ?? after.host.processes.get(parent)) : undefined;
  const isDead = waiter?.state === 'zombie' || sofar.some((it) => it.type === 'ProcessExited' && it.pid === parent);
  return isDead || waiter?.dispositions[CHLD]?.action === 'ignore' ? undefined : waiter;
};

const CHLD = 17;

/** Whether a cgroup is frozen after the first events of a step. */
const isFrozenAfter = ({ before }: Step, cgroup: ContainerId, sofar: readonly Event[]): boolean => {
  const turn = sofar.findLast(
    (it) => (it.type === 'CgroupFrozen' || it.type === 'CgroupThawed') && it.container === cgroup,
  );
  return turn ? turn.type === 'CgroupFrozen' : before.host.cgroups.get(cgroup)?.frozen === true;
};

/** Numbers start again at 300 when they run out (measured, with pid_max 32768 on the host). */
const wrapped = (number: number, last: number): boolean => number >= 300 && number < last && last > 300;

const living = (step: Step): readonly ContainerId[] =>
  [...touched(step, 'container')].filter((id) => {
    const status = step.after.containers.get(id)?.state.status;
    return status === 'running' || status === 'paused';
  });

const partsOf = (world: World, id: ContainerId) => {
  const state = world.containers.get(id)?.state;
  const main = state && 'pid' in state ? world.host.processes.get(state.pid) : undefined;
  const shim = world.host.shims.get(id);
  return { main, shim: shim === undefined ? undefined : world.host.processes.get(shim) };
};

/** The container whose main is pid 1 of the namespace that a process lives in. */
const ownerOf = ({ host }: World, { namespace }: Process): ContainerId | undefined => {
  const init = host.namespaces.get(namespace)?.init;
  return init === undefined ? undefined : host.processes.get(init)?.cgroup;
};

const pidsOf = ({ events }: Step): ReadonlySet<Pid> => {
  const pids = new Set<Pid>();
  for (const event of events) {
    if (event.stream !== 'host') continue;
    if ('pid' in event) pids.add(event.pid);
    if ('parent' in event && event.parent !== 0) pids.add(event.parent);
  }
  return pids;
};

const namespacesOf = (step: Step) =>
  [...new Set(eventsOf(step, 'ProcessSpawned').map(({ namespace }) => namespace))]
    .filter((id) => id !== hostNamespace)
    .flatMap((id) => step.after.host.namespaces.get(id) ?? []);

type Seen = Pick<Process, 'namespace' | 'nsPid'> & Partial<Pick<Process, 'cgroup'>>;

const processSeen = (step: Step, pid: Pid): Seen | undefined =>
  step.before.host.processes.get(pid) ?? eventsOf(step, 'ProcessSpawned').find((born) => born.pid === pid);

const reaped = (step: Step, pid: Pid): boolean => eventsOf(step, 'ProcessReaped').some((it) => it.pid === pid);
