import type { Verbs } from '../verbs.ts';
import {
  type CreateVolume,
  createVolume,
  type InspectVolume,
  inspectVolume,
  type ListVolumes,
  listVolumes,
  type PruneVolumes,
  pruneVolumes,
  type RemoveVolume,
  removeVolume,
} from './volumes.ts';

/** Commands of a client that concern volumes. */
export type VolumeCommand = CreateVolume | RemoveVolume | InspectVolume | ListVolumes | PruneVolumes;

export const volumeVerbs: Verbs<VolumeCommand> = {
  CreateVolume: createVolume,
  RemoveVolume: removeVolume,
  InspectVolume: inspectVolume,
  ListVolumes: listVolumes,
  PruneVolumes: pruneVolumes,
};
