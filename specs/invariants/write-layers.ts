import { type ContainerId, rootIno, type Tree, type World, walkTree } from '../../src/index.ts';
import { each, eventsOf, type Law, must, type Step, touched } from './law.ts';
import { linksDown, naivelySeen, naivelySeenBelow, naiveViewOf } from './stack.ts';

export const writeLayerLaws: readonly Law[] = [
  {
    id: 'W1',
    sentence: 'a container has one write layer, and none is shared',
    betweenCommands: true,
    step: (step) =>
      each(new Set([...touched(step, 'container'), ...touched(step, 'write-layer')]), (id) =>
        must(
          step.after.containers.has(id) === step.after.writeLayers.has(id),
          () => `${id} is ${step.after.containers.has(id) ? 'there without' : 'gone, but not'} its write layer`,
        ),
      ) ??
      each(eventsOf(step, 'WriteLayerCreated'), ({ id, mountId }) =>
        each(step.after.writeLayers.values(), (other) =>
          must(
            other.container === id || other.mountId !== mountId,
            () => `${id} and ${other.container} share the directory ${mountId}`,
          ),
        ),
      ),
  },
  {
    id: 'W2',
    sentence: 'create makes a new, empty write layer',
    step: (step) =>
      each(eventsOf(step, 'WriteLayerCreated'), ({ id }) => {
        const upper = step.after.writeLayers.get(id)?.upper;
        const prepared = eventsOf(step, 'UpperChanged').some((event) => event.id === id);
        return must(
          !step.before.writeLayers.has(id) && (prepared || upper === undefined || isEmpty(upper)),
          () => `${id} was born with something in its write layer`,
        );
      }),
  },
  {
    id: 'W3',
    sentence: 'start, stop, restart, kill and pause keep the write layer bit for bit',
    step: (step) => {
      if (step.command.issuer !== 'client' || !keeping.has(step.command.type)) return undefined;
      const prepared = new Set(eventsOf(step, 'UpperChanged').map(({ id }) => id));
      return each(touched(step, 'container'), (id) => {
        const before = step.before.writeLayers.get(id)?.upper;
        const after = step.after.writeLayers.get(id)?.upper;
        if (!before || !after || before === after) return undefined;
        // Mount points and the working directory that a start had to make are added; nothing that was there may change.
        return prepared.has(id)
          ? holdsAll(before, after, id)
          : must(sameTree(before, after), () => `${step.command.type} changed the write layer of ${id}`);
      });
    },
  },
  {
    id: 'W4',
    sentence: 'remove discards the write layer; volumes survive, but for the anonymous ones it was told to take',
    step: (step) =>
      each(eventsOf(step, 'WriteLayerDiscarded'), ({ id }) =>
        must(!step.after.writeLayers.has(id), () => `the write layer of ${id} was discarded and is still there`),
      ) ??
      (step.command.issuer === 'client' && step.command.type === 'RemoveContainer'
        ? each(step.before.volumes.values(), ({ name, anonymous }) =>
            must(
              step.after.volumes.has(name) || (anonymous && mayTakeVolumes(step)),
              () => `removing ${'container' in step.command ? step.command.container : ''} removed the volume ${name}`,
            ),
          )
        : undefined),
  },
  {
    id: 'W5',
    sentence: 'a write in one container shows in no other container and in no image',
    step: (step) => {
      if (step.command.issuer !== 'process' || step.before.writeLayers === step.after.writeLayers) return undefined;
      const actor = step.before.host.processes.get(step.command.pid)?.cgroup;
      return (
        // Layers of an image that was removed by force live on under its containers. When the last of these removes
        // itself at the exit of its main process (--rm), they go with it; at no other time does a process free a layer.
        each(step.before.layers === step.after.layers ? [] : step.before.layers, ([id, layer]) =>
          must(
            step.after.layers.get(id) === layer ||
              (!step.after.layers.has(id) && eventsOf(step, 'WriteLayerDiscarded').length > 0),
            () => `${step.command.type} in ${actor} changed the image layer ${id}`,
          ),
        ) ??
        each(step.before.writeLayers, ([id, layer]) =>
          must(
            id === actor ||
              !step.after.writeLayers.has(id) ||
              sameTree(step.after.writeLayers.get(id)?.upper ?? layer.upper, layer.upper),
            () => `${step.command.type} in ${actor} changed the write layer of ${id}`,
          ),
        )
      );
    },
  },
  {
    id: 'W6',
    sentence: 'the merged view equals a naive fold of the stack, recomputed from scratch',
    step: ({ command, events, after, engine }) =>
      // A rename or an extraction may move whole trees; the other calls are looked at once the history is over.
      command.type === 'RenameFile' || command.type === 'PutArchive'
        ? each(changedUppers({ events }), (id) => sameMergedView(engine, after, id))
        : undefined,
    history: ({ end, engine }) => each(end.writeLayers.keys(), (id) => sameMergedView(engine, end, id)),
  },
  {
    id: 'W7',
    sentence: "removing an image's file leaves a whiteout, and the layer still holds the file",
    step: (step) =>
      each(eventsOf(step, 'UpperChanged'), ({ id, operation, path }) => {
        if (operation !== 'unlink' && operation !== 'rmdir') return undefined;
        const layer = step.before.writeLayers.get(id);
        if (!layer || !inLowers(step.before, id, path)) return undefined;
        return (
          must(isHidden(step.after, id, path), () => `${path} of ${id} was removed and left no whiteout`) ??
          must(inLowers(step.after, id, path), () => `${path} was removed from the image of ${id}`)
        );
      }),
  },
  {
    id: 'W8',
    sentence: 'copy-up keeps content and metadata',
    step: (step) =>
      each(eventsOf(step, 'UpperChanged'), ({ id, operation, path }) => {
        const kept = keptBy[operation];
        if (!kept) return undefined;
        const was = naivelySeen(step.before, id, path);
        const is = naivelySeen(step.after, id, path);
        if (!was || !is || was.kind !== is.kind) return undefined;
        return each(kept, (field) =>
          must(
            JSON.stringify(was[field as never]) === JSON.stringify(is[field as never]),
            () => `${operation} of ${path} in ${id} changed its ${field}`,
          ),
        );
      }),
  },
  {
    id: 'W9',
    sentence: 'merged is mounted exactly while the container has a process',
    betweenCommands: true,
    step: (step) =>
      each(new Set([...touched(step, 'container'), ...touched(step, 'write-layer')]), (id) => {
        const status = step.after.containers.get(id)?.state.status;
        const living = status === 'running' || status === 'paused';
        const layer = step.after.writeLayers.get(id);
        return must(
          !layer || layer.mounted === living,
          () => `${id} is ${status}, its merged directory is ${layer?.mounted ? '' : 'not '}mounted`,
        );
      }),
  },
  {
    id: 'W10',
    sentence: 'the lower directories are the init layer, then the image from its top to its base',
    step: (step) =>
      each(eventsOf(step, 'MergedMounted'), ({ id }) => {
        const layer = step.after.writeLayers.get(id);
        if (!layer) return undefined;
        const expected = [layer.initLink, ...linksDown(step.after, layer.parent)];
        const lowers = /lowerdir=([^,]*)/.exec(step.engine.mountOptions(step.after, id) ?? '')?.[1] ?? '';
        const actual = lowers.split(':').map((path) => path.slice(path.lastIndexOf('/') + 1));
        return must(actual.join() === expected.join(), () => `${id} is mounted on ${actual.join(':')}`);
      }),
  },
];

const keeping = new Set([
  'StartContainer',
  'StopContainer',
  'RestartContainer',
  'KillContainer',
  'PauseContainer',
  'UnpauseContainer',
]);

/** What each operation must leave as it was, whether or not it had to copy the object up. */
const keptBy: Readonly<Record<string, readonly string[] | undefined>> = {
  chmod: ['content', 'size', 'uid', 'gid', 'mtime', 'target', 'xattrs'],
  chown: ['content', 'size', 'mtime', 'target'],
  utime: ['content', 'size', 'uid', 'gid', 'mode', 'target', 'xattrs'],
  setxattr: ['content', 'size', 'uid', 'gid', 'mode', 'mtime', 'target'],
  append: ['uid', 'gid'],
  truncate: ['uid', 'gid'],
};

const isEmpty = (tree: Tree): boolean => (tree.inodes.get(rootIno)?.entries?.size ?? 0) === 0;

const changedUppers = (step: Pick<Step, 'events'>) => new Set(eventsOf(step, 'UpperChanged').map(({ id }) => id));

const mayTakeVolumes = ({ command, before }: Step): boolean =>
  command.type === 'RemoveContainer' &&
  (command.volumes === true || [...before.containers.values()].some(({ hostConfig }) => hostConfig.AutoRemove));

/** Every object by path, with what it holds; inode numbers aside. */
const contentOf = (tree: Tree): ReadonlyMap<string, string> =>
  new Map(
    [...walkTree(tree)].map(({ path, inode }) => {
      const { entries: _, origin: __, ...data } = inode;
      return [path, JSON.stringify(data)];
    }),
  );

const sameTree = (one: Tree, other: Tree): boolean => {
  if (one === other) return true;
  const [left, right] = [contentOf(one), contentOf(other)];
  return left.size === right.size && [...left].every(([path, data]) => right.get(path) === data);
};

/** Whatever was in the upper directory is still there; directories may have become fuller. */
const holdsAll = (before: Tree, after: Tree, id: ContainerId) => {
  const now = new Map([...walkTree(after)].map(({ path, inode }) => [path, inode]));
  return each([...walkTree(before)], ({ path, inode }) => {
    const is = now.get(path);
    const same =
      is?.kind === inode.kind &&
      is.mode === inode.mode &&
      ('content' in inode && 'content' in is ? inode.content === is.content : true);
    return must(same, () => `a start changed ${path} in the write layer of ${id}`);
  });
};

const sameMergedView = (engine: Step['engine'], world: World, id: ContainerId) => {
  const seen = engine.mergedView(world, id);
  const naive = naiveViewOf(world, id);
  return (
    each(naive, ([path, want]) => {
      const got = seen.get(path);
      return must(
        got !== undefined && got.kind === want.kind && got.mode === want.mode && fieldsOf(got) === fieldsOf(want),
        () => `${id} shows ${got ? 'another' : 'no'} ${path} than its stack holds`,
      );
    }) ?? each(seen.keys(), (path) => must(naive.has(path), () => `${id} shows ${path}, which its stack does not hold`))
  );
};

const fieldsOf = (node: object): string =>
  'content' in node ? String(node.content) : 'target' in node ? String(node.target) : '';

/** Whether the image or the init layer shows something at a path; one through a link leads elsewhere and is not looked at. */
const inLowers = (world: World, id: ContainerId, path: string): boolean =>
  naivelySeenBelow(world, id, path) !== undefined;

const isHidden = (world: World, id: ContainerId, path: string): boolean => naivelySeen(world, id, path) === undefined;
