import type { Answer, Capabilities, EngineUnderTest, Focus } from '../../oracle/engine.ts';
import { ownPrefix, unqualified } from '../../oracle/names.ts';
import type { Observation } from '../../oracle/observation.ts';
import type { Step } from '../../oracle/step.ts';
import { demultiplexed } from './demultiplex.ts';
import { DockerEvents } from './docker-events.ts';
import { DockerObserver } from './docker-observer.ts';
import { requestOf } from './docker-request.ts';
import { type Address, EngineClient, messageOf } from './http.ts';

/** An engine that speaks Docker's API: Docker itself, Podman's compatible service, or another. */
export class DockerEngine implements EngineUnderTest {
  private readonly client: EngineClient;
  private readonly events: DockerEvents;
  private readonly observer: DockerObserver;
  private readonly archive: Uint8Array;
  /** Images that steps made and nobody named. */
  private readonly madeImages = new Set<string>();
  private isPrepared = false;

  /** The archive holds the images that sequences begin with. */
  constructor(address: Address, archive: Uint8Array) {
    this.client = new EngineClient(address);
    this.events = new DockerEvents(this.client);
    this.observer = new DockerObserver(this.client, this.events);
    this.archive = archive;
  }

  async describe(): Promise<Capabilities> {
    type Version = { readonly Version: string; readonly Components?: readonly { readonly Name: string }[] };
    const { Version: version, Components = [] } = await this.client.get<Version>('/version');
    const name = Components.some(({ Name }) => Name.startsWith('Podman')) ? 'podman' : 'docker';
    return { name, version, blind: [] };
  }

  /** Containers that are not the oracle's own. */
  async strangers(): Promise<readonly string[]> {
    type Row = { readonly Names: readonly string[] };
    const all = await this.client.get<readonly Row[]>('/containers/json', { all: true });
    return all.map(({ Names }) => (Names[0] ?? '').slice(1)).filter((name) => !name.startsWith(ownPrefix));
  }

  async perform(step: Step): Promise<Answer> {
    if (step.do === 'exec') return this.exec(step);
    const request = requestOf(step.command);
    if (!request) return { kind: 'unsupported', why: `the oracle does not ask engines for ${step.command.type}` };
    const { status, body } = await this.client.call(request);
    if (status === 501) return { kind: 'unsupported', why: messageOf(body) };
    if (status >= 300) return { kind: 'refused', status, message: status === 304 ? '' : messageOf(body) };
    if (step.command.type === 'CommitContainer') this.noteImage(body);
    return { kind: 'done' };
  }

  private noteImage(body: Buffer): void {
    const { Id } = JSON.parse(body.toString('utf8')) as { readonly Id: string };
    this.madeImages.add(Id);
  }

  private async exec({ container, argv, user, workingDir }: Extract<Step, { readonly do: 'exec' }>): Promise<Answer> {
    const created = await this.client.call({
      method: 'POST',
      path: `/containers/${encodeURIComponent(container)}/exec`,
      body: {
        Cmd: argv,
        AttachStdout: true,
        AttachStderr: true,
        ...(user !== undefined && { User: user }),
        ...(workingDir !== undefined && { WorkingDir: workingDir }),
      },
    });
    if (created.status >= 300) return { kind: 'refused', status: created.status, message: messageOf(created.body) };
    const { Id } = JSON.parse(created.body.toString('utf8')) as { readonly Id: string };
    const started = await this.client.call({
      method: 'POST',
      path: `/exec/${Id}/start`,
      body: { Detach: false, Tty: false },
    });
    if (started.status >= 300) return { kind: 'refused', status: started.status, message: messageOf(started.body) };
    const { stdout } = demultiplexed(started.body);
    const exitCode = await this.exitCodeOf(Id);
    return { kind: 'done', ...(exitCode !== undefined && { exitCode }), output: stdout };
  }

  /** The stream may end a moment before the engine knows how the process ended; `undefined` when it never tells. */
  private async exitCodeOf(exec: string): Promise<number | undefined> {
    type Inspected = { readonly Running: boolean; readonly ExitCode: number | null };
    for (let attempt = 0; attempt < 1000; attempt++) {
      const { status, body } = await this.client.call({ method: 'GET', path: `/exec/${exec}/json` });
      // The container was removed meanwhile, and its execs with it.
      if (status === 404) return 137;
      const now = JSON.parse(body.toString('utf8')) as Inspected;
      if (!now.Running && now.ExitCode !== null) return now.ExitCode;
      await pause(10);
    }
    return undefined;
  }

  async observe(focus: Focus): Promise<Observation> {
    return this.observer.observe(focus);
  }

  async observed(): Promise<void> {
    this.events.forget();
  }

  async reset(): Promise<void> {
    await this.clean();
    if (!this.isPrepared) {
      const { status, body } = await this.client.call({
        method: 'POST',
        path: '/images/load',
        query: { quiet: true },
        bytes: this.archive,
      });
      if (status >= 300) throw new Error(`the engine does not take the images: ${messageOf(body)}`);
      this.isPrepared = true;
    }
    await this.events.restart();
  }

  /** Removes what steps have made, by name, and nothing else; the images that sequences begin with stay. */
  private async clean(): Promise<void> {
    // A container that a restart policy is just bringing back may withstand the first removal.
    for (let attempt = 0; attempt < 5; attempt++) if ((await this.cleanContainers()) === 0) break;
    type Volumes = { readonly Volumes: readonly { readonly Name: string }[] | null };
    for (const { Name } of (await this.client.get<Volumes>('/volumes')).Volumes ?? [])
      if (Name.startsWith(ownPrefix) || this.observer.anonymousVolumes.has(Name))
        await this.client.call({ method: 'DELETE', path: `/volumes/${Name}` });
    this.observer.anonymousVolumes.clear();
    await this.cleanImages((tag) => tag.startsWith(ownPrefix) && !tag.startsWith(`${ownPrefix}base-`));
  }

  /** Removes the oracle's containers; how many there were. */
  private async cleanContainers(): Promise<number> {
    type Container = { readonly Id: string; readonly Names: readonly string[] };
    const all = await this.client.get<readonly Container[]>('/containers/json', { all: true });
    const ours = all.filter(({ Names }) => Names.some((name) => name.startsWith(`/${ownPrefix}`)));
    for (const { Id } of ours)
      await this.client.call({ method: 'DELETE', path: `/containers/${Id}`, query: { force: true, v: true } });
    return ours.length;
  }

  private async cleanImages(isOurs: (tag: string) => boolean): Promise<void> {
    type Image = { readonly Id: string; readonly RepoTags: readonly string[] | null };
    const images = await this.client.get<readonly Image[]>('/images/json', { all: true });
    for (const { RepoTags } of images)
      for (const tag of RepoTags ?? [])
        if (isOurs(unqualified(tag)))
          await this.client.call({ method: 'DELETE', path: `/images/${tag}`, query: { force: true } });
    for (const id of this.madeImages)
      await this.client.call({ method: 'DELETE', path: `/images/${id}`, query: { force: true } });
    this.madeImages.clear();
  }

  async close(): Promise<void> {
    await this.clean();
    if (this.isPrepared) await this.cleanImages((tag) => tag.startsWith(ownPrefix));
    this.events.stop();
    this.client.close();
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
