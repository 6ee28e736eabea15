import type { Command } from '../core/decide.ts';
import type { Event } from '../core/event.ts';
import type { ContainerId } from '../core/kernel/brand.ts';
import { shortId } from '../core/kernel/digest.ts';
import { comment } from './print/words.ts';
import { printCommand, type Within } from './print-command.ts';

/** What a log keeps of a command. */
export type Caused = {
  readonly n: number;
  readonly command: string;
  readonly issuer: Command['issuer'];
  readonly pid?: number;
};

/**
 * The line that a command may have been, as far as its events tell: a log keeps what commands did, not what they asked.
 * `nameOf` gives a container's name, where it is known.
 */
export const causedLine = (
  caused: Caused,
  events: readonly Event[],
  nameOf: (id: ContainerId) => string | undefined,
): string => {
  const story: Story = { caused, events, nameOf };
  const command = commandOf(story);
  if (command) return printCommand(command, withinOf(story));
  const [container, path] = [containerOf(story), changed(story)?.path ?? ''];
  const who = caused.pid === undefined ? caused.issuer : `process ${caused.pid}`;
  return comment([`${who}${container && ` of ${container}`}: ${caused.command}`, path].join(' ').trimEnd());
};

type Story = {
  readonly caused: Caused;
  readonly events: readonly Event[];
  readonly nameOf: (id: ContainerId) => string | undefined;
};

type Of<T extends Event['type']> = Extract<Event, { readonly type: T }>;

const first = <T extends Event['type']>({ events }: Story, type: T): Of<T> | undefined =>
  events.find((event): event is Of<T> => event.type === type);

const idOf = ({ events }: Story): ContainerId | undefined =>
  events.find((event) => event.stream === 'container' || event.stream === 'write-layer')?.id as ContainerId | undefined;

const containerOf = (story: Story): string => {
  const id = idOf(story);
  return id === undefined ? '' : (story.nameOf(id) ?? shortId(id));
};

/** What a file operation changed, in a write layer or in a volume. */
const changed = (story: Story): Of<'UpperChanged' | 'VolumeChanged'> | undefined =>
  first(story, 'UpperChanged') ?? first(story, 'VolumeChanged');

/** The digest of what a file holds now. */
const contentOf = (story: Story): string | undefined => {
  for (const change of changed(story)?.changes ?? [])
    if ('node' in change && change.node.kind === 'file') return change.node.content;
  return undefined;
};

const withinOf = (story: Story): Within | undefined => {
  const container = containerOf(story);
  return container === '' ? undefined : { container, isMain: false };
};

/** Verbs that their container tells whole, and those that need nothing. */
const ofContainer = new Set<string>([
  ...['StartContainer', 'StopContainer', 'RestartContainer', 'PauseContainer', 'UnpauseContainer', 'UpdateContainer'],
  ...['RemoveContainer', 'TopContainer', 'LogsContainer', 'AttachContainer', 'ExportContainer', 'WaitContainer'],
]);
const plain = new Set<string>([
  ...['PruneContainers', 'PruneImages', 'PruneVolumes'],
  ...['StopDaemon', 'CrashDaemon', 'StartDaemon', 'KillContainerd', 'FireRestarts'],
]);

const commandOf = (story: Story): Command | undefined => {
  const { command: type, issuer } = story.caused;
  const container = containerOf(story);
  if (plain.has(type)) return { issuer, type } as Command;
  if (ofContainer.has(type)) return container === '' ? undefined : ({ issuer, type, container } as Command);
  const found = Object.hasOwn(told, type) ? told[type]?.(story, container) : undefined;
  return found && ({ issuer, type, ...found } as unknown as Command);
};

const onPath = (story: Story): object | undefined => {
  const path = changed(story)?.path;
  return path === undefined ? undefined : { pid: story.caused.pid, path };
};

const withContent = (story: Story): object | undefined => {
  const command = onPath(story);
  return command && { ...command, content: contentOf(story) };
};

/** The fields of a command, out of the events that have them. */
const told: Readonly<Record<string, (story: Story, container: string) => object | undefined>> = {
  CreateContainer: (story) => {
    const created = first(story, 'ContainerCreated');
    return created && { name: created.name, config: created.config, hostConfig: created.hostConfig };
  },
  KillContainer: (story, container) => ({ container, signal: String(first(story, 'ContainerSignalled')?.signal ?? 9) }),
  RenameContainer: (story) => {
    const renamed = first(story, 'ContainerRenamed');
    return renamed && { container: renamed.from, name: renamed.to };
  },
  CommitContainer: (story, container) => ({ container, repo: first(story, 'ReferenceSet')?.id }),
  CreateExec: (story, container) => {
    const created = first(story, 'ExecCreated');
    return created && { container, config: created.config };
  },
  StartExec: (story) => {
    const exec = first(story, 'ExecStarted')?.exec ?? first(story, 'ExecFailed')?.exec;
    return exec && { exec, detach: true };
  },
  PullImage: (story) => {
    const pulled = first(story, 'ImagePulled');
    return pulled && { reference: pulled.reference };
  },
  LoadImage: ({ events }) => ({
    images: events.flatMap((event) =>
      event.type === 'ImageAnnounced' ? [{ repoTags: tagsOf(events, event.id) }] : [],
    ),
  }),
  ImportImage: (story) => ({
    layer: { entries: first(story, 'LayerRegistered')?.entries ?? [] },
    repo: first(story, 'ReferenceSet')?.id,
  }),
  TagImage: (story) => {
    const set = first(story, 'ReferenceSet');
    return set && { image: shortId(set.image), repo: set.id };
  },
  RemoveImage: (story) => {
    const removed = first(story, 'ReferenceRemoved');
    const image = first(story, 'ImageRemoved')?.id;
    if (removed) return { image: removed.id };
    return image && { image: shortId(image) };
  },
  SaveImages: ({ events }) => ({
    images: events.flatMap((event) => (event.type === 'ImageSaved' ? [event.name] : [])),
  }),
  CreateVolume: ({ events }) => {
    const id = events.find(({ stream }) => stream === 'volume')?.id;
    return id === undefined ? undefined : { name: id };
  },
  RemoveVolume: (story) => {
    const removed = first(story, 'VolumeRemoved');
    return removed && { volume: removed.id };
  },
  InstallEngine: (story) => {
    const { profile, liveRestore } = first(story, 'EngineInstalled') ?? {};
    return { profile, liveRestore };
  },
  StartService: (story) => {
    const spawned = first(story, 'ProcessSpawned');
    return spawned && { argv: spawned.argv };
  },
  SignalHostProcess: (story) => first(story, 'SignalDelivered') ?? first(story, 'SignalQueued'),
  MoveRegistryTag: (story) => first(story, 'RegistryTagMoved'),
  RemoveFile: onPath,
  RemoveDirectory: onPath,
  MakeDirectory: onPath,
  TouchFile: onPath,
  WriteFile: withContent,
  CreateFile: withContent,
  AppendFile: withContent,
  ForkProcess: (story) => {
    const spawned = first(story, 'ProcessSpawned');
    return spawned && { pid: spawned.parent, argv: spawned.argv };
  },
  ExecuteProgram: (story) => first(story, 'ProcessExecuted'),
  ExitProcess: (story) => {
    const ended = first(story, 'ProcessExited');
    if (!ended) return undefined;
    return {
      pid: ended.pid,
      ...('code' in ended.ending ? { code: ended.ending.code } : { fault: ended.ending.signal }),
    };
  },
};

const tagsOf = (events: readonly Event[], image: string): readonly string[] =>
  events.flatMap((event) => (event.type === 'ReferenceSet' && event.image === image ? [event.id] : []));
