import {
  actionsOf,
  all,
  type ContainerOutside,
  gone,
  type Moment,
  nothing,
  type Seen,
  same,
  stayed,
} from './outside.ts';

type Look = (moment: Moment) => Seen;

/** What a container goes through without a program of its own having a say. */
const still = new Set([
  'pause',
  'unpause',
  'rename',
  'commit',
  'export',
  'top',
  'update',
  'resize',
  'kill',
  'die',
  'stop',
]);

const living = ({ status }: ContainerOutside): boolean => status === 'running' || status === 'paused';

const isBelow = (path: string, other: string): boolean => other === path || other.startsWith(`${path}/`);

const directoryOf = (upper: string): string => upper.replace(/\/diff$/, '');
const nameOf = (upper: string): string => directoryOf(upper).split('/').at(-1) ?? '';

const shimsOf = ({ after }: Moment, id: string) =>
  Object.entries(after.host?.processes ?? {}).filter(
    ([, { command }]) => command.includes('containerd-shim') && command.includes(id),
  );

/** Of write layers, containers and their processes. */
export const containerLaws: Readonly<Record<string, Look>> = {
  W1: ({ after }) => {
    const taken = new Set(after.images.flatMap(({ directories }) => directories));
    return all(after.containers, ({ name, upper }) => {
      if (taken.has(upper)) return `the write layer of ${name}, ${upper}, is another's too`;
      taken.add(upper);
      return undefined;
    });
  },
  W2: (moment) => {
    const before = new Set(moment.before.containers.map(({ upper }) => upper));
    const made = moment.after.containers.filter(
      ({ id, diff }) => diff && actionsOf(moment, id)[0] === 'create' && actionsOf(moment, id).length === 1,
    );
    return all(made, ({ name, upper, diff = [], workingDir }) => {
      if (before.has(upper)) return `${name} was created with a write layer that was there before`;
      // The working directory is made at create (measured).
      const more = diff.filter((change) => !isBelow(change.slice(2), workingDir));
      return more.length === 0 ? undefined : `${name} was created with ${more.join(', ')}`;
    });
  },
  W3: (moment) =>
    all(stayed(moment), ([was, is]) => {
      if (was.upper !== is.upper) return `${is.name} has another write layer, ${is.upper}`;
      const actions = actionsOf(moment, is.id);
      const isStill = actions.length > 0 && actions.every((action) => still.has(action));
      return isStill && was.diff && is.diff && !same(was.diff, is.diff)
        ? `${actions.join(', ')} of ${is.name} changed its write layer`
        : undefined;
    }),
  W4: (moment) => {
    const { dataRoot } = moment.after;
    const layers = dataRoot
      ? all(gone(moment), ({ name, upper }) =>
          nameOf(upper) in dataRoot.directories ? `${name} is gone, its write layer ${upper} is not` : undefined,
        )
      : nothing;
    const removed = moment.events.filter(({ Type, Action }) => Type === 'volume' && Action === 'destroy');
    const volumes = all(
      moment.before.volumes.filter((name) => !removed.some(({ Actor }) => Actor.ID === name)),
      (name) => (moment.after.volumes.includes(name) ? undefined : `volume ${name} is gone, and nobody removed it`),
    );
    return { looks: layers.looks + volumes.looks, breaches: [...layers.breaches, ...volumes.breaches] };
  },
  W5: (moment) =>
    all(
      stayed(moment).filter(([{ running }, { id }]) => !running && actionsOf(moment, id).length === 0),
      ([was, is]) =>
        same(was.diff, is.diff) ? undefined : `the write layer of ${is.name} changed, and nothing happened to it`,
    ),
  W9: ({ after: { containers, host } }) =>
    host
      ? all(containers, (it) =>
          host.mounts.includes(it.merged) === living(it)
            ? undefined
            : `${it.name} is ${it.status}, its merged directory is ${living(it) ? 'not ' : ''}mounted`,
        )
      : nothing,
  W10: ({ after }) =>
    all(
      after.containers.filter(({ image }) => after.images.some(({ id }) => id === image)),
      ({ name, image, lowers, upper }) => {
        const below = after.images.find(({ id }) => id === image)?.directories ?? [];
        const init = `${directoryOf(upper)}-init/diff`;
        return same(lowers, [init, ...below]) ? undefined : `${name} lies on ${lowers.join(':')}`;
      },
    ),
  K3: ({ after: { containers, host } }) =>
    all(containers, (it) => {
      if (it.pid > 0 !== living(it)) return `${it.name} is ${it.status} with pid ${it.pid}`;
      return it.pid === 0 || !host || String(it.pid) in host.processes
        ? undefined
        : `${it.name} has pid ${it.pid}, and the host has no such process`;
    }),
  K4: ({ after }) =>
    all(after.containers, ({ name, id }) =>
      after.containers.some((other) => other.name === name && other.id !== id)
        ? `two containers are named ${name}`
        : undefined,
    ),
  K5: (moment) => {
    const { dataRoot, host } = moment.after;
    if (!dataRoot) return nothing;
    return all(gone(moment), ({ id, name, merged }) =>
      dataRoot.containers.includes(id) || id in dataRoot.mounts || host?.mounts.includes(merged)
        ? `${name} is gone, and something of it is left`
        : undefined,
    );
  },
  P1: (moment) => {
    const { host } = moment.after;
    if (!host) return nothing;
    return all(moment.after.containers.filter(living), ({ id, name, pid }) => {
      const shims = shimsOf(moment, id);
      const main = host.processes[pid];
      if (shims.length !== 1) return `${name} has ${shims.length} shims`;
      if (String(main?.ppid) !== shims[0]?.[0]) return `the parent of ${name}'s main is ${main?.ppid}, not its shim`;
      return main?.numbers.at(-1) === 1 ? undefined : `${name}'s main has number ${main?.numbers.at(-1)} inside`;
    });
  },
  P2: (moment) => {
    const { host } = moment.after;
    if (!host) return nothing;
    const started = moment.after.containers.filter(
      (it) => living(it) && actionsOf(moment, it.id).some((action) => action === 'start' || action === 'restart'),
    );
    return all(started, ({ name, pid }) =>
      host.processes[pid]?.numbers.at(-1) === 1 ? undefined : `${name} was started, and its numbers do not begin at 1`,
    );
  },
  P4: (moment) => {
    const { host } = moment.after;
    if (!host) return nothing;
    const ended = moment.after.containers.filter((it) => !living(it) && actionsOf(moment, it.id).includes('die'));
    return all(ended, ({ id, name }) =>
      Object.values(host.processes).some(({ container }) => container === id)
        ? `${name} has ended, and one of its processes is left`
        : undefined,
    );
  },
  P5: ({ after: { containers, host } }) => {
    if (!host) return nothing;
    const taken = new Map<number, string>();
    return all(
      containers.flatMap(({ name, top }) => top.map((row) => ({ name, ...row }))),
      ({ name, pid, ppid }) => {
        const other = taken.get(pid);
        taken.set(pid, name);
        if (other !== undefined) return `process ${pid} is in ${other} and in ${name}`;
        return String(ppid) in host.processes ? undefined : `the parent ${ppid} of ${pid} in ${name} is not there`;
      },
    );
  },
  P6: ({ after: { containers, host } }) => {
    if (!host) return nothing;
    // Only what has threads shows that none of them has a row.
    const rows = containers.flatMap(({ name, top }) =>
      top.filter(({ pid }) => (host.processes[pid]?.threads ?? 0) > 1).map(({ pid }) => ({ name, pid, top })),
    );
    return all(rows, ({ name, pid, top }) =>
      top.filter((row) => row.pid === pid).length === 1 && top.every((row) => String(row.pid) in host.processes)
        ? undefined
        : `top of ${name} shows threads as processes`,
    );
  },
  P7: (moment) => {
    const [was, is] = [moment.before.host, moment.after.host];
    if (!was || !is) return nothing;
    const frozen = stayed(moment).filter(
      ([then, now]) => then.status === 'paused' && now.status === 'paused' && then.pid === now.pid,
    );
    return all(
      frozen.filter(([, { id }]) => !actionsOf(moment, id).includes('unpause')),
      ([, { name, top }]) =>
        top.every(({ pid }) => was.processes[pid]?.ticks === is.processes[pid]?.ticks)
          ? undefined
          : `a process of ${name} took a step while it was paused`,
    );
  },
  E4: ({ what, refused, events, before, after }) => {
    if (!refused || leavesTraces.test(what)) return nothing;
    return all([what], () => {
      // Whoever looks asks for top, and is told of it.
      const told = events.find(({ Action }) => Action !== 'top');
      if (told) return `${what} was refused, and ${told.Type} ${told.Action} was told`;
      const listed = ({ containers, images, volumes }: typeof before) => [
        containers.map(({ id, name, upper }) => [id, name, upper]),
        images.map(({ id, tags }) => [id, tags]),
        volumes,
      ];
      return same(listed(before), listed(after)) ? undefined : `${what} was refused, and something changed`;
    });
  },
};

/** Failures that were measured to leave a trace (docs/facts.md), and lines that ask for several things. */
const leavesTraces = /\b(?:start|run|restart|create|exec|commit|rm|stop|cp|build|pull|push)\b|[;&|]/;
