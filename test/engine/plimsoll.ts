import { execFileSync } from 'node:child_process';

/** Runs the command `plimsoll` as it is built, and gives what it prints. */
export const plimsoll = (args: readonly string[], input = ''): string =>
  execFileSync(process.execPath, ['dist/src/shell/cli/main.js', ...args], {
    encoding: 'utf8',
    input,
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['pipe', 'pipe', 'pipe'],
  });

/** A view of the world at the end of a log. */
export const view = <Value>(log: string, show: string, of = ''): Value =>
  JSON.parse(plimsoll(['replay', log, '--show', show, ...(of === '' ? [] : [of]), '--json'])) as Value;
