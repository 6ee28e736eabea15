import { execFileSync } from 'node:child_process';
import { missingPrograms, twinArchive } from '../../src/shell/twin/twin-images.ts';
import type { Chapter } from './chapter.ts';
import { type EngineConsoleOptions, engineConsole } from './engine-console.ts';
import { type EngineWatch, watched } from './engine-laws.ts';
import { type ChapterResult, runChapter } from './run-chapter.ts';
import { loadChapters, nameOfChapter } from './run-chapters.ts';

/** Why the chapters can not be told on an engine; the words are for its user. */
export class EngineUnfit extends Error {
  override readonly name = 'EngineUnfit';
  /** `missing`: this machine lacks something; `occupied`: the engine holds what the chapters would disturb. */
  readonly kind: 'missing' | 'occupied';

  constructor(kind: EngineUnfit['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** The names under which chapters keep images. */
const imageNames = ['redis', 'app', 'cache', 'kept', 'greeting', 'small', 'same'];

/**
 * Tells chapters on a real engine, with the real docker command: those exchanges that are not marked as the model's own.
 * The engine must be empty of containers; what the chapters make is gone again afterwards, also when they fail.
 */
export const runChaptersOn = async (
  host: string,
  isMeant: (name: string) => boolean = () => true,
  progress: (text: string) => void = () => {},
  watch?: EngineWatch,
): Promise<readonly ChapterResult[]> => {
  const docker = await refuseUnfit(host);
  const engine: EngineConsoleOptions = { host, dataRoot: docker('info', '--format', '{{.DockerRootDir}}') };
  const archive = twinArchive([{ of: 'redis:latest' }]);
  const before = inventory(docker);
  const results: ChapterResult[] = [];
  for (const chapter of loadChapters()) {
    if (!isMeant(nameOfChapter(chapter))) continue;
    progress(`chapter ${nameOfChapter(chapter)}`);
    try {
      execFileSync('docker', ['--host', host, 'load', '--quiet'], {
        input: archive,
        env: environment,
        stdio: ['pipe', 'ignore', 'pipe'],
      });
      await watch?.begin();
      const console = engineConsole(engine);
      results.push(await runChapter(chapter, watch ? watched(console, watch) : console));
    } finally {
      removeWhatCame(docker, before);
    }
  }
  return results;
};

/** The engine's docker command, unless it is not there, or holds what would be in the way. */
export const refuseUnfit = async (host: string): Promise<Docker> => {
  const docker = dockerOf(host);
  const missing = missingPrograms();
  if (missing.length > 0)
    throw new EngineUnfit('missing', `chapters on an engine need ${missing.join(' and ')} on this machine`);
  // `docker info` of an engine that is not there fails in the words of its template.
  docker('version', '--format', '{{.Server.Version}}');
  refuseOccupied(docker);
  return docker;
};

/** How many exchanges of a chapter an engine can be asked. */
export const askedOfEngine = ({ exchanges }: Chapter): number => exchanges.filter(({ on }) => on !== 'model').length;

/** Debian's own docker command first: a machine may have another beside it. */
const environment = { ...process.env, PATH: `/usr/bin:/bin:${process.env.PATH ?? ''}` };

type Docker = (...words: readonly string[]) => string;

const dockerOf =
  (host: string): Docker =>
  (...words) => {
    try {
      return execFileSync('docker', ['--host', host, ...words], {
        encoding: 'utf8',
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe'],
      }).trim();
    } catch (error) {
      const { code, stderr } = error as { readonly code?: string; readonly stderr?: string };
      if (code === 'ENOENT') throw new EngineUnfit('missing', 'there is no docker command on this machine');
      throw new EngineUnfit('missing', (stderr ?? String(error)).trim().split('\n')[0] ?? 'docker failed');
    }
  };

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

const refuseOccupied = (docker: Docker): void => {
  const containers = lines(docker('ps', '--all', '--quiet'));
  if (containers.length > 0)
    throw new EngineUnfit(
      'occupied',
      `the engine holds ${containers.length} containers; chapters want an engine without any`,
    );
  const taken = lines(docker('images', '--format', '{{.Repository}}')).filter((name) => imageNames.includes(name));
  if (taken.length > 0)
    throw new EngineUnfit('occupied', `the engine holds an image named ${taken[0]}, which a chapter would replace`);
};

type Inventory = { readonly images: ReadonlySet<string>; readonly volumes: ReadonlySet<string> };

const inventory = (docker: Docker): Inventory => ({
  images: new Set(lines(docker('images', '--all', '--quiet', '--no-trunc'))),
  volumes: new Set(lines(docker('volume', 'ls', '--quiet'))),
});

const removeWhatCame = (docker: Docker, before: Inventory): void => {
  const containers = lines(docker('ps', '--all', '--quiet'));
  if (containers.length > 0) docker('rm', '--force', '--volumes', ...containers);
  const now = inventory(docker);
  const volumes = [...now.volumes].filter((name) => !before.volumes.has(name));
  if (volumes.length > 0) docker('volume', 'rm', ...volumes);
  // Removing a child may take its parents along, so each is looked for again.
  for (let images = came(docker, before); images.length > 0; images = came(docker, before))
    docker('rmi', '--force', images[0] ?? '');
};

const came = (docker: Docker, before: Inventory): readonly string[] =>
  [...inventory(docker).images].filter((id) => !before.images.has(id));
