import { Bash } from 'just-bash';
import { openDocker, Script } from '../../src/shell/run/index.ts';
import { hostCommands } from './host-commands.ts';
import { hostFiles } from './host-files.ts';
import type { Console } from './run-chapter.ts';

/** A fresh host on which an engine has just been installed: the model answers `$` as docker, and `#` as the host's root. */
export const modelConsole = (seed = 'chapters'): Console => {
  let output = '';
  const print = (text: string | Uint8Array): void => {
    output += typeof text === 'string' ? text : new TextDecoder().decode(text);
  };
  const { docker } = openDocker({ seed, out: print, err: print });
  const script = new Script(docker);
  const asRoot = async (command: string): Promise<number> => {
    const { machine } = docker;
    const bash = new Bash({
      fs: await hostFiles(machine.world, (digest) => machine.contents(digest)),
      customCommands: hostCommands(machine),
      cwd: '/',
    });
    const { stdout, stderr, exitCode } = await bash.exec(command);
    output = stdout + stderr;
    return exitCode;
  };
  const asClient = async (line: string): Promise<number> => {
    await script.runLine(line, 1);
    return script.exitCode;
  };
  return {
    kind: 'model',
    run: async (prompt, command) => {
      output = '';
      const exitCode = await (prompt === '#' ? asRoot(command) : asClient(command));
      return { output, exitCode };
    },
  };
};
