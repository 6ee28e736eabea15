import type { Pid } from '../../kernel/brand.ts';
import type { Rejection } from '../../kernel/decision.ts';

/** The kernel's refusal of a system call on a file. */
export const fileError = (errno: string, operation: string, path: string): Rejection => ({
  code: 'FileError',
  status: 0,
  errno,
  message: `${operation} ${path}: ${errno}`,
});

export const noSuchProcess = (pid: Pid): Rejection => ({
  code: 'NoSuchProcess',
  status: 0,
  errno: 'ESRCH',
  message: `no living process ${pid} in a container`,
});

/** A frozen process takes no step (law P7). */
export const processIsFrozen = (pid: Pid): Rejection => ({
  code: 'ProcessIsFrozen',
  status: 0,
  errno: 'EAGAIN',
  message: `process ${pid} is frozen`,
});
