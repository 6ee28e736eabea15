import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineSocket } from './engine.ts';

/** A path of a file tree, as scripts/list-tar.py lists it. */
export type PathRow = {
  readonly path: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'char' | 'block' | 'fifo';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: number;
  readonly sha256?: string;
  readonly linkname?: string;
  readonly hardlink?: string;
  readonly major?: number;
  readonly minor?: number;
};

/** A layer, as scripts/list-layers.py finds it in a data root. */
export type LayerRow = {
  readonly chainId: string;
  readonly diffId: string;
  readonly parent?: string;
  readonly size: number;
  readonly cacheId: string;
};

/** The part of `docker inspect` that the suites compare. */
export type ImageInspect = {
  readonly Id: string;
  readonly RepoTags: readonly string[];
  readonly Parent: string;
  readonly Created: string;
  readonly Size: number;
  readonly RootFS: { readonly Layers: readonly string[] };
};

/** A row of the history that the Engine API answers. */
export type HistoryRow = {
  readonly Id: string;
  readonly Created: number;
  readonly CreatedBy: string;
  readonly Tags: readonly string[] | null;
  readonly Size: number;
  readonly Comment: string;
};

/** Where the redis image, its OCI layouts and what the engine said of it are kept between runs. */
export const images = process.env.PLIMSOLL_IMAGES ?? '/var/tmp/plimsoll-lab/images';

/** Builds the image if it is not there yet, and loads it into the engine. */
export const buildRedisImage = (): void => {
  execFileSync('scripts/build-redis-image.sh', [engineSocket(), images], { stdio: ['ignore', 'ignore', 'inherit'] });
};

/** An artefact's path. */
export const artefact = (name: string): string => join(images, name);

/** A JSON document that was recorded when the image was built. */
export const recorded = <Value>(name: string): Value =>
  JSON.parse(readFileSync(artefact(join('expected', name)), 'utf8')) as Value;

/** JSON Lines as rows. */
export const rowsOf = <Row>(lines: string): readonly Row[] =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);

/** The rows of a recorded JSON Lines file. */
export const recordedRows = <Row>(name: string): readonly Row[] =>
  rowsOf(readFileSync(artefact(join('expected', name)), 'utf8'));

/** Runs a pipeline of the shell; `$1`, `$2` … are the arguments. */
export const pipeline = (script: string, ...args: readonly string[]): string =>
  execFileSync('bash', ['-euo', 'pipefail', '-c', script, 'bash', ...args], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
