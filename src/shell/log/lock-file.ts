import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { BadInput } from '../bad-input.ts';
import { reasonOf } from './lines.ts';

/**
 * Keeps other writers away from a file by `<file>.lock`, which holds the owner's process number. A lock whose owner is
 * gone is taken over. Gives back the function that unlocks.
 */
export const lockFile = (path: string): (() => void) => {
  const lock = `${path}.lock`;
  if (!take(lock, path)) {
    const owner = ownerOf(lock);
    if (owner !== undefined && isAlive(owner)) throw new BadInput(`${path}: process ${owner} is writing to it`);
    rmSync(lock, { force: true });
    if (!take(lock, path)) throw new BadInput(`${path}: somebody else is writing to it`);
  }
  const unlock = (): void => {
    process.off('exit', unlock);
    rmSync(lock, { force: true });
  };
  process.on('exit', unlock);
  return unlock;
};

/** Linking a finished file is one step: nobody ever reads a lock without its owner. */
const take = (lock: string, path: string): boolean => {
  const mine = `${lock}.${process.pid}`;
  try {
    writeFileSync(mine, String(process.pid));
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw new BadInput(`${path}: ${reasonOf(error)}`);
  } finally {
    rmSync(mine, { force: true });
  }
};

const ownerOf = (lock: string): number | undefined => {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};
