import { accept, reject } from '../../kernel/decision.ts';
import { engineProcess, spawnEngine } from '../../processes/engine.ts';
import { begin, tell } from '../../processes/story.ts';
import type { ProfileName } from '../../streams/host/profile.ts';
import { engineIsInstalled } from '../../streams/host/rejections.ts';
import type { Verb } from '../verbs.ts';

export type InstallEngine = {
  readonly issuer: 'host';
  readonly type: 'InstallEngine';
  readonly profile?: ProfileName;
  readonly liveRestore?: boolean;
};

/** The beginning of every log: which engine this host has. It comes up at once. */
export const installEngine: Verb<InstallEngine> = (world, command, { entropy }) => {
  const { profile = 'docker-20.10', liveRestore = false } = command;
  if (world.host.daemon !== 'stopped' || engineProcess(world.host, 'containerd') !== undefined)
    return reject(engineIsInstalled());
  const telling = begin(world.host);
  tell(telling, { stream: 'host', id: 'host', type: 'EngineInstalled', at: entropy.now, profile, liveRestore });
  spawnEngine(telling, liveRestore, entropy.now);
  return accept(telling.events);
};
