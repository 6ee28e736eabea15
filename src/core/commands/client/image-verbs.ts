import type { Verbs } from '../verbs.ts';
import {
  type BeginStage,
  type BuildStep,
  beginStage,
  buildStep,
  type CommitBuildStep,
  commitBuildStep,
} from './build/build-step.ts';
import { type ImportImage, importImage } from './import-image.ts';
import { type LoadImage, loadImage } from './load-image.ts';
import {
  type HistoryImage,
  historyImage,
  type InspectImage,
  inspectImage,
  type ListImages,
  listImages,
} from './look-at-images.ts';
import { type PruneImages, pruneImages } from './prune-images.ts';
import { type PullImage, pullImage } from './pull-image.ts';
import { type RemoveImage, removeImage } from './remove-image.ts';
import { type SaveImages, saveImages } from './save-images.ts';
import { type TagImage, tagImage } from './tag-image.ts';

/** Commands of a client that concern images. */
export type ImageCommand =
  | PullImage
  | LoadImage
  | ImportImage
  | SaveImages
  | TagImage
  | RemoveImage
  | PruneImages
  | InspectImage
  | HistoryImage
  | ListImages
  | BeginStage
  | BuildStep
  | CommitBuildStep;

export const imageVerbs: Verbs<ImageCommand> = {
  PullImage: pullImage,
  LoadImage: loadImage,
  ImportImage: importImage,
  SaveImages: saveImages,
  TagImage: tagImage,
  RemoveImage: removeImage,
  PruneImages: pruneImages,
  InspectImage: inspectImage,
  HistoryImage: historyImage,
  ListImages: listImages,
  BeginStage: beginStage,
  BuildStep: buildStep,
  CommitBuildStep: commitBuildStep,
};
