import type { ContainerId } from '../core/kernel/brand.ts';
import type { World } from '../core/world.ts';
import { below, type PathNode } from '../views/data-root/node.ts';
import { dataRootEntries } from '../views/data-root.ts';
import { diff } from '../views/diff.ts';
import { history } from '../views/history.ts';
import { images } from '../views/images.ts';
import { inspectContainer } from '../views/inspect.ts';
import type { Json } from '../views/json.ts';
import { containerView } from '../views/processes.ts';
import { isTop, top } from '../views/top.ts';
import { tree, unionOfContainer } from '../views/tree.ts';
import type { DiskLook, DiskWatch } from './disk.ts';
import type { Focus } from './engine.ts';
import { fileText } from './file-text.ts';
import { insideLines } from './inside.ts';
import { ownPrefix } from './names.ts';
import type { CloseView, ContainerSeen, DiskSeen, ImageSeen, Observation } from './observation.ts';
import { processLines } from './process-rows.ts';

/** What could be seen of the model from outside, through the same views that its API would show. */
export const observeWorld = (world: World, focus: Focus, events: Observation['events']): Observation => {
  const containers = Object.fromEntries(
    [...world.containers.values()]
      .filter(({ name }) => name.startsWith(ownPrefix))
      .map((it): [string, ContainerSeen] => [it.name, containerSeen(inspectContainer(world, it))]),
  );
  const [id] = focus.container === undefined ? [] : [...(world.indexes.names.get(focus.container)?.keys() ?? [])];
  const close = id === undefined ? undefined : closely(world, id, focus);
  const volumes = [...world.volumes.keys()];
  return {
    containers,
    images: imagesSeen(world),
    volumes: {
      named: volumes.filter((name) => name.startsWith(ownPrefix)).sort(),
      anonymous: volumes.filter((name) => /^[0-9a-f]{64}$/.test(name)).length,
    },
    ...(close && { close }),
    events,
  };
};

type Fields = { readonly [key: string]: Json };
const record = (it: Json | undefined): Fields =>
  typeof it === 'object' && it !== null && !Array.isArray(it) ? (it as Fields) : {};
const list = (it: Json | undefined): readonly Json[] => (Array.isArray(it) ? (it as readonly Json[]) : []);
const text = (it: Json | undefined): string => (it === undefined || it === null ? '' : String(it));
const texts = (it: Json | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(record(it)).map(([key, value]) => [key, text(value)]));

const zero = '0001-01-01T00:00:00Z';

const containerSeen = (it: Fields): ContainerSeen => {
  const state = record(it.State);
  const config = record(it.Config);
  const policy = record(record(it.HostConfig).RestartPolicy);
  return {
    id: text(it.Id),
    image: text(config.Image),
    imageId: text(it.Image),
    command: [text(it.Path), ...list(it.Args).map(text)],
    status: text(state.Status),
    exitCode: Number(state.ExitCode),
    error: text(state.Error),
    oomKilled: state.OOMKilled === true,
    hasPid: Number(state.Pid) > 0,
    wasStarted: state.StartedAt !== zero,
    wasFinished: state.FinishedAt !== zero,
    restartCount: Number(it.RestartCount),
    restartPolicy: `${text(policy.Name)}:${text(policy.MaximumRetryCount)}`,
    mounts: list(it.Mounts)
      .map(record)
      .map(
        (mount) =>
          `${text(mount.Type)} ${text(mount.Name)} ${text(mount.Destination)} ${mount.RW === true ? 'rw' : 'ro'}`,
      )
      .sort((a, b) => ((a.split(' ')[2] ?? '') < (b.split(' ')[2] ?? '') ? -1 : 1)),
    labels: texts(config.Labels),
  };
};

const imagesSeen = (world: World): readonly ImageSeen[] =>
  images(world)
    .flatMap(({ Id, RepoTags, ParentId }): ImageSeen[] => {
      const tags = (RepoTags ?? []).filter((tag) => tag.startsWith(ownPrefix)).sort();
      const image = world.images.get(Id);
      if (tags.length === 0 || !image) return [];
      const { config = {}, diffIds } = image.config;
      return [
        {
          tags,
          id: Id,
          parent: ParentId,
          layers: diffIds,
          history: history(world, image).map(({ CreatedBy, Comment, Size }) => `${CreatedBy} | ${Comment} | ${Size}`),
          config: {
            cmd: config.Cmd ?? [],
            entrypoint: config.Entrypoint ?? [],
            env: config.Env ?? [],
            user: config.User ?? '',
            workingDir: config.WorkingDir ?? '',
            labels: config.Labels ?? {},
          },
        },
      ];
    })
    .sort((a, b) => ((a.tags[0] ?? '') < (b.tags[0] ?? '') ? -1 : 1));

const closely = (world: World, id: ContainerId, { files }: Focus): CloseView => {
  const container = world.containers.get(id);
  const status = container?.state.status;
  const lines = [...(container?.log ?? [])].sort(([a], [b]) => a - b).map(([, line]) => line);
  const printed = (stream: 'stdout' | 'stderr'): string =>
    lines
      .filter((line) => line.stream === stream)
      .map((line) => line.text)
      .join('');
  const changes = diff(world, id);
  const union = files ? unionOfContainer(world, id) : undefined;
  return {
    container: container?.name ?? '',
    ...(changes && { diff: changes.map(({ kind, path }) => `${kind} ${path}`).sort() }),
    logs: { stdout: printed('stdout'), stderr: printed('stderr') },
    ...((status === 'running' || status === 'paused') && {
      processes: processesOf(world, id),
      inside: insideLines(
        containerView(world, id).map(({ pid, ppid, comm, args, state }) => ({
          pid,
          ppid,
          command: state === 'Z' ? `[${comm}] <defunct>` : args.join(' '),
        })),
      ),
    }),
    ...(union && {
      files: Object.fromEntries(
        (tree(union) ?? [])
          .filter(({ path, type }) => path !== '/' && type !== 'socket')
          .map((row) => [
            row.path,
            fileText({
              type: row.type,
              mode: row.mode,
              uid: row.uid,
              gid: row.gid,
              ...(row.type === 'file' && row.digest !== undefined && { size: row.size, digest: row.digest }),
              ...(row.linkname !== undefined && { target: row.linkname }),
              ...(row.device && { device: row.device }),
            }),
          ]),
      ),
    }),
  };
};

const processesOf = (world: World, id: ContainerId): readonly string[] => {
  const shown = top(world, id, '-eo pid,ppid,args');
  if (!isTop(shown)) return [];
  return processLines(
    shown.rows.map(([pid = '', ppid = '', ...command]) => ({
      pid: Number(pid),
      ppid: Number(ppid),
      command: command.join(' '),
    })),
  );
};

/** What the model's data root holds, as it is on the disk. */
export const diskOfWorld = (world: World): DiskLook => {
  const nodes = new Map<string, PathNode>();
  const names = new Map<string, string[]>();
  for (const [path, node] of dataRootEntries(world, { contents: false, merged: false })) {
    nodes.set(path, node);
    const at = path.lastIndexOf('/');
    const parent = path.slice(0, Math.max(0, at));
    if (node.type === 'directory') names.set(path, names.get(path) ?? []);
    names.set(parent, [...(names.get(parent) ?? []), path.slice(at + 1)]);
  }
  return {
    names: (path) => names.get(path),
    text: (path) => nodes.get(path)?.content,
    target: (path) => nodes.get(path)?.target,
    tree: (path) => {
      const layer = [...world.writeLayers.values()].find(({ mountId }) => path === `overlay2/${mountId}/diff`);
      return layer ? [...below('', layer.upper)].map(([name, node]) => `${letterOf(node)} ${name}`).sort() : [];
    },
  };
};

const letters = { directory: 'd', file: 'f', symlink: 'l', char: 'c', block: 'b', fifo: 'p', socket: 's' } as const;
const letterOf = ({ type, device }: PathNode): string =>
  type === 'char' && device?.[0] === 0 && device[1] === 0 ? 'w' : letters[type];

/** The model's disk, as a watch over it sees it now. */
export const diskSeen = (world: World, watch: DiskWatch): DiskSeen =>
  watch.seen({
    containers: Object.fromEntries(
      [...world.containers.values()].filter(({ name }) => name.startsWith(ownPrefix)).map(({ id, name }) => [name, id]),
    ),
    images: [...world.images.keys()],
    volumes: [...world.volumes.keys()],
  });
