import type { Pid } from '../../kernel/brand.ts';
import type { Rejection } from '../../kernel/decision.ts';

/** kill(2) of a number that nobody has. */
export const noSuchNumber = (pid: number): Rejection => ({
  code: 'NoSuchProcess',
  status: 0,
  errno: 'ESRCH',
  message: `(${pid}) - No such process`,
});

/** SIGSTOP holds it until SIGCONT. */
export const processIsStopped = (pid: Pid): Rejection => ({
  code: 'ProcessIsStopped',
  status: 0,
  errno: 'EAGAIN',
  message: `process ${pid} is stopped`,
});

/** The pids cgroup's limit is reached; threads and zombies count. */
export const pidsLimitReached = (): Rejection => ({
  code: 'PidsLimitReached',
  status: 0,
  errno: 'EAGAIN',
  message: "can't fork: Resource temporarily unavailable",
});

/** Every number of the pid namespace, or of the host, is given (`pid_max`). */
export const noNumberLeft = (): Rejection => ({ ...pidsLimitReached(), code: 'NoNumberLeft' });

export const engineIsInstalled = (): Rejection => ({
  code: 'EngineIsInstalled',
  status: 0,
  message: 'this host has an engine already',
});

export const daemonIsRunning = (): Rejection => ({
  code: 'DaemonIsRunning',
  status: 0,
  message: 'dockerd is running already',
});

export const daemonIsNotRunning = (): Rejection => ({
  code: 'DaemonIsNotRunning',
  status: 0,
  message: 'dockerd is not running',
});
