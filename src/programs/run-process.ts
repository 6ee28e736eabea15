import type { RunProgram } from './machine.ts';

/** Runs what a new process executes. */
export const runProcess: RunProgram = async (machine, pid) => {
  await machine.scheduler.waitUntil(pid, Number.POSITIVE_INFINITY);
};
