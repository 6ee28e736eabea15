import type { Event } from '../../event.ts';
import { accept, reject } from '../../kernel/decision.ts';
import { stopForShutdown } from '../../lifecycle/daemon.ts';
import { stopEngine } from '../../processes/engine.ts';
import { daemonIsNotRunning } from '../../streams/host/rejections.ts';
import { evolveAll } from '../../world.ts';
import type { Verb } from '../verbs.ts';

export type StopDaemon = { readonly issuer: 'host'; readonly type: 'StopDaemon' };

/** `kill -TERM <dockerd>`: containers are stopped first, unless they shall live on (live-restore). */
export const stopDaemon: Verb<StopDaemon> = (world, _, { entropy }) => {
  if (world.host.daemon !== 'running') return reject(daemonIsNotRunning());
  const stops: readonly Event[] = world.host.liveRestore ? [] : stopForShutdown(world, entropy);
  const at = stops.at(-1)?.at ?? entropy.now;
  return accept([...stops, ...stopEngine(evolveAll(world, stops).host, at).events]);
};
