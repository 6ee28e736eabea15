import type { Verbs } from '../verbs.ts';
import { type CrashDaemon, crashDaemon } from './crash-daemon.ts';
import { type FireRestarts, fireRestarts } from './fire-restarts.ts';
import { type InstallEngine, installEngine } from './install-engine.ts';
import { type KillContainerd, killContainerd } from './kill-containerd.ts';
import { type RunOutOfMemory, runOutOfMemory } from './run-out-of-memory.ts';
import { type SignalHostProcess, signalHostProcess } from './signal-host-process.ts';
import { type StartDaemon, startDaemon } from './start-daemon.ts';
import { type StartService, startService } from './start-service.ts';
import { type StopDaemon, stopDaemon } from './stop-daemon.ts';

/** What happens on the host, outside the engine's API. */
export type HostCommand =
  | InstallEngine
  | StartService
  | SignalHostProcess
  | StopDaemon
  | CrashDaemon
  | StartDaemon
  | KillContainerd
  | RunOutOfMemory
  | FireRestarts;

export const hostVerbs: Verbs<HostCommand> = {
  InstallEngine: installEngine,
  StartService: startService,
  SignalHostProcess: signalHostProcess,
  StopDaemon: stopDaemon,
  CrashDaemon: crashDaemon,
  StartDaemon: startDaemon,
  KillContainerd: killContainerd,
  RunOutOfMemory: runOutOfMemory,
  FireRestarts: fireRestarts,
};
