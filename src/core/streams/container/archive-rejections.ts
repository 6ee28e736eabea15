import type { ContainerId } from '../../kernel/brand.ts';
import type { Rejection } from '../../kernel/decision.ts';

/** The engine's own spelling (measured). */
export const emptyArchivePath = (): Rejection => ({
  code: 'EmptyArchivePath',
  status: 400,
  message: 'bad parameter: pathcannot be empty',
});

export const pathNotFound = (path: string, container: string): Rejection => ({
  code: 'PathNotFound',
  status: 404,
  message: `Could not find the file ${path} in container ${container}`,
});

export const layerIsGone = (id: ContainerId): Rejection => ({
  code: 'LayerIsGone',
  status: 500,
  message: `RWLayer of container ${id} is unexpectedly nil`,
});

export const notAnExtractionPoint = (): Rejection => ({
  code: 'NotAnExtractionPoint',
  status: 500,
  message: 'extraction point is not a directory',
});

export const rootIsReadOnly = (): Rejection => ({
  code: 'RootIsReadOnly',
  status: 500,
  message: 'container rootfs is marked read-only',
});

export const volumeIsReadOnly = (): Rejection => ({
  code: 'VolumeIsReadOnly',
  status: 500,
  message: 'mounted volume is marked read-only',
});

export const outsideOfExtraction = (name: string, path: string): Rejection => ({
  code: 'OutsideOfExtraction',
  status: 500,
  message: `Error processing tar file(exit status 1): "${name}" is outside of "${path}"`,
});

export const cannotOverwrite = (isDirectory: boolean, target: string, source: string): Rejection => ({
  code: 'CannotOverwrite',
  status: 500,
  message: isDirectory
    ? `Error processing tar file(exit status 1): cannot overwrite directory "${target}" with non-directory "${source}"`
    : `Error processing tar file(exit status 1): cannot overwrite non-directory "${target}" with directory "${source}"`,
});

/** Go's words for what a system call says. */
const inWords: Readonly<Record<string, string>> = {
  EBUSY: 'device or resource busy',
  EEXIST: 'file exists',
  EISDIR: 'is a directory',
  ELOOP: 'too many levels of symbolic links',
  ENOENT: 'no such file or directory',
  ENOTDIR: 'not a directory',
  EPERM: 'operation not permitted',
};

export const extractionFailed = (path: string, errno: string, call: string): Rejection => ({
  code: 'ExtractionFailed',
  status: 500,
  message: `Error processing tar file(exit status 1): ${call} ${path}: ${inWords[errno] ?? errno}`,
});
