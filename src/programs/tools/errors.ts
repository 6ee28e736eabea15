import { type Result, result } from '../call.ts';

const texts: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  EEXIST: 'File exists',
  EPERM: 'Operation not permitted',
  EACCES: 'Permission denied',
  EROFS: 'Read-only file system',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  ENOTEMPTY: 'Directory not empty',
  EXDEV: 'Invalid cross-device link',
  ELOOP: 'Too many levels of symbolic links',
  ENAMETOOLONG: 'File name too long',
  EBUSY: 'Device or resource busy',
  EINVAL: 'Invalid argument',
};

/** What the C library says to an errno. */
export const reasonOf = (error: unknown): string => {
  const [code = ''] = (error instanceof Error ? error.message : '').split(':');
  return texts[code] ?? code;
};

/** `TOOL: WHAT: reason`, and exit code 1. */
export const failure = (tool: string, what: string, error: unknown): Result =>
  result(1, '', `${tool}: ${what}: ${reasonOf(error)}\n`);
