import type { Verbs } from '../verbs.ts';
import { type AttachContainer, attachContainer } from './attach-container.ts';
import { type CommitContainer, commitContainer } from './commit-container.ts';
import { type CreateContainer, createContainer } from './create-container.ts';
import { type CreateExec, createExec, type InspectExec, inspectExec, type StartExec, startExec } from './exec.ts';
import { type ExportContainer, exportContainer } from './export-container.ts';
import { type KillContainer, killContainer } from './kill-container.ts';
import { type LogsContainer, logsContainer } from './logs-container.ts';
import {
  type DiffContainer,
  diffContainer,
  type InspectContainer,
  inspectContainer,
  type ListContainers,
  listContainers,
  type StatsContainer,
  statsContainer,
} from './look-at-containers.ts';
import { type PauseContainer, pauseContainer } from './pause-container.ts';
import { type PruneContainers, pruneContainers } from './prune-containers.ts';
import { type RemoveContainer, removeContainer } from './remove-container.ts';
import { type RenameContainer, renameContainer } from './rename-container.ts';
import { type ResizeContainer, resizeContainer } from './resize-container.ts';
import { type RestartContainer, restartContainer } from './restart-container.ts';
import { type StartContainer, startContainer } from './start-container.ts';
import { type StopContainer, stopContainer } from './stop-container.ts';
import { type TopContainer, topContainer } from './top-container.ts';
import { type UnpauseContainer, unpauseContainer } from './unpause-container.ts';
import { type UpdateContainer, updateContainer } from './update-container.ts';
import { type WaitContainer, waitContainer } from './wait-container.ts';

/** Commands of a client that concern containers. */
export type ContainerCommand =
  | CreateContainer
  | StartContainer
  | StopContainer
  | KillContainer
  | RestartContainer
  | PauseContainer
  | UnpauseContainer
  | RenameContainer
  | UpdateContainer
  | RemoveContainer
  | PruneContainers
  | WaitContainer
  | TopContainer
  | LogsContainer
  | AttachContainer
  | ResizeContainer
  | InspectContainer
  | ListContainers
  | StatsContainer
  | DiffContainer
  | CommitContainer
  | ExportContainer
  | CreateExec
  | StartExec
  | InspectExec;

export const containerVerbs: Verbs<ContainerCommand> = {
  CreateContainer: createContainer,
  StartContainer: startContainer,
  StopContainer: stopContainer,
  KillContainer: killContainer,
  RestartContainer: restartContainer,
  PauseContainer: pauseContainer,
  UnpauseContainer: unpauseContainer,
  RenameContainer: renameContainer,
  UpdateContainer: updateContainer,
  RemoveContainer: removeContainer,
  PruneContainers: pruneContainers,
  WaitContainer: waitContainer,
  TopContainer: topContainer,
  LogsContainer: logsContainer,
  AttachContainer: attachContainer,
  ResizeContainer: resizeContainer,
  InspectContainer: inspectContainer,
  ListContainers: listContainers,
  StatsContainer: statsContainer,
  DiffContainer: diffContainer,
  CommitContainer: commitContainer,
  ExportContainer: exportContainer,
  CreateExec: createExec,
  StartExec: startExec,
  InspectExec: inspectExec,
};
