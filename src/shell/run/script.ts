import { runDocker } from '../../docker/cli/dispatch.ts';
import { commandsOf, LineError, type ScriptCommand, type Word } from '../../docker/cli/words.ts';
import type { Docker } from '../../docker/docker.ts';

/** What a script's line can not mean; the whole run ends with exit code 2. */
export class ScriptError extends Error {
  override readonly name = 'ScriptError';
}

/** A script of `docker` lines while it runs: its variables, and the exit code of its last command. */
export class Script {
  private readonly docker: Docker;
  private readonly variables = new Map<string, string>();
  private code = 0;

  constructor(docker: Docker) {
    this.docker = docker;
  }

  get exitCode(): number {
    return this.code;
  }

  /** Runs one complete line; `number` is for messages. */
  async runLine(line: string, number: number): Promise<void> {
    try {
      for (const command of commandsOf(line)) {
        if (command.after === '&&' && this.code !== 0) continue;
        if (command.after === '||' && this.code === 0) continue;
        this.code = await this.runCommand(command, this.docker);
      }
    } catch (error) {
      if (error instanceof LineError || error instanceof ScriptError)
        throw new ScriptError(`line ${number}: ${error.message}`);
      throw error;
    }
  }

  private async runCommand({ words }: ScriptCommand, docker: Docker): Promise<number> {
    const [first] = words;
    const assignment = first && words.length === 1 ? assignmentIn(first) : undefined;
    if (assignment) {
      this.code = 0;
      const value = await this.expand(assignment.value, docker);
      this.variables.set(assignment.name, value.join(' '));
      return this.code;
    }
    const expanded: string[] = [];
    for (const word of words) expanded.push(...(await this.expand(word, docker)));
    return this.runWords(expanded, docker);
  }

  private async runWords(words: readonly string[], docker: Docker): Promise<number> {
    const [name, ...args] = words;
    switch (name) {
      case undefined:
        return 0;
      case 'docker':
        return runDocker(docker, args);
      case 'sleep':
        await docker.machine.pass(millisIn(args[0] ?? ''));
        return 0;
      case 'echo':
        docker.out(args[0] === '-n' ? args.slice(1).join(' ') : `${args.join(' ')}\n`);
        return 0;
      case 'true':
      case ':':
      case 'set':
      case 'export':
        return 0;
      case 'false':
        return 1;
      default:
        throw new ScriptError(`${name}: not a docker command line (docker, sleep, echo and NAME=VALUE are known)`);
    }
  }

  /** The words that one word becomes; what is not quoted splits at blanks. */
  private async expand(word: Word, docker: Docker): Promise<readonly string[]> {
    const words: string[] = [''];
    let isThere = false;
    for (const piece of word) {
      if (piece.kind === 'text') {
        words[words.length - 1] += piece.text;
        isThere = true;
        continue;
      }
      const value = piece.kind === 'variable' ? this.valueOf(piece.name) : await this.outputOf(piece.line, docker);
      if (piece.quoted) {
        words[words.length - 1] += value;
        isThere = true;
        continue;
      }
      const [head = '', ...rest] = value.trim().split(/\s+/);
      if (head !== '') isThere = true;
      words[words.length - 1] += head;
      words.push(...rest);
    }
    return isThere ? words : [];
  }

  private valueOf(name: string): string {
    return name === '?' ? String(this.code) : (this.variables.get(name) ?? '');
  }

  private async outputOf(line: string, docker: Docker): Promise<string> {
    let text = '';
    const inner = {
      ...docker,
      out: (piece: string) => {
        text += piece;
      },
    };
    for (const command of commandsOf(line)) this.code = await this.runCommand(command, inner);
    return text.replace(/\n+$/, '');
  }
}

const assignmentIn = (word: Word): { readonly name: string; readonly value: Word } | undefined => {
  const [first, ...rest] = word;
  if (first?.kind !== 'text') return undefined;
  const [, name, value = ''] = /^([A-Za-z_]\w*)=(.*)$/s.exec(first.text) ?? [];
  return name === undefined ? undefined : { name, value: [{ kind: 'text', text: value }, ...rest] };
};

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const millisIn = (text: string): number => {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)([smhd])?$/.exec(text) ?? [];
  if (number === undefined) throw new ScriptError(`sleep: invalid time interval '${text}'`);
  return Number(number) * (units[unit] ?? 1000);
};
