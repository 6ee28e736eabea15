import type { Verbs } from '../verbs.ts';
import { type ExecuteProgram, executeProgram } from './execute-program.ts';
import { type ExitProcess, exitProcess } from './exit-process.ts';
import { type FileVerb, fileVerbs } from './files/index.ts';
import { type ForkProcess, fork } from './fork-process.ts';
import { type PrintOutput, printOutput } from './print-output.ts';
import { type SetDisposition, setDisposition } from './set-disposition.ts';
import { type SetPidMax, setPidMax } from './set-pid-max.ts';
import { type SetSubreaper, setSubreaper } from './set-subreaper.ts';
import { type SignalProcess, signalProcess } from './signal-process.ts';
import { type SpawnThread, spawnThread } from './spawn-thread.ts';
import { type WaitChildren, waitChildren } from './wait-children.ts';

/** What a process does that concerns processes. */
export type LifeCommand =
  | ForkProcess
  | ExecuteProgram
  | SpawnThread
  | SignalProcess
  | ExitProcess
  | PrintOutput
  | SetDisposition
  | SetSubreaper
  | SetPidMax
  | WaitChildren;

/** What a process inside a container does. */
export type ProcessCommand = LifeCommand | FileVerb;

export const processVerbs: Verbs<ProcessCommand> = {
  ForkProcess: fork,
  ExecuteProgram: executeProgram,
  SpawnThread: spawnThread,
  SignalProcess: signalProcess,
  ExitProcess: exitProcess,
  PrintOutput: printOutput,
  SetDisposition: setDisposition,
  SetSubreaper: setSubreaper,
  SetPidMax: setPidMax,
  WaitChildren: waitChildren,
  ...fileVerbs,
};
