import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';

/** An engine with a data root of its own: it can be stopped, looked at, and started again. */
export type OwnEngine = {
  readonly dir: string;
  readonly root: string;
  readonly start: () => void;
  readonly stop: () => void;
  /** What the `docker` command prints; throws when it fails. */
  readonly docker: (args: readonly string[], input?: string | Uint8Array) => string;
  /** The same, byte for byte. */
  readonly bytes: (args: readonly string[]) => Buffer;
  /** The same, with its exit status and what it complains of. */
  readonly tried: (args: readonly string[]) => { readonly status: number; readonly out: string; readonly err: string };
  /** Stops it and removes everything. */
  readonly remove: () => void;
};

const limit = 256 * 1024 * 1024;

export const ownEngine = (): OwnEngine => {
  const dir = mkdtempSync('/tmp/pl-r.');
  const env = { ...process.env, DOCKER_HOST: `unix://${dir}/docker.sock`, DOCKER_BUILDKIT: '0' };
  const engine = (verb: 'start' | 'stop'): void => void execFileSync('scripts/engine', [verb, dir], { stdio: 'pipe' });
  return {
    dir,
    root: `${dir}/root`,
    start: () => engine('start'),
    stop: () => engine('stop'),
    docker: (args, input) =>
      execFileSync('docker', args, {
        encoding: 'utf8',
        env,
        maxBuffer: limit,
        ...(input === undefined ? { stdio: ['ignore', 'pipe', 'pipe'] as const } : { input }),
      } as const).toString(),
    bytes: (args) => execFileSync('docker', args, { env, maxBuffer: limit, stdio: ['ignore', 'pipe', 'pipe'] }),
    tried: (args) => {
      const ran = spawnSync('docker', args, {
        encoding: 'utf8',
        env,
        maxBuffer: limit,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      return { status: ran.status ?? -1, out: ran.stdout, err: ran.stderr };
    },
    remove: () => {
      engine('stop');
      rmSync(dir, { recursive: true, force: true });
    },
  };
};

/** Gives the engine the small image of the engine suites. */
export const withBase = ({ dir }: OwnEngine): void =>
  void execFileSync('scripts/build-busybox-image.sh', [`${dir}/docker.sock`], { stdio: 'pipe' });
