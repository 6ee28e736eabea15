import { existsSync } from 'node:fs';
import { hostname, release } from 'node:os';
import { stripVTControlCharacters } from 'node:util';
import { instant } from '../../core/kernel/instant.ts';
import { DiskWatch } from '../../oracle/disk.ts';
import type { Answer, Aspect, Capabilities, EngineUnderTest, Focus } from '../../oracle/engine.ts';
import { ownPrefix, unqualified } from '../../oracle/names.ts';
import type { Observation } from '../../oracle/observation.ts';
import type { Step } from '../../oracle/step.ts';
import { answerOf } from './answer-text.ts';
import { diskLook } from './disk-look.ts';
import { DockerEvents } from './docker-events.ts';
import { execIn } from './docker-exec.ts';
import { DockerObserver } from './docker-observer.ts';
import { requestOf } from './docker-request.ts';
import { type Address, EngineClient, messageOf, NoAnswer, type Response } from './http.ts';
import { tarOfFiles } from './tar-of-files.ts';

/** An engine that speaks Docker's API: Docker itself, Podman's compatible service, or another. */
export class DockerEngine implements EngineUnderTest {
  private readonly client: EngineClient;
  private readonly events: DockerEvents;
  private readonly observer: DockerObserver;
  private readonly archive: Uint8Array;
  /** Images that steps made and nobody named. */
  private readonly madeImages = new Set<string>();
  /** Containers of builds' steps: those of a step that failed stay. */
  private readonly madeContainers = new Set<string>();
  /** Those that sequences begin with, as a build prints their ids. */
  private readonly beginning = new Set<string>();
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
    return { name, version, blind: await this.blindFor() };
  }

  /** What is on the disk is compared where the engine's data root is one that this process can read, Docker's overlay2. */
  private async blindFor(): Promise<readonly Aspect[]> {
    type Info = {
      readonly DockerRootDir: string;
      readonly Driver: string;
      readonly KernelVersion: string;
      readonly Name: string;
    };
    const { DockerRootDir: root, Driver, KernelVersion, Name } = await this.client.get<Info>('/info');
    const isHere = KernelVersion === release() && Name === hostname();
    if (!isHere) return ['inside', 'disk'];
    if (Driver !== 'overlay2' || !existsSync(`${root}/image/overlay2/layerdb`)) return ['disk'];
    const look = diskLook(root);
    const names = (path: string): string => [...(look.names(path) ?? [])].sort().join();
    const containers = await this.client.get<readonly { readonly Id: string }[]>('/containers/json', { all: true });
    const images = await this.client.get<readonly { readonly Id: string }[]>('/images/json', { all: true });
    const listed = (rows: readonly { readonly Id: string }[]): string =>
      rows
        .map(({ Id }) => Id.replace(/^sha256:/, ''))
        .sort()
        .join();
    // A root of the same path in another mount namespace is another engine's.
    const isIts =
      names('containers') === listed(containers) && names('image/overlay2/imagedb/content/sha256') === listed(images);
    if (!isIts) return ['disk'];
    this.observer.disk = new DiskWatch(look);
    this.observer.root = root;
    return [];
  }

  /** Containers that are not the oracle's own. */
  async strangers(): Promise<readonly string[]> {
    type Row = { readonly Names: readonly string[] };
    const all = await this.client.get<readonly Row[]>('/containers/json', { all: true });
    return all.map(({ Names }) => (Names[0] ?? '').slice(1)).filter((name) => !name.startsWith(ownPrefix));
  }

  /** An engine that does not answer differs from the model, which does. */
  async perform(step: Step): Promise<Answer> {
    try {
      return await this.performed(step);
    } catch (error) {
      if (error instanceof NoAnswer) return { kind: 'refused', status: 0, message: error.message };
      throw error;
    }
  }

  private async performed(step: Step): Promise<Answer> {
    if (step.do !== 'ask') return this.more(step);
    const request = requestOf(step.command);
    if (!request) return { kind: 'unsupported', why: `the oracle does not ask engines for ${step.command.type}` };
    if (step.command.type === 'WaitContainer' && (await this.runsOn(step.command.container)))
      return { kind: 'unsupported', why: 'to wait for a container that runs on, nobody knows for how long' };
    const { status, body } = await this.client.call(request);
    if (isMissing(status, body)) return { kind: 'unsupported', why: messageOf(body) };
    if (status >= 300) return { kind: 'refused', status, message: status === 304 ? '' : messageOf(body) };
    if (step.command.type === 'CommitContainer') this.noteImage(body);
    return answerOf(step.command, body);
  }

  private async runsOn(container: string): Promise<boolean> {
    const { status, body } = await this.client.call({
      method: 'GET',
      path: `/containers/${encodeURIComponent(container)}/json`,
    });
    if (status !== 200) return false;
    const { State } = JSON.parse(body.toString('utf8')) as { readonly State: { readonly Running: boolean } };
    return State.Running;
  }

  private async more(step: Exclude<Step, { readonly do: 'ask' }>): Promise<Answer> {
    switch (step.do) {
      case 'exec':
        return execIn(this.client, step);
      case 'put':
        return answered(
          await this.client.call({
            method: 'PUT',
            path: `/containers/${encodeURIComponent(step.container)}/archive`,
            query: { path: step.path, noOverwriteDirNonDir: true },
            bytes: tarOfFiles(step.files, instant(Date.now())),
          }),
        );
      case 'import':
        return this.import(step);
      case 'reload':
        return this.reload(step);
      case 'build':
        return this.build(step);
    }
  }

  private async import({ container, repo, message }: Extract<Step, { readonly do: 'import' }>): Promise<Answer> {
    const exported = await this.client.call({
      method: 'GET',
      path: `/containers/${encodeURIComponent(container)}/export`,
    });
    if (exported.status >= 300) return answered(exported);
    const query = { fromSrc: '-', repo, ...(message !== undefined && { message }) };
    const imported = await this.client.call({ method: 'POST', path: '/images/create', query, bytes: exported.body });
    if (imported.status >= 300) return answered(imported);
    const told = streamed(imported.body);
    if (told.error !== undefined) return { kind: 'done', exitCode: 1, output: told.error };
    this.madeImages.add(told.last.trim());
    return { kind: 'done', exitCode: 0 };
  }

  private async reload({ image, removed }: Extract<Step, { readonly do: 'reload' }>): Promise<Answer> {
    const saved = await this.client.call({ method: 'GET', path: '/images/get', query: { names: image } });
    if (saved.status >= 300) return answered(saved);
    if (removed) {
      const gone = await this.client.call({ method: 'DELETE', path: `/images/${image}` });
      if (gone.status >= 300) return answered(gone);
    }
    const query = { quiet: true };
    const loaded = await this.client.call({ method: 'POST', path: '/images/load', query, bytes: saved.body });
    if (loaded.status >= 300) return answered(loaded);
    const told = streamed(loaded.body);
    return told.error === undefined
      ? { kind: 'done', exitCode: 0, output: told.text }
      : { kind: 'done', exitCode: 1, output: told.error };
  }

  private async build({ dockerfile, tag }: Extract<Step, { readonly do: 'build' }>): Promise<Answer> {
    const built = await this.client.call({
      method: 'POST',
      path: '/build',
      query: { t: tag, networkmode: 'none', rm: true },
      bytes: tarOfFiles([{ name: 'Dockerfile', mode: 0o644, text: dockerfile }], instant(Date.now())),
    });
    if (built.status >= 300) return answered(built);
    const told = streamed(built.body);
    // What goes to standard error is red.
    const [text, error] = [stripVTControlCharacters(told.text), told.error];
    for (const [, id] of text.matchAll(/^ ---> Running in ([0-9a-f]{12})$/gm)) {
      if (id === undefined || !(await this.observer.noteVolumes(id))) continue;
      this.madeContainers.add(id);
    }
    for (const [, id] of text.matchAll(/^ ---> ([0-9a-f]{12})$/gm))
      if (id !== undefined && !this.beginning.has(id)) this.madeImages.add(id);
    return {
      kind: 'done',
      exitCode: error === undefined ? 0 : 1,
      output: error === undefined ? text : `${text}${error}`,
    };
  }

  private noteImage(body: Buffer): void {
    const { Id } = JSON.parse(body.toString('utf8')) as { readonly Id: string };
    this.madeImages.add(Id);
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
      type Image = { readonly Id: string };
      for (const { Id } of await this.client.get<readonly Image[]>('/images/json', { all: true }))
        this.beginning.add(Id.replace(/^sha256:/, '').slice(0, 12));
    }
    this.observer.disk?.forget();
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
    const ours = all.filter(
      ({ Id, Names }) =>
        Names.some((name) => name.startsWith(`/${ownPrefix}`)) || this.madeContainers.has(Id.slice(0, 12)),
    );
    for (const { Id } of ours)
      await this.client.call({ method: 'DELETE', path: `/containers/${Id}`, query: { force: true, v: true } });
    if (ours.length === 0) this.madeContainers.clear();
    return ours.length;
  }

  private async cleanImages(isOurs: (tag: string) => boolean): Promise<void> {
    type Image = { readonly Id: string; readonly RepoTags: readonly string[] | null };
    const images = await this.client.get<readonly Image[]>('/images/json', { all: true });
    for (const { RepoTags } of images)
      for (const tag of RepoTags ?? [])
        if (isOurs(unqualified(tag)))
          await this.client.call({ method: 'DELETE', path: `/images/${tag}`, query: { force: true } });
    // What a step of a build was made on goes with it, or can go only after it.
    for (const id of [...this.madeImages].reverse())
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

const answered = ({ status, body }: Response): Answer => {
  if (isMissing(status, body)) return { kind: 'unsupported', why: messageOf(body) };
  return status >= 300 ? { kind: 'refused', status, message: status === 304 ? '' : messageOf(body) } : { kind: 'done' };
};

/** A stream of messages: its text, its error, its last status. */
const streamed = (body: Buffer): { readonly text: string; readonly error?: string; readonly last: string } => {
  type Message = { readonly stream?: string; readonly status?: string; readonly error?: string };
  const messages = body
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Message);
  const error = messages.find((it) => it.error !== undefined)?.error;
  return {
    text: messages.map(({ stream = '' }) => stream).join(''),
    last: messages.at(-1)?.status ?? '',
    ...(error !== undefined && { error }),
  };
};

/** There is no such endpoint: that it is not implemented, or the page of nobody that Docker's and Podman's routers send. */
const isMissing = (status: number, body: Buffer): boolean =>
  status === 501 || (status === 404 && /^(?:page )?not found$/i.test(messageOf(body)));
