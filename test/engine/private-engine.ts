import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { missingHere, whatIsMissing } from './needs.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly engineSocket: string;
  }
}

const isRunning = (dir: string): boolean => {
  try {
    execFileSync('scripts/engine', ['status', dir], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/**
 * Gives all engine suites one private engine with the image base:1, and stops it afterwards. PLIMSOLL_ENGINE_DIR names the
 * directory of an engine to use; one that runs there already keeps running.
 */
export default (project: TestProject): (() => void) => {
  const missing = missingHere();
  if (missing.length > 0) {
    console.error(whatIsMissing(missing));
    process.exit(process.env.PLIMSOLL_ENGINE_REQUIRED === '1' ? 1 : 3);
  }
  const given = process.env.PLIMSOLL_ENGINE_DIR;
  const dir = given ?? mkdtempSync('/tmp/pl-e.');
  const keep = given !== undefined && isRunning(given);
  const stop = (): void => {
    if (keep) return;
    execFileSync('scripts/engine', ['stop', dir]);
    if (given === undefined) rmSync(dir, { recursive: true, force: true });
  };
  try {
    const socket = execFileSync('scripts/engine', ['start', dir], { encoding: 'utf8' }).trim();
    execFileSync('scripts/build-busybox-image.sh', [socket]);
    project.provide('engineSocket', socket);
  } catch (error) {
    stop();
    throw error;
  }
  return stop;
};
