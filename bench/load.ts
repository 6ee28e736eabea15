import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blobsBeside } from '../src/shell/blobs/blobs-beside.ts';
import { loadImage } from '../src/shell/load/load-image.ts';
import { Session } from '../src/shell/session.ts';
import { type Row, ratio, secondsOf } from './measure.ts';

const tar = process.env.PLIMSOLL_REDIS_TAR ?? '/var/tmp/plimsoll-lab/images/redis.tar';

/** A real `docker save` of redis into an empty world with its blobs on disk, and into an empty engine. */
export const loadRows = async (): Promise<readonly Row[]> => {
  const what = 'load of redis.tar against docker load';
  const skipped = (why: string): readonly Row[] => [{ what, measured: `skipped: ${why}`, goal: '', met: undefined }];
  if (!existsSync(tar)) return skipped(`there is no ${tar} (PLIMSOLL_REDIS_TAR)`);
  const place = mkdtempSync(join(tmpdir(), 'plimsoll-load-'));
  try {
    const ours = await plimsollLoad(join(place, 'world.log'));
    const engine = await dockerLoad(join(place, 'engine'));
    if (engine === undefined) return skipped(`no engine to compare with; ours took ${ours.toFixed(2)} s`);
    const measured = `${ratio(ours / engine)} of its time (${ours.toFixed(2)} s, ${engine.toFixed(2)} s)`;
    return [{ what, measured, goal: '', met: undefined }];
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
};

const plimsollLoad = async (log: string): Promise<number> => {
  const session = new Session({ log, blobs: blobsBeside(log) });
  try {
    return await secondsOf(() => loadImage(tar, session));
  } finally {
    session.close();
  }
};

/** A private engine of our own, so that nothing is there already. */
const dockerLoad = async (root: string): Promise<number | undefined> => {
  const script = new URL('../../scripts/engine', import.meta.url).pathname;
  const started = spawnSync(script, ['start', root], { stdio: 'ignore' });
  if (started.status !== 0) return undefined;
  try {
    const host = `unix://${root}/docker.sock`;
    let status: number | null = null;
    const took = await secondsOf(async () => {
      ({ status } = spawnSync('docker', ['-H', host, 'load', '-q', '-i', tar], { stdio: 'ignore' }));
    });
    return status === 0 ? took : undefined;
  } finally {
    spawnSync(script, ['stop', root], { stdio: 'ignore' });
  }
};
