import { readdirSync, readFileSync } from 'node:fs';
import type {
  ContainerOutside,
  HostOutside,
  ImageOutside,
  Outside,
  ProcessOutside,
} from '../../oracle/laws/outside.ts';
import type { DockerEventLine } from '../../oracle/trace.ts';
import type { EngineClient } from './http.ts';
import { lookAtDataRoot } from './look-data-root.ts';

/** Looks at everything that an engine shows, and at its host where this is it. */
export class OutsideObserver {
  private readonly client: EngineClient;
  private readonly root: string;

  constructor(client: EngineClient, root: string) {
    this.client = client;
    this.root = root;
  }

  static async of(client: EngineClient): Promise<OutsideObserver> {
    const { DockerRootDir } = await client.get<{ readonly DockerRootDir: string }>('/info');
    return new OutsideObserver(client, DockerRootDir);
  }

  async look(): Promise<Outside> {
    const containers = await this.containers();
    const images = await this.images();
    type Volumes = { readonly Volumes: readonly { readonly Name: string }[] | null };
    const volumes = ((await this.client.get<Volumes>('/volumes')).Volumes ?? []).map(({ Name }) => Name).sort();
    const dataRoot = lookAtDataRoot(this.root);
    return { containers, images, volumes, ...(dataRoot && { dataRoot, host: lookAtHost() }) };
  }

  /** What the engine told between two times of its own. */
  async events(since: number, until: number): Promise<readonly DockerEventLine[]> {
    const query = { since: (since / 1000).toFixed(3), until: (until / 1000).toFixed(3) };
    const { body } = await this.client.call({ method: 'GET', path: '/events', query });
    const lines = body.toString('utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as DockerEventLine);
  }

  private async containers(): Promise<readonly ContainerOutside[]> {
    const rows = await this.client.get<readonly { readonly Id: string }[]>('/containers/json', { all: true });
    const seen: ContainerOutside[] = [];
    for (const { Id } of rows) {
      const { status, body } = await this.client.call({ method: 'GET', path: `/containers/${Id}/json` });
      if (status === 200) seen.push(await this.container(JSON.parse(body.toString('utf8')) as Inspected));
    }
    return seen;
  }

  private async container({
    Id,
    Name,
    Image,
    Config,
    State,
    GraphDriver: { Data },
  }: Inspected): Promise<ContainerOutside> {
    const { status, body } = await this.client.call({ method: 'GET', path: `/containers/${Id}/changes` });
    const isLiving = State.Status === 'running' || State.Status === 'paused';
    return {
      ...{ id: Id, name: Name.slice(1), image: Image, status: State.Status, running: State.Running },
      ...{ paused: State.Paused, pid: State.Pid, exitCode: State.ExitCode },
      ...{ startedAt: State.StartedAt, finishedAt: State.FinishedAt, workingDir: Config.WorkingDir },
      ...{ upper: Data?.UpperDir ?? '', lowers: listed(Data?.LowerDir), merged: Data?.MergedDir ?? '' },
      ...(status === 200 && { diff: changesIn(body) }),
      top: isLiving ? await this.top(Id) : [],
    };
  }

  private async top(id: string): Promise<ContainerOutside['top']> {
    const query = { ps_args: '-eo pid,ppid' };
    const { status, body } = await this.client.call({ method: 'GET', path: `/containers/${id}/top`, query });
    if (status !== 200) return [];
    const { Processes } = JSON.parse(body.toString('utf8')) as { readonly Processes: readonly (readonly string[])[] };
    return (Processes ?? []).map(([pid, ppid]) => ({ pid: Number(pid), ppid: Number(ppid) }));
  }

  private async images(): Promise<readonly ImageOutside[]> {
    type Row = { readonly Id: string; readonly RepoTags: readonly string[] | null; readonly ParentId: string };
    type Image = { readonly RootFS: { readonly Layers?: readonly string[] }; readonly GraphDriver: Graph };
    const rows = await this.client.get<readonly Row[]>('/images/json', { all: true });
    const seen: ImageOutside[] = [];
    for (const { Id, RepoTags, ParentId } of rows) {
      const image = await this.client.get<Image>(`/images/${Id}/json`);
      const history = await this.client.get<readonly unknown[]>(`/images/${Id}/history`);
      const { UpperDir, LowerDir } = image.GraphDriver.Data ?? {};
      seen.push({
        ...{ id: Id, tags: (RepoTags ?? []).filter((tag) => tag !== '<none>:<none>'), parent: ParentId },
        ...{ layers: image.RootFS.Layers ?? [], historyRows: history.length },
        directories: [...listed(UpperDir), ...listed(LowerDir)],
      });
    }
    return seen;
  }
}

type Graph = {
  readonly Data: { readonly UpperDir?: string; readonly LowerDir?: string; readonly MergedDir?: string } | null;
};

type Inspected = {
  readonly Id: string;
  readonly Name: string;
  readonly Image: string;
  readonly Config: { readonly WorkingDir: string };
  readonly State: {
    readonly Status: string;
    readonly Running: boolean;
    readonly Paused: boolean;
    readonly Pid: number;
    readonly ExitCode: number;
    readonly StartedAt: string;
    readonly FinishedAt: string;
  };
  readonly GraphDriver: Graph;
};

const listed = (text = ''): readonly string[] => text.split(':').filter((it) => it !== '');

const changesIn = (body: Buffer): readonly string[] => {
  type Change = { readonly Kind: 0 | 1 | 2; readonly Path: string };
  const changes = (JSON.parse(body.toString('utf8')) as readonly Change[] | null) ?? [];
  return changes.map(({ Kind, Path }) => `${'CAD'[Kind]} ${Path}`).sort();
};

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // A process may end while it is looked at.
    return '';
  }
};

const lookAtHost = (): HostOutside => ({
  mounts: textOf('/proc/mounts')
    .split('\n')
    .filter((line) => line.startsWith('overlay '))
    .map((line) => line.split(' ')[1] ?? ''),
  processes: Object.fromEntries(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => {
        const it = processAt(`/proc/${pid}`);
        return it ? [[pid, it] as const] : [];
      }),
  ),
});

const processAt = (at: string): ProcessOutside | undefined => {
  const status = textOf(`${at}/status`);
  const field = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '';
  if (status === '' || field('State').startsWith('Z')) return undefined;
  // The name stands in parentheses, and may hold anything.
  const times = textOf(`${at}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
  const [container] = /[0-9a-f]{64}/.exec(textOf(`${at}/cgroup`)) ?? [];
  return {
    ppid: Number(field('PPid')),
    command: textOf(`${at}/cmdline`).replaceAll('\u0000', ' '),
    numbers: field('NSpid').split(/\s+/).map(Number),
    threads: Number(field('Threads')),
    ticks: Number(times[11]) + Number(times[12]),
    ...(container !== undefined && { container }),
  };
};
