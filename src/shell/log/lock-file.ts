import { linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { BadInput } from '../bad-input.ts';
import { reasonOf } from './lines.ts';

/**
 * Keeps other writers away from a file by `<file>.lock`, which holds the owner's process number and when that process
 * began, so that a number given again is no owner. A lock whose owner is gone is taken over. Gives back the function
 * that unlocks.
 */
export const lockFile = (path: string): (() => void) => {
  const lock = `${path}.lock`;
  if (!take(lock, path) && !(clearStale(lock, path) && take(lock, path)))
    throw new BadInput(`${path}: ${holderOf(lock)} is writing to it`);
  const unlock = (): void => {
    process.off('exit', unlock);
    rmSync(lock, { force: true });
  };
  process.on('exit', unlock);
  return unlock;
};

/** Whether a writer that lives has this file. */
export const isLocked = (path: string): boolean => {
  const owner = ownerOf(`${path}.lock`);
  return owner !== undefined && isAlive(owner);
};

const holderOf = (lock: string): string => {
  const owner = ownerOf(lock);
  return owner && isAlive(owner) ? `process ${owner.pid}` : 'another process';
};

type Owner = { readonly pid: number; readonly began: string };

/** Linking a finished file is one step: nobody ever reads a lock without its owner. */
const take = (lock: string, path: string): boolean => {
  const mine = `${lock}.${process.pid}`;
  try {
    writeFileSync(mine, `${process.pid} ${beginningOf(process.pid)}`);
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw new BadInput(`${path}: ${reasonOf(error)}`);
  } finally {
    rmSync(mine, { force: true });
  }
};

/**
 * Takes a dead owner's lock away. Only who has `<lock>.clearing` may look and remove: of two that found the same lock
 * stale, the second could remove the first one's new lock otherwise.
 */
const clearStale = (lock: string, path: string): boolean => {
  const clearing = `${lock}.clearing`;
  if (isOld(clearing)) rmSync(clearing, { force: true });
  if (!take(clearing, path)) return false;
  try {
    const owner = ownerOf(lock);
    if (owner && isAlive(owner)) return false;
    rmSync(lock, { force: true });
    return true;
  } finally {
    rmSync(clearing, { force: true });
  }
};

const isOld = (path: string): boolean => {
  try {
    const owner = ownerOf(path);
    return owner !== undefined && !isAlive(owner) && Date.now() - statSync(path).mtimeMs > 2_000;
  } catch {
    return false;
  }
};

const ownerOf = (lock: string): Owner | undefined => {
  try {
    const [pid = '', began = ''] = readFileSync(lock, 'utf8').split(' ');
    return /^[1-9]\d*$/.test(pid) ? { pid: Number(pid), began } : undefined;
  } catch {
    return undefined;
  }
};

const isAlive = ({ pid, began }: Owner): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const now = beginningOf(pid);
  return began === '' || now === '' || began === now;
};

/** Clock ticks after the machine's start, field 22 of /proc/PID/stat; empty where there is no /proc. */
const beginningOf = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
};
