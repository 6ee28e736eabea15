import { Bash, type BashExecResult, type CustomCommand, defineCommand, getCommandNames } from 'just-bash';
import type { Pid } from '../core/kernel/brand.ts';
import { millisOf } from '../core/kernel/instant.ts';
import { defaultPath } from '../core/lifecycle/executable.ts';
import { type Call, type Flavour, type Job, type Result, result, type Surroundings } from './call.ts';
import type { Actor } from './container-look.ts';
import type { ProgramMachine } from './machine.ts';
import { absolute } from './paths.ts';
import { programs } from './programs.ts';
import { Ended } from './scheduler.ts';
import { isOneCommand, preparedScript, quote, withLastInPlace } from './shell-script.ts';
import { toldBy } from './shell-words.ts';
import { StreamedFiles } from './streamed-files.ts';
import { Traps } from './traps.ts';

/** One process that interprets a script or runs a tool, with the children that it forks on the way. */
export class Task {
  readonly machine: ProgramMachine;
  readonly pid: Pid;
  readonly around: Surroundings;
  readonly files: StreamedFiles;
  readonly jobs: Job[] = [];
  /** What the shell's own messages begin with: its `$0`. */
  zero = 'sh';
  readonly traps: Traps;
  private readonly actor: Actor;
  private readonly stop = new AbortController();
  /** Who hears what is printed: the container's log, or a shell that called this one. */
  private readonly hear: (pid: Pid, output: 'stdout' | 'stderr', text: string) => void;

  constructor(
    machine: ProgramMachine,
    pid: Pid,
    around: Surroundings,
    hear?: (pid: Pid, output: 'stdout' | 'stderr', text: string) => void,
  ) {
    this.hear = hear ?? ((who, output, text) => machine.print(who, output, text));
    this.machine = machine;
    this.pid = pid;
    this.around = around;
    this.actor = { pid, uid: around.uid, gid: around.gid, container: around.container.id };
    this.traps = new Traps(machine, pid, around.container, async (body) => {
      if (this.isAlive) await this.runScript(body, [], 'sh');
    });
    this.files = new StreamedFiles(
      machine,
      this.actor,
      around.scratch,
      (output, text) => this.hear(this.actor.pid, output, this.told(text)),
      pid,
      around.env.PATH ?? defaultPath,
    );
  }

  /** Who acts now: the shell, or the child that it waits for. */
  get acting(): Pid {
    return this.actor.pid;
  }

  /** Did the client ask for a terminal? */
  get hasTerminal(): boolean {
    const { container } = this.around;
    const exec = this.machine.world.host.processes.get(this.pid)?.exec;
    if (exec === undefined) return container.config.Tty === true;
    return this.machine.world.containers.get(container.id)?.execs.get(exec)?.config.tty === true;
  }

  get flavour(): Flavour {
    return this.around.flavour;
  }

  /** Whose words and columns the tools use: busybox's or coreutils'. */
  get isBusybox(): boolean {
    return this.around.flavour === 'busybox';
  }

  get isAlive(): boolean {
    const process = this.machine.world.host.processes.get(this.pid);
    return process !== undefined && process.state !== 'zombie';
  }

  /** Runs a script to its end; what it prints goes out on the way. */
  async runScript(script: string, args: readonly string[], zero: string, stdin = ''): Promise<number> {
    this.zero = zero;
    let prepared: string;
    try {
      prepared = preparedScript(script, { zero });
    } catch (error) {
      this.hear(this.pid, 'stderr', `${zero}: 1: Syntax error: ${(error as Error).message}\n`);
      return 2;
    }
    const positional = args.length > 0 ? `set -- ${args.map(quote).join(' ')}\n` : '';
    const { stdout, stderr, exitCode } = await this.interpreted(positional + prepared, zero, stdin);
    if (this.isAlive) {
      this.hear(this.pid, 'stdout', stdout);
      this.hear(this.pid, 'stderr', this.told(stderr));
    }
    return exitCode;
  }

  /** A redirection that the file system refuses ends the script here; a shell would go on. */
  private async interpreted(script: string, zero: string, stdin: string): Promise<Result> {
    try {
      return await this.bash().exec(script, { rawScript: true, signal: this.stop.signal, stdin });
    } catch (error) {
      if (!(error instanceof Error && 'path' in error && 'reason' in error)) throw error;
      const isBusybox = this.isBusybox;
      const reason =
        error.reason === missingFile ? (isBusybox ? 'nonexistent directory' : 'Directory nonexistent') : error.reason;
      return isBusybox
        ? result(1, '', `${zero}: can't create ${error.path}: ${reason}\n`)
        : result(2, '', `${zero}: 1: cannot create ${error.path}: ${reason}\n`);
    }
  }

  /** Runs one program, with its words as they are, in this very process. */
  async runProgram(argv: readonly string[]): Promise<number> {
    return this.runScript(`plimsoll-exec ${argv.map(quote).join(' ')}`, [], argv[0] ?? '');
  }

  /** The process waits on the session's clock. */
  wait(millis: number): Promise<void> {
    return this.machine.scheduler.waitUntil(this.acting, millisOf(this.machine.now) + millis);
  }

  /** Runs other words in this process's place. */
  replaceBy(argv: readonly string[], call: Call): Promise<Result> {
    const [name = '', ...args] = argv;
    const { builtin: _, ...rest } = call;
    return Promise.resolve(this.find(name, call) ?? this.run({ ...rest, name, args }));
  }

  /** Forks a child for a job that goes on by itself. */
  startJob(script: string, env: ReadonlyMap<string, string>, cwd: string): Job | undefined {
    const forked = this.machine.act({ issuer: 'process', type: 'ForkProcess', pid: this.pid });
    if (!forked.accepted) return undefined;
    const { pid, nsPid } = forked.answer as { pid: Pid; nsPid: number };
    const job: Job = { pid, number: nsPid };
    this.jobs.push(job);
    const around = { ...this.around, cwd, env: Object.fromEntries(env) };
    const task = new Task(this.machine, pid, around);
    this.machine.scheduler.start(async () => {
      try {
        job.code = await task.runScript(isOneCommand(script) ? `exec ${script}` : script, [], 'sh');
        task.exit(job.code);
      } finally {
        job.code ??= 128 + this.machine.signalOf(pid);
        this.machine.scheduler.rouse(this.pid);
      }
    });
    return job;
  }

  exit(code: number): void {
    if (this.isAlive) this.machine.act({ issuer: 'process', type: 'ExitProcess', pid: this.pid, code });
  }

  private bash(): Bash {
    const { env, cwd } = this.around;
    return new Bash({
      fs: this.files,
      cwd,
      env: { PATH: defaultPath, ...env },
      customCommands: this.commands(),
      // What runs here is the model's own; the guard would keep the session from its clock and its log.
      defenseInDepth: false,
      executionLimits: limits,
      processInfo: {
        pid: this.machine.world.host.processes.get(this.pid)?.nsPid ?? 1,
        ppid: 0,
        uid: this.around.uid,
        gid: this.around.gid,
      },
    });
  }

  /** Every name under PATH is a command; so are the shell's builtins that the interpreter has not. */
  private commands(): CustomCommand[] {
    const names = new Set<string>([...getCommandNames(), ...Object.keys(programs), ...this.namesOnPath()]);
    for (const builtin of ['echo', 'printf', 'pwd', 'true', 'false', 'test', '[']) names.delete(builtin);
    return [...names].map((name) =>
      defineCommand(name, async (args, ctx) => {
        const call: Call = {
          name,
          args,
          stdin: String(ctx.stdin ?? ''),
          cwd: ctx.cwd,
          env: ctx.env,
          exported: ctx.exportedEnv ?? {},
          ...(ctx.origCommand && { builtin: (words) => ctx.origCommand?.([...words]) ?? Promise.resolve(result(0)) }),
        };
        return this.guarded(() => (name.startsWith('plimsoll-') ? this.runInShell(call) : this.runChild(call)));
      }),
    );
  }

  private *namesOnPath(): Iterable<string> {
    const path = this.around.env.PATH ?? defaultPath;
    for (const directory of path.split(':')) yield* this.files.namesIn(directory);
  }

  private async runInShell(call: Call): Promise<Result> {
    const [first = '', ...others] = call.args;
    if (call.name === 'plimsoll-run') return this.runChild({ ...call, name: first, args: others });
    if (call.name !== 'plimsoll-exec') return (programs[call.name] ?? missing)(this, call);
    const [name = '', ...args] = call.args;
    const found = this.find(name, call);
    if (found) return found;
    this.traps.clear();
    this.machine.act({ issuer: 'process', type: 'ExecuteProgram', pid: this.pid, argv: [name, ...args] });
    return this.run({ ...call, name, args });
  }

  /** Forks, executes the program in the child, and waits for it. */
  private async runChild(call: Call): Promise<Result> {
    const found = this.find(call.name, call);
    if (found) return found;
    const parent = this.actor.pid;
    const forked = this.machine.act({ issuer: 'process', type: 'ForkProcess', pid: parent });
    if (!forked.accepted) return result(2, '', `sh: 1: Cannot fork\n`);
    const { pid } = forked.answer as { pid: Pid };
    this.machine.act({ issuer: 'process', type: 'ExecuteProgram', pid, argv: [call.name, ...call.args] });
    this.actor.pid = pid;
    try {
      const done = await this.run(call);
      this.machine.act({ issuer: 'process', type: 'ExitProcess', pid, code: done.exitCode });
      return done;
    } catch (error) {
      if (error instanceof Ended && this.isAlive) return result(128 + this.machine.signalOf(pid));
      throw error;
    } finally {
      this.actor.pid = parent;
    }
  }

  private async run(call: Call): Promise<Result> {
    const name = call.name.slice(call.name.lastIndexOf('/') + 1);
    const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
    if (program) return program(this, { ...call, name });
    if (call.builtin && shells.has(name) && call.args.some((word) => !word.startsWith('-')))
      return this.runHeard({ ...call, name });
    if (call.builtin) return call.builtin(call.args);
    const script = this.files.scriptAt(call.name, this.around.env.PATH ?? defaultPath, call.cwd);
    if (script) return this.runNested([script.shell, script.path, ...call.args]);
    if (shells.has(name)) return this.runNested([name, ...call.args]);
    if (getCommandNames().some((tool) => tool === name)) return this.runTool({ ...call, name });
    return runsOn(this);
  }

  /** A shell in the place of this process, or of its child. */
  private async runNested(argv: readonly string[]): Promise<Result> {
    const inner = new Task(this.machine, this.acting, this.around);
    return result(await inner.runShell(argv));
  }

  /** A shell that a script calls: what it prints goes where the script sends it. */
  private async runHeard({ name, args, stdin, cwd, exported }: Call): Promise<Result> {
    const heard = { stdout: '', stderr: '' };
    const around = { ...this.around, cwd, env: { ...this.around.env, ...exported } };
    const inner = new Task(this.machine, this.acting, around, (_, output, text) => {
      heard[output] += text;
    });
    try {
      return { exitCode: await inner.runShell([name, ...args], stdin), ...heard };
    } catch (error) {
      if (error instanceof Ended && this.isAlive) return { exitCode: 128 + this.machine.signalOf(inner.pid), ...heard };
      throw error;
    }
  }

  /** Runs a shell to its end, and what it was told to do there. */
  async runShell(argv: readonly string[], stdin = ''): Promise<number> {
    const code = await this.runWords(argv, stdin);
    const body = this.isAlive ? this.traps.takeLast() : undefined;
    if (body === undefined) return code;
    const last = await this.runScript(body, [], 'sh');
    return /(?:^|[;\s&])exit\s+\d+/.test(body) ? last : code;
  }

  /** `sh -c SCRIPT [ZERO [ARG…]]` or `sh FILE [ARG…]`; without either it would read commands from its input. */
  private async runWords(argv: readonly string[], stdin: string): Promise<number> {
    const [shell = 'sh', ...words] = argv;
    const at = words.findIndex((word) => !/^-[a-z]+$/.test(word));
    const flags = words.slice(0, at < 0 ? words.length : at).join('');
    const [first, ...rest] = at < 0 ? [] : words.slice(at);
    if (first === undefined) return 0;
    const prelude = flags.includes('e') ? 'set -e\n' : '';
    if (!flags.includes('c')) {
      try {
        return await this.runScript(
          prelude + new TextDecoder().decode(this.files.bytes(absolute(this.around.cwd, first))),
          rest,
          first,
          stdin,
        );
      } catch (error) {
        if (!(error instanceof Error && error.message.startsWith('ENOENT'))) throw error;
        this.hear(this.acting, 'stderr', `${shell}: 0: cannot open ${first}: No such file\n`);
        return 2;
      }
    }
    const [zero = shell, ...args] = rest;
    // busybox executes the last command, and bash a single one, in its own place; Debian's dash forks it (measured, docs/facts.md).
    const { flavour } = this.around;
    const script =
      flavour === 'busybox'
        ? withLastInPlace(first)
        : flavour !== 'dash' && isOneCommand(first)
          ? `exec ${first}`
          : first;
    return this.runScript(prelude + script, args, zero, stdin);
  }

  /** The interpreter's own tool of that name, wherever it was called. */
  runBuiltin(call: Call, args: readonly string[]): Promise<Result> {
    return call.builtin ? call.builtin(args) : this.runTool({ ...call, args });
  }

  /** A tool of the interpreter that `exec` was called with. */
  private async runTool({ name, args, stdin, cwd }: Call): Promise<Result> {
    const bash: Bash = new Bash({
      fs: this.files,
      cwd,
      env: { PATH: defaultPath, ...this.around.env },
      executionLimits: limits,
      defenseInDepth: false,
    });
    const done: BashExecResult = await bash.exec([name, ...args].map(quote).join(' '), {
      stdin,
      signal: this.stop.signal,
    });
    return result(done.exitCode, done.stdout, done.stderr);
  }

  /** What stands in the way of a program, as the shell tells it; `undefined` when it is there. */
  private find(name: string, { cwd }: Call): Result | undefined {
    const lookup = this.files.find(name, this.around.env.PATH ?? defaultPath, cwd);
    if (lookup === 'found') return undefined;
    const isDenied = lookup === 'denied';
    const missing =
      this.around.flavour === 'bash' && name.includes('/') ? 'No such file or directory' : 'command not found';
    return result(isDenied ? 126 : 127, '', `bash: ${name}: ${isDenied ? 'Permission denied' : missing}\n`);
  }

  /** After the shell's own process has ended nothing of the script runs on. */
  private async guarded(run: () => Promise<Result>): Promise<Result> {
    if (!this.isAlive) return this.abort();
    try {
      return await run();
    } catch (error) {
      if (error instanceof Ended && !this.isAlive) return this.abort();
      throw error;
    }
  }

  private abort(): Result {
    this.stop.abort();
    return result(137);
  }

  private told(text: string): string {
    const [program = ''] = this.machine.world.host.processes.get(this.pid)?.argv ?? [];
    return toldBy(this.around.flavour, text, shells.has(program.split('/').at(-1) ?? '') ? program : undefined);
  }
}

const missingFile = 'No such file or directory';

/** A program may wait for days of the session's clock; by the real one there is no deadline. */
const limits = {
  maxCommandCount: 1_000_000,
  maxLoopIterations: 1_000_000,
  maxCallDepth: 500,
  maxExecutionTimeMs: Number.POSITIVE_INFINITY,
};

const shells = new Set(['sh', 'ash', 'dash', 'bash']);

/** A program that the model knows by name only: it goes on until somebody ends it. */
export const runsOn = async (task: Task): Promise<Result> => {
  task.machine.goesOn(task.pid);
  await task.machine.scheduler.waitUntil(task.acting, Number.POSITIVE_INFINITY);
  return result(0);
};

const missing = async (_: Task, { name }: Call): Promise<Result> =>
  result(127, '', `bash: ${name}: command not found\n`);
