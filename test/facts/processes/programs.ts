import type { ExecId, NamespacePid, Pid } from '../../../src/core/kernel/brand.ts';
import { ownerOf } from '../../../src/core/processes/numbers.ts';
import { executesInPlace, type Shell } from '../../../src/core/processes/programs.ts';
import type { HostEvent } from '../../../src/core/streams/host/events.ts';
import { type Disposition, hostNamespace } from '../../../src/core/streams/host/host.ts';
import type { World } from '../../../src/core/world.ts';
import { containerView } from '../../../src/views/processes.ts';
import type { Course, Machine } from './machine.ts';

/** The programs of the measurements as tables of what they do: the static test program `t`, sh, sleep, kill and a few. */
export class Programs {
  private readonly m: Machine;
  constructor(machine: Machine) {
    this.m = machine;
    machine.born = (pid, argv) => this.course(pid, argv);
    machine.signalled = (pid, signal) => this.hear(pid, signal);
    machine.changed = (before, event) => this.tell(before, event);
  }

  private process(pid: Pid) {
    return this.m.world.host.processes.get(pid);
  }

  shellOf(pid: Pid): Shell {
    const id = this.process(pid)?.cgroup;
    const image = id === undefined ? '' : (this.m.world.containers.get(id)?.config.Image ?? '');
    return image.startsWith('base') ? 'busybox' : 'dash';
  }

  fork(pid: Pid, argv?: readonly string[]): Pid | undefined {
    const forked = this.m.perform({ issuer: 'process', type: 'ForkProcess', pid });
    if (!forked.accepted) return undefined;
    const child = (forked.answer as { readonly pid: Pid }).pid;
    if (argv) this.m.perform({ issuer: 'process', type: 'ExecuteProgram', pid: child, argv });
    return child;
  }

  exit(pid: Pid, code: number): void {
    this.m.perform({ issuer: 'process', type: 'ExitProcess', pid, code });
  }

  fault(pid: Pid, fault: number): void {
    this.m.perform({ issuer: 'process', type: 'ExitProcess', pid, code: 0, fault });
  }

  print(pid: Pid, text: string, output: 'stdout' | 'stderr' = 'stdout', toMain = false): void {
    const exec = this.process(pid)?.exec as ExecId | undefined;
    if (exec !== undefined && !toMain) this.m.printed.set(exec, (this.m.printed.get(exec) ?? '') + text);
    else this.m.perform({ issuer: 'process', type: 'PrintOutput', pid, output, text, toMain });
  }

  /** A line of `t`: its numbers first. */
  say(pid: Pid, text: string): void {
    this.print(pid, this.line(pid, text));
  }

  private line(pid: Pid, text: string): string {
    const process = this.process(pid);
    if (!process) return '';
    const parent = process.parent === 0 ? undefined : this.process(process.parent);
    const ppid = parent?.namespace === process.namespace ? parent.nsPid : 0;
    return `<t> pid=${process.nsPid} ppid=${ppid} ${text}\n`;
  }

  private dispose(pid: Pid, disposition: Disposition, signals: readonly number[]): void {
    for (const signal of signals)
      this.m.perform({ issuer: 'process', type: 'SetDisposition', pid, signal, disposition });
  }

  private hear(pid: Pid, signal: number): void {
    const process = this.process(pid);
    const action = process?.argv[0] === 't' ? process.dispositions[signal]?.action : undefined;
    if (action === 'handle' && process?.argv[1] === 'handle') this.mutter(pid, `got signal ${signal}`);
    if (action === 'exit') this.mutter(pid, `got signal ${signal}, exit 0`);
  }

  /** `t chain` tells of a new parent, and `t chain reap` of whom it has waited for. */
  private tell(before: World, event: HostEvent): void {
    if (event.type === 'ProcessReparented') {
      const was = before.host.processes.get(event.pid);
      const old = was?.parent === 0 ? undefined : before.host.processes.get(was?.parent ?? (0 as Pid));
      const now = this.process(event.parent);
      if (was?.argv.join(' ').startsWith('t chain') && was.state !== 'zombie')
        this.mutter(event.pid, `reparented from ${old?.nsPid} to ${now?.nsPid}`);
    }
    if (event.type === 'ProcessReaped') {
      const gone = before.host.processes.get(event.pid);
      const parent = gone?.parent === 0 ? undefined : this.process(gone?.parent ?? (0 as Pid));
      const status = gone?.ending && 'signal' in gone.ending ? gone.ending.signal : 0;
      if (parent?.argv.join(' ') === 't chain reap') this.mutter(parent.pid, `reaped ${gone?.nsPid} status ${status}`);
    }
  }

  /** Text that comes out in the middle of a decision: no command of its own. */
  private mutter(pid: Pid, text: string): void {
    const process = this.process(pid);
    if (process?.cgroup === undefined || process.exec !== undefined) return;
    this.m.happen({
      ...({
        stream: 'container',
        id: process.cgroup,
        type: 'OutputPrinted',
        at: this.m.now,
        output: 'stdout',
      } as const),
      text: this.line(pid, text),
    });
  }

  private send(pid: Pid, target: number, signal: number): boolean {
    const whom =
      this.process(pid) &&
      ownerOf(this.m.world.host, this.process(pid)?.namespace ?? hostNamespace, target as NamespacePid);
    const process = whom === undefined ? undefined : this.process(whom);
    const wish = process?.dispositions[signal];
    // A handler runs a little later than the sender: it sends and is gone before its namespace is.
    const exitsLater = process !== undefined && whom !== pid && wish?.action === 'exit';
    if (exitsLater) this.dispose(process.pid, { action: 'handle' }, [signal]);
    const { accepted } = this.m.perform({ issuer: 'process', type: 'SignalProcess', pid, target, signal });
    if (exitsLater)
      this.m.run(
        process.pid,
        this.ends(
          process.pid,
          wish.code,
          process.argv[0] === 't' ? this.line(process.pid, `got signal ${signal}, exit 0`) : '',
          60,
        ),
      );
    return accepted;
  }

  course(pid: Pid, argv: readonly string[]): Course | undefined {
    const [program = '', ...args] = argv;
    switch (program.slice(program.lastIndexOf('/') + 1)) {
      case 't':
        return this.t(pid, args);
      case 'sh':
      case 'bash':
        return args[0] === '-c' ? this.shell(pid, program, args[1] ?? '') : this.interactive(pid);
      case 'sleep':
        return this.sleep(pid, Number(args[0]));
      case 'cat':
        return args.length > 0 ? this.ends(pid, 0) : this.interactive(pid);
      case 'redis-server':
      case 'docker-init':
        return undefined;
      case 'redis-cli':
        return this.redis(pid, args);
      case 'kill':
        return this.kill(pid, args);
      case 'echo':
        return this.ends(pid, 0, `${args.join(' ')}\n`);
      case 'false':
        return this.ends(pid, 1);
      case 'ps':
        return this.ps(pid, args[1] ?? '');
      case 'hostname':
        return this.ends(pid, args.length > 0 ? 1 : 0);
      case 'ls':
        return this.ends(pid, args.includes('/dev/console') && !this.hasTerminal(pid) ? 1 : 0);
      default:
        return this.ends(pid, 0);
    }
  }

  private *ends(pid: Pid, code: number, text = '', millis = 5): Course {
    yield { millis };
    if (text !== '') this.print(pid, text);
    this.exit(pid, code);
  }

  private *sleep(pid: Pid, seconds: number): Course {
    yield { millis: seconds * 1000 };
    this.exit(pid, 0);
  }

  /** Without a terminal or an open stdin there is nothing to read. */
  private *interactive(pid: Pid): Course {
    yield { millis: 5 };
    const id = this.process(pid)?.cgroup;
    const config = id === undefined ? undefined : this.m.world.containers.get(id)?.config;
    const isRead = config?.OpenStdin === true;
    if (isRead && this.m.stdin !== '') this.print(pid, this.m.stdin);
    if (!config?.Tty && (!isRead || this.m.stdin !== '')) this.exit(pid, 0);
  }

  private *kill(pid: Pid, args: readonly string[]): Course {
    yield { millis: 5 };
    this.exit(pid, this.killLine(pid, args) ? 0 : 1);
  }

  killLine(pid: Pid, [flag = '-TERM', whom = '']: readonly string[]): boolean {
    const signal = numberOf(flag.slice(1));
    const found = whom.startsWith('<') ? this.m.find(whom) : undefined;
    const target = found === undefined ? Number(whom) : (this.process(found)?.nsPid ?? 0);
    return this.send(pid, target, signal);
  }

  private *redis(pid: Pid, args: readonly string[]): Course {
    yield { millis: 5 };
    const id = this.process(pid)?.cgroup;
    const main = id === undefined ? undefined : this.m.names.get('main');
    if (args[0] === 'ping') this.print(pid, 'PONG\n');
    if (args[0] === 'config') this.print(pid, 'OK\n');
    if (args[0] === 'eval' && main !== undefined)
      this.m.perform({ issuer: 'process', type: 'SpawnThread', pid: main, comm: 'jemalloc_bg_thd' });
    if (args[0] === 'bgsave' && main !== undefined) {
      const forked = this.m.perform({ issuer: 'process', type: 'ForkProcess', pid: main, argv: ['redis-rdb-bgsave'] });
      const child = forked.accepted ? (forked.answer as { readonly pid: Pid }).pid : undefined;
      this.print(pid, 'Background saving started\n');
      if (child !== undefined) this.m.run(child, this.save(child, main));
    }
    this.exit(pid, 0);
    if (args[0] === 'shutdown' && main !== undefined) this.exit(main, 0);
  }

  private hasTerminal(pid: Pid): boolean {
    const id = this.process(pid)?.cgroup;
    return id !== undefined && this.m.world.containers.get(id)?.config.Tty === true;
  }

  private *save(pid: Pid, main: Pid): Course {
    yield { millis: 3000 };
    this.exit(pid, 0);
    this.m.perform({ issuer: 'process', type: 'WaitChildren', pid: main });
  }

  private *ps(pid: Pid, columns: string): Course {
    yield { millis: 5 };
    const id = this.process(pid)?.cgroup;
    const rows = id === undefined ? [] : containerView(this.m.world, id);
    const own = this.process(pid)?.nsPid;
    const hasStat = columns.includes('stat');
    const lines = rows.map((row) => {
      const stat = hasStat ? `${row.pid === own ? 'R' : row.state} ` : '';
      return `${row.pid} ${row.ppid} ${stat}${row.state === 'Z' ? `[${row.comm}]` : row.args.join(' ')}`;
    });
    this.print(pid, [hasStat ? 'PID PPID STAT COMMAND' : 'PID PPID COMMAND', ...lines].join('\n'));
    this.exit(pid, 0);
  }

  private *t(pid: Pid, [mode = '', a = '', b = '']: readonly string[]): Course {
    yield { millis: 5 };
    const n = Number(a);
    switch (mode) {
      case 'exit':
        this.exit(pid, n);
        break;
      case 'segv':
        this.fault(pid, 11);
        break;
      case 'abort':
        this.send(pid, this.process(pid)?.nsPid ?? 0, 6);
        // Where the signal is ignored, libc goes on to an instruction that traps.
        if (this.m.isAlive(pid)) this.fault(pid, 11);
        break;
      case 'selfkill':
        this.say(pid, 'self kill');
        this.send(pid, this.process(pid)?.nsPid ?? 0, n);
        if (this.m.isAlive(pid)) this.say(pid, 'kill returned 0 errno 0, still alive');
        break;
      case 'ignore':
        this.dispose(pid, { action: 'ignore' }, [1, 2, 3, 10, 12, 15]);
        break;
      case 'handle':
        this.dispose(pid, { action: 'handle' }, [1, 2, 3, 10, 12, 15]);
        this.say(pid, 'handling all');
        break;
      case 'term0':
        this.dispose(pid, { action: 'exit', code: 0 }, [15]);
        this.say(pid, 'term exits 0');
        break;
      case 'kids':
        for (let kid = 0; kid < n; kid++) this.fork(pid);
        break;
      case 'zombie':
        for (let kid = 0; kid < n; kid++) {
          const child = this.fork(pid);
          if (child !== undefined) this.exit(child, 0);
        }
        break;
      case 'threads':
        for (let thread = 0; thread < n; thread++)
          this.m.perform({ issuer: 'process', type: 'SpawnThread', pid, comm: `wrk${thread}` });
        break;
      case 'chain': {
        if (a === 'reap') this.m.perform({ issuer: 'process', type: 'WaitChildren', pid, forever: true });
        const child = this.fork(pid);
        if (child !== undefined) this.fork(child);
        break;
      }
      case 'subreaper_child': {
        const child = this.fork(pid);
        if (child === undefined) break;
        this.m.perform({ issuer: 'process', type: 'SetSubreaper', pid: child });
        const middle = this.fork(child);
        if (middle === undefined) break;
        this.fork(middle);
        yield { millis: 500 };
        this.exit(middle, 0);
        break;
      }
      case 'daemon': {
        const middle = this.fork(pid);
        const daemon = middle === undefined ? undefined : this.fork(middle);
        if (middle !== undefined) this.exit(middle, 0);
        if (daemon !== undefined) this.say(daemon, 'daemon up');
        if (a !== 'exit') break;
        yield { millis: 500 };
        this.say(pid, 'main exits');
        this.exit(pid, 3);
        break;
      }
      case 'forkexit':
      case 'forkexit_quiet': {
        const child = this.fork(pid);
        this.exit(pid, 0);
        if (mode === 'forkexit' && child !== undefined) this.say(child, 'orphan alive');
        break;
      }
      case 'mem':
        this.say(pid, 'allocating');
        this.m.perform({ issuer: 'host', type: 'RunOutOfMemory', pid });
        break;
      case 'memchild': {
        const child = this.fork(pid);
        if (child !== undefined) this.m.perform({ issuer: 'host', type: 'RunOutOfMemory', pid: child });
        this.m.perform({ issuer: 'process', type: 'WaitChildren', pid });
        this.say(pid, 'child status sig=9 exit=0');
        break;
      }
      case 'writes':
        this.print(pid, `${'x'.repeat(b === 'nl' ? n : n)}${b === 'nl' ? '\n' : ''}`);
        this.exit(pid, 0);
        break;
      case 'forkuntilwrap':
        this.untilWrap(pid);
        break;
      default:
    }
    yield 'forever';
  }

  private untilWrap(pid: Pid): void {
    let last = 0;
    for (;;) {
      const child = this.fork(pid);
      const number = child === undefined ? 0 : (this.process(child)?.nsPid ?? 0);
      if (child === undefined) return;
      this.exit(child, 0);
      this.m.perform({ issuer: 'process', type: 'WaitChildren', pid });
      if (number < last) {
        this.print(pid, `wrap: ${last} -> ${number}\n`);
        return;
      }
      last = number;
    }
  }

  /** A shell's script as far as the scenarios need it: a list of commands, `&`, subshells, exec, exit, wait. */
  private *shell(pid: Pid, name: string, script: string): Course {
    yield { millis: 5 };
    const shell = name === 'bash' ? 'bash' : this.shellOf(pid);
    let status = 0;
    if (executesInPlace(shell, script) && !isBuiltin(script)) {
      yield* this.execute(pid, words(script));
      return;
    }
    let skips = false;
    for (const part of parts(unrolled(script))) {
      if (skips) {
        skips = false;
        continue;
      }
      const [command = '', ...args] = words(part.text);
      if (command === '[') skips = !this.m.touched.has(args[1] ?? '');
      if (command === 'touch') this.m.touched.add(args[0] ?? '');
      if (command === 'exit') {
        this.exit(pid, args[0]?.startsWith('$') || args[0] === undefined ? status : Number(args[0]));
        return;
      }
      if (command === 'wait') yield 'forever';
      if (command === 'exec') {
        yield* this.execute(pid, args);
        return;
      }
      if (part.text.startsWith('(')) {
        this.subshell(pid, part.text);
        continue;
      }
      if (!part.background && this.builtin(pid, command, args)) continue;
      if (!this.m.isAlive(pid)) return;
      if (command === '' || /^\w+=/.test(command)) continue;
      const child = this.fork(pid, [command, ...args]);
      if (child === undefined) {
        this.print(pid, "sh: can't fork: Resource temporarily unavailable\n", 'stderr');
        this.exit(pid, 2);
        return;
      }
      const ending = this.ended(child);
      this.m.start(child, [command, ...args]);
      if (part.background) continue;
      yield { child };
      status = ending();
    }
    this.exit(pid, status);
  }

  /** The code that a shell sees of a child: known once it has ended. */
  private ended(pid: Pid): () => number {
    const from = this.m.trace.length;
    return () => {
      for (let at = from; at < this.m.trace.length; at++) {
        const ending = this.m.trace[at]?.host.processes.get(pid)?.ending;
        if (ending) return 'signal' in ending ? 128 + ending.signal : ending.code;
      }
      return 0;
    };
  }

  private *execute(pid: Pid, argv: readonly string[]): Course {
    this.m.perform({ issuer: 'process', type: 'ExecuteProgram', pid, argv });
    const course = this.course(pid, argv);
    if (course) yield* course;
  }

  /** `(sleep 1 &)`: a child forks another and ends at once. */
  private subshell(pid: Pid, text: string): void {
    const inner = text
      .replace(/^\(|\)$/g, '')
      .replace(/&\s*$/, '')
      .trim();
    const middle = this.fork(pid);
    const orphan = middle === undefined ? undefined : this.fork(middle, words(inner));
    if (middle !== undefined) this.exit(middle, 0);
    if (middle !== undefined && !this.m.isAlive(middle))
      this.m.perform({ issuer: 'process', type: 'WaitChildren', pid });
    if (orphan !== undefined) this.m.start(orphan, words(inner));
  }

  private builtin(pid: Pid, command: string, args: readonly string[]): boolean {
    const process = this.process(pid);
    switch (command) {
      case 'true':
      case '[':
      case 'touch':
        return true;
      case 'kill': {
        const self = args[1]?.includes('$$') ? [args[0] ?? '', String(process?.nsPid)] : args;
        this.killLine(pid, self);
        return true;
      }
      case 'echo':
      case 'printf':
        return this.echo(pid, command, args);
      case 'date':
        this.print(pid, `${Date.parse(this.m.now.slice(0, 23))}%N\n`);
        return true;
      case 'cat':
        if (args[0] !== '/proc/sys/kernel/pid_max') return false;
        this.print(pid, `${this.m.world.host.namespaces.get(process?.namespace ?? ('host' as never))?.max}\n`);
        return true;
      default:
        return false;
    }
  }

  private echo(pid: Pid, command: string, args: readonly string[]): boolean {
    const to = args.findIndex((arg) => arg.startsWith('>'));
    const shown = (to < 0 ? args : args.slice(0, to)).join(' ').replaceAll('$$', String(this.process(pid)?.nsPid));
    const target = to < 0 ? '' : args.slice(to).join('');
    if (target.includes('pid_max')) {
      const { nsPid: _, ...process } = this.process(pid) ?? { nsPid: 0, pid };
      this.m.perform({ issuer: 'process', type: 'SetPidMax', pid: process.pid, max: Number(shown) });
      return true;
    }
    const text = command === 'echo' ? `${shown}\n` : shown.replaceAll('\\n', '\n');
    this.print(pid, text, target.includes('&2') ? 'stderr' : 'stdout', target.includes('/proc/1/fd/1'));
    return true;
  }
}

/** `for i in 1 2 3; do …; done`, written out. */
const unrolled = (script: string): string =>
  script.replace(/for (\w+) in ([^;]+); do (.*); done/, (_, name: string, list: string, body: string) =>
    list
      .split(' ')
      .map((it) => body.replaceAll(`$${name}`, it))
      .join('; '),
  );

const isBuiltin = (script: string): boolean => /^(exit|kill|echo|printf|wait|cat \/proc\/sys)/.test(script);

type Part = { readonly text: string; readonly background: boolean };

/** The commands of a list, apart at `;`, `&&` and `&` outside of parentheses and quotes. */
const parts = (script: string): readonly Part[] => {
  const found: Part[] = [];
  let text = '';
  let depth = 0;
  let quote = '';
  const end = (background: boolean): void => {
    if (text.trim() !== '') found.push({ text: text.trim(), background });
    text = '';
  };
  for (const letter of script.replaceAll('&&', ';')) {
    if (quote !== '') quote = letter === quote ? '' : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '(') depth++;
    else if (letter === ')') depth--;
    else if (depth === 0 && (letter === ';' || (letter === '&' && !text.trimEnd().endsWith('>')))) {
      end(letter === '&');
      continue;
    }
    text += letter;
  }
  end(false);
  return found;
};

/** Words of a command line; quotes are taken off. */
export const words = (line: string): readonly string[] =>
  [...line.matchAll(/(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|(<[^>]*>)|[^\s"'<])+/g)].map(([word]) =>
    word.startsWith('<')
      ? word
      : word.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g, (_, double?: string, single?: string) =>
          double === undefined ? (single ?? '') : double.replace(/(?<!\\)\$\?/g, '0').replace(/\\([$"\\])/g, '$1'),
        ),
  );

const numbers: Readonly<Record<string, number>> = {
  TERM: 15, KILL: 9, STOP: 19, CONT: 18, INT: 2, HUP: 1, USR1: 10, SEGV: 11, QUIT: 3,
}; // biome-ignore format: a table

export const numberOf = (name: string): number => numbers[name] ?? Number(name);
