import type { DiskWatch } from '../../oracle/disk.ts';
import type { Focus } from '../../oracle/engine.ts';
import { insideLines } from '../../oracle/inside.ts';
import { ownPrefix, unqualified } from '../../oracle/names.ts';
import type { CloseView, ContainerSeen, ImageSeen, Observation } from '../../oracle/observation.ts';
import { processLines } from '../../oracle/process-rows.ts';
import { demultiplexed } from './demultiplex.ts';
import { diskLook } from './disk-look.ts';
import type { DockerEvents } from './docker-events.ts';
import type { EngineClient } from './http.ts';
import { insideOf } from './proc.ts';
import { treeOfDirectory } from './tree-of-directory.ts';
import { treeOfTar } from './tree-of-tar.ts';

type Texts = Readonly<Record<string, string>>;

type Inspected = {
  readonly Id: string;
  readonly Name: string;
  readonly Path: string;
  readonly Args: readonly string[];
  readonly Image: string;
  readonly RestartCount: number;
  readonly State: {
    readonly Status: string;
    readonly ExitCode: number;
    readonly Error: string;
    readonly OOMKilled: boolean;
    readonly Pid: number;
    readonly StartedAt: string;
    readonly FinishedAt: string;
  };
  readonly HostConfig: { readonly RestartPolicy: { readonly Name: string; readonly MaximumRetryCount: number } };
  readonly Mounts: readonly {
    readonly Type: string;
    readonly Name?: string;
    readonly Destination: string;
    readonly RW: boolean;
  }[];
  readonly Config: { readonly Image: string; readonly Labels: Texts | null };
};

type InspectedImage = {
  readonly Id: string;
  readonly Parent: string;
  readonly RootFS: { readonly Layers?: readonly string[] };
  readonly Config: {
    readonly Cmd: readonly string[] | null;
    readonly Entrypoint: readonly string[] | null;
    readonly Env: readonly string[] | null;
    readonly User: string;
    readonly WorkingDir: string;
    readonly Labels: Texts | null;
  } | null;
};

/** Looks at an engine through its API. */
export class DockerObserver {
  private readonly client: EngineClient;
  private readonly events: DockerEvents;
  /** Volumes without a name that the oracle's containers have. */
  readonly anonymousVolumes = new Set<string>();
  /** The engine's data root, where it can be read. */
  disk: DiskWatch | undefined;
  root: string | undefined;
  private looks = 0;
  /** An image never changes, but for its tags. */
  private readonly known = new Map<string, Omit<ImageSeen, 'tags' | 'parent'>>();

  constructor(client: EngineClient, events: DockerEvents) {
    this.client = client;
    this.events = events;
  }

  async observe(focus: Focus): Promise<Observation> {
    const { seen: containers, pids } = await this.containers();
    const { seen: images, ids } = await this.images();
    const volumes = await this.volumes();
    const there = focus.container === undefined ? undefined : containers[focus.container];
    const close =
      there && focus.container !== undefined ? await this.closely(focus.container, there, focus, pids) : undefined;
    const disk = this.disk?.seen({
      containers: Object.fromEntries(Object.entries(containers).map(([name, { id }]) => [name, id])),
      images: ids,
      volumes: volumes.all,
    });
    const { named, anonymous } = volumes;
    return {
      containers,
      images,
      volumes: { named, anonymous },
      ...(close && { close }),
      ...(disk && { disk }),
      events: this.events.sinceLast(),
    };
  }

  /** Of a container that is not the sequence's own: false when it is gone. */
  async noteVolumes(container: string): Promise<boolean> {
    const { status, body } = await this.client.call({ method: 'GET', path: `/containers/${container}/json` });
    if (status === 200) this.note(JSON.parse(body.toString('utf8')) as Inspected);
    return status === 200;
  }

  private note({ Mounts }: Inspected): void {
    for (const { Type, Name = '' } of Mounts)
      if (Type === 'volume' && /^[0-9a-f]{64}$/.test(Name)) this.anonymousVolumes.add(Name);
  }

  private async containers(): Promise<{
    readonly seen: Readonly<Record<string, ContainerSeen>>;
    readonly pids: ReadonlyMap<string, number>;
  }> {
    type Row = { readonly Id: string; readonly Names: readonly string[] };
    const rows = await this.client.get<readonly Row[]>('/containers/json', { all: true });
    const ours = rows.filter(({ Names }) => Names.some((name) => name.startsWith(`/${ownPrefix}`)));
    const seen: [string, ContainerSeen][] = [];
    const pids = new Map<string, number>();
    for (const { Id } of ours) {
      const { status, body } = await this.client.call({ method: 'GET', path: `/containers/${Id}/json` });
      if (status === 200) {
        const inspected = JSON.parse(body.toString('utf8')) as Inspected;
        this.note(inspected);
        seen.push([inspected.Name.slice(1), containerSeen(inspected)]);
        pids.set(inspected.Name.slice(1), inspected.State.Pid);
      }
    }
    return { seen: Object.fromEntries(seen), pids };
  }

  /** Those of the oracle, and the ids of all: Docker lists steps of builds only when asked for all. */
  private async images(): Promise<{ readonly seen: readonly ImageSeen[]; readonly ids: readonly string[] }> {
    type Row = { readonly Id: string; readonly RepoTags: readonly string[] | null; readonly ParentId: string };
    const rows = await this.client.get<readonly Row[]>('/images/json', { all: true });
    const seen: ImageSeen[] = [];
    for (const { Id, RepoTags, ParentId } of rows) {
      const tags = (RepoTags ?? [])
        .map(unqualified)
        .filter((tag) => tag.startsWith(ownPrefix))
        .sort();
      if (tags.length > 0) seen.push({ ...(await this.image(Id)), tags, parent: ParentId });
    }
    return {
      seen: seen.sort((a, b) => ((a.tags[0] ?? '') < (b.tags[0] ?? '') ? -1 : 1)),
      ids: rows.map(({ Id }) => Id),
    };
  }

  private async image(id: string): Promise<Omit<ImageSeen, 'tags' | 'parent'>> {
    const known = this.known.get(id);
    if (known) return known;
    type Row = { readonly CreatedBy: string; readonly Comment: string; readonly Size: number };
    const { RootFS, Config } = await this.client.get<InspectedImage>(`/images/${id}/json`);
    const rows = await this.client.get<readonly Row[]>(`/images/${id}/history`);
    const seen = {
      id,
      layers: RootFS.Layers ?? [],
      history: rows.map(({ CreatedBy, Comment, Size }) => `${CreatedBy} | ${Comment} | ${Size}`),
      config: {
        cmd: Config?.Cmd ?? [],
        entrypoint: Config?.Entrypoint ?? [],
        env: Config?.Env ?? [],
        user: Config?.User ?? '',
        workingDir: Config?.WorkingDir ?? '',
        labels: Config?.Labels ?? {},
      },
    };
    this.known.set(id, seen);
    return seen;
  }

  private async volumes(): Promise<Observation['volumes'] & { readonly all: readonly string[] }> {
    type Volumes = { readonly Volumes: readonly { readonly Name: string }[] | null };
    const names = ((await this.client.get<Volumes>('/volumes')).Volumes ?? []).map(({ Name }) => Name);
    return {
      named: names.filter((name) => name.startsWith(ownPrefix)).sort(),
      anonymous: names.filter((name) => this.anonymousVolumes.has(name)).length,
      all: names,
    };
  }

  private async closely(
    name: string,
    { id, status }: ContainerSeen,
    { files }: Focus,
    pids: ReadonlyMap<string, number>,
  ): Promise<CloseView> {
    const at = `/containers/${name}`;
    // A container that is just going may not be looked at any more; the next look will not find it.
    const logs = await this.client.call({ method: 'GET', path: `${at}/logs`, query: { stdout: true, stderr: true } });
    const changes = await this.client.call({ method: 'GET', path: `${at}/changes` });
    const isAlive = status === 'running' || status === 'paused';
    const mounted = files && isAlive && this.looks++ % 4 > 0 ? this.mergedTree(id) : undefined;
    const exported = files && !mounted ? await this.client.call({ method: 'GET', path: `${at}/export` }) : undefined;
    const tree = mounted ?? (exported?.status === 200 ? treeOfTar(exported.body) : undefined);
    const inside = isAlive ? insideOf(id, pids.get(name) ?? 0) : undefined;
    return {
      container: name,
      ...(changes.status === 200 && { diff: diffOf(changes.body) }),
      ...(logs.status === 200 && { logs: demultiplexed(logs.body) }),
      ...(isAlive && { processes: await this.processes(at) }),
      ...(inside && { inside: insideLines(inside) }),
      ...(tree && { files: tree }),
    };
  }

  /** What an export would give, read where it is mounted: an export forks a process of the engine each time. */
  private mergedTree(id: string): Readonly<Record<string, string>> | undefined {
    if (this.root === undefined) return undefined;
    const mount = diskLook(this.root).text(`image/overlay2/layerdb/mounts/${id}/mount-id`);
    return mount === undefined ? undefined : treeOfDirectory(`${this.root}/overlay2/${mount}/merged`);
  }

  private async processes(at: string): Promise<readonly string[]> {
    const { status, body } = await this.client.call({
      method: 'GET',
      path: `${at}/top`,
      query: { ps_args: '-eo pid,ppid,args' },
    });
    // Podman says 200 and nothing more of a container that does not run.
    if (status !== 200 || body.length === 0) return [];
    const { Processes } = JSON.parse(body.toString('utf8')) as Top;
    return processLines(
      (Processes ?? []).map(columns).map(([pid = '', ppid = '', ...command]) => ({
        pid: Number(pid),
        ppid: Number(ppid),
        command: command.join(' '),
      })),
    );
  }
}

type Top = { readonly Titles: readonly string[]; readonly Processes: readonly (readonly string[])[] | null };

/** Podman gives a row as one text when the container's own ps made it. */
const columns = (row: readonly string[]): readonly string[] => {
  const [, pid, ppid, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/s.exec(row.length === 1 ? (row[0] ?? '') : '') ?? [];
  return pid === undefined || ppid === undefined || command === undefined ? row : [pid, ppid, command];
};

const diffOf = (body: Buffer): readonly string[] => {
  type Change = { readonly Kind: 0 | 1 | 2; readonly Path: string };
  const changes = (JSON.parse(body.toString('utf8')) as readonly Change[] | null) ?? [];
  return changes.map(({ Kind, Path }) => `${'CAD'[Kind]} ${Path}`).sort();
};

const zero = '0001-01-01T00:00:00Z';

const containerSeen = ({
  Id,
  Path,
  Args,
  Image,
  RestartCount,
  State,
  HostConfig,
  Mounts,
  Config,
}: Inspected): ContainerSeen => ({
  id: Id,
  image: unqualified(Config.Image),
  imageId: Image,
  command: [Path, ...Args],
  status: State.Status,
  exitCode: State.ExitCode,
  error: State.Error,
  oomKilled: State.OOMKilled,
  hasPid: State.Pid > 0,
  wasStarted: State.StartedAt !== zero,
  wasFinished: State.FinishedAt !== zero,
  restartCount: RestartCount,
  restartPolicy: `${HostConfig.RestartPolicy.Name}:${HostConfig.RestartPolicy.MaximumRetryCount}`,
  mounts: Mounts.map(
    ({ Type, Name = '', Destination, RW }) => `${Type} ${Name} ${Destination} ${RW ? 'rw' : 'ro'}`,
  ).sort((a, b) => ((a.split(' ')[2] ?? '') < (b.split(' ')[2] ?? '') ? -1 : 1)),
  labels: Config.Labels ?? {},
});
