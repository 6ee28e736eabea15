import { spawn } from 'node:child_process';
import type { Console } from './run-chapter.ts';

export type EngineConsoleOptions = {
  /** `unix:///path/docker.sock` or `tcp://127.0.0.1:port`. */
  readonly host: string;
  /** Where that engine keeps its data; chapters call it /var/lib/docker. */
  readonly dataRoot: string;
  /** A line may take so long, in milliseconds. */
  readonly patience?: number;
};

const chaptersRoot = '/var/lib/docker';

/** A shell beside a real engine: `$` lines go to the real docker command, `#` lines to the host's root. */
export const engineConsole = ({ host, dataRoot, patience = 60_000 }: EngineConsoleOptions): Console => ({
  kind: 'engine',
  run: async (prompt, command) => {
    const there = prompt === '#' ? command.replaceAll(chaptersRoot, dataRoot) : command;
    const { output, exitCode } = await shell(there, host, patience);
    return { output: output.replaceAll(dataRoot, chaptersRoot).replace(hostsWarnings, ''), exitCode };
  },
});

/** What the client says of the host's own settings is nothing about containers. */
const hostsWarnings = /^WARNING: .*\n/gm;

const shell = (
  command: string,
  host: string,
  patience: number,
): Promise<{ readonly output: string; readonly exitCode: number }> =>
  new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', `exec 2>&1\n${command}`], {
      stdio: ['ignore', 'pipe', 'ignore'],
      // Debian's own tools first: a machine may have another docker command beside them.
      env: { ...process.env, PATH: `/usr/bin:/bin:${process.env.PATH ?? ''}`, DOCKER_HOST: host, LC_ALL: 'C' },
      timeout: patience,
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ output, exitCode: signal ? 128 : (code ?? 0) }));
  });
