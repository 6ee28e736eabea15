import type { ContainerId, ImageId } from '../../kernel/brand.ts';
import type { Rejection } from '../../kernel/decision.ts';
import { hexOf, shortId } from '../../kernel/digest.ts';

/** Every text was measured on Docker Engine 20.10.24: docs/facts.md. */
export const imageNotFound = (reference: string): Rejection => ({
  code: 'ImageNotFound',
  status: 404,
  message: `No such image: ${reference}`,
});

/** What inspect makes of any failed look-up: it says so twice. */
export const noSuchImage = (typed: string, because: Rejection): Rejection => ({
  ...because,
  message: `no such image: ${typed}: ${because.message}`,
});

/** The engine looks for the image's file and shows the path that it did not find. */
export const imageFileMissing = (id: ImageId): Rejection => ({
  code: 'ImageFileMissing',
  status: 500,
  message: `failed to get digest ${id}: open /var/lib/docker/image/overlay2/imagedb/content/sha256/${hexOf(id)}: no such file or directory`,
});

const conflict = (message: string): Rejection => ({ code: 'ImageInUse', status: 409, message: `conflict: ${message}` });

/** Removing the last name of an image that a container uses. */
export const referenceInUse = (typed: string, container: ContainerId, image: ImageId): Rejection =>
  conflict(
    `unable to remove repository reference "${typed}" (must force) - container ${shortId(container)} is using its referenced image ${shortId(image)}`,
  );

export const imageHasChildren = (image: ImageId): Rejection =>
  conflict(`unable to delete ${shortId(image)} (cannot be forced) - image has dependent child images`);

export const imageRuns = (image: ImageId, container: ContainerId): Rejection =>
  conflict(
    `unable to delete ${shortId(image)} (cannot be forced) - image is being used by running container ${shortId(container)}`,
  );

export const imageHasReferences = (image: ImageId): Rejection =>
  conflict(`unable to delete ${shortId(image)} (must be forced) - image is referenced in multiple repositories`);

export const imageHasStoppedContainer = (image: ImageId, container: ContainerId): Rejection =>
  conflict(
    `unable to delete ${shortId(image)} (must be forced) - image is being used by stopped container ${shortId(container)}`,
  );

/** Law L6. */
export const maxDepthExceeded = (): Rejection => ({
  code: 'MaxDepthExceeded',
  status: 500,
  message: 'max depth exceeded',
});

export const emptyExport = (): Rejection => ({
  code: 'EmptyExport',
  status: 500,
  message: 'empty export - not implemented',
});

export const invalidFilter = (filter: string): Rejection => ({
  code: 'InvalidFilter',
  status: 400,
  message: `Invalid filter '${filter}'`,
});

/** A Dockerfile, or the `changes` of a commit or an import, that does not parse. */
export const invalidDockerfile = (message: string): Rejection => ({ code: 'InvalidDockerfile', status: 400, message });

/** A container whose removal goes on counts as dead too (measured, docs/facts.md). */
export const containerIsDead = (id: ContainerId, verb: 'commit' | 'export'): Rejection => ({
  code: 'ContainerIsDead',
  status: 409,
  message: `You cannot ${verb} container ${id} which is Dead`,
});

export const emptyContainerName = (): Rejection => ({
  code: 'InvalidContainerName',
  status: 400,
  message: 'invalid name or ID supplied: ""',
});
