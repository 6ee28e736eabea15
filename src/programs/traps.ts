import type { Pid } from '../core/kernel/brand.ts';
import type { Container } from '../core/streams/container/container.ts';
import type { Disposition } from '../core/streams/host/host.ts';
import type { ProgramMachine } from './machine.ts';

/** A shell's own end, as `trap` numbers it: it is no signal. */
export const atEnd = 0;

/** What one shell was told to do at signals and at its end. */
export class Traps {
  private readonly machine: ProgramMachine;
  private readonly pid: Pid;
  private readonly container: Container;
  /** Runs a body in the shell, if that is still there. */
  private readonly perform: (body: string) => Promise<void>;
  private readonly all = new Map<number, string>();
  private readonly pending: number[] = [];
  private listens = false;

  constructor(machine: ProgramMachine, pid: Pid, container: Container, perform: (body: string) => Promise<void>) {
    this.machine = machine;
    this.pid = pid;
    this.container = container;
    this.perform = perform;
  }

  /** What is done at a signal, and at 0 at the shell's end; empty where it is ignored. */
  get bodies(): ReadonlyMap<number, string> {
    return this.all;
  }

  /** `trap BODY SIGNAL`. */
  set(signal: number, body: string): void {
    this.all.delete(signal);
    if (body !== '-') this.all.set(signal, body);
    if (signal === atEnd) return;
    if (body === '-' || body === '') {
      this.dispose(signal, body === '' ? { action: 'ignore' } : undefined);
      return;
    }
    const [, code] = /(?:^|[;\s&])exit(?:\s+(\d+))?\s*;?\s*$/.exec(body) ?? [];
    const exits = /(?:^|[;\s&])exit\b/.test(body);
    this.dispose(signal, exits ? { action: 'exit', code: Number(code ?? 0) } : { action: 'handle' });
    this.listen();
  }

  /** Another program takes the shell's place. */
  clear(): void {
    this.all.clear();
  }

  /** What is to be done at the shell's end, once. */
  takeLast(): string | undefined {
    const body = this.all.get(atEnd);
    this.all.delete(atEnd);
    return body;
  }

  /** Runs the bodies of the traps whose signals have come. */
  async run(): Promise<void> {
    for (let signal = this.pending.shift(); signal !== undefined; signal = this.pending.shift()) {
      const body = this.all.get(signal);
      if (body !== undefined) await this.perform(body);
    }
  }

  private dispose(signal: number, disposition?: Disposition): void {
    const change = disposition === undefined ? {} : { disposition };
    this.machine.act({ issuer: 'process', type: 'SetDisposition', pid: this.pid, signal, ...change });
  }

  private listen(): void {
    if (this.listens) return;
    this.listens = true;
    const stop = this.machine.watch((event) => {
      if (event.type === 'ProcessExited' && event.pid === this.pid) stop();
      if (event.type !== 'SignalDelivered' || event.pid !== this.pid || !this.all.has(event.signal)) return;
      this.pending.push(event.signal);
      this.machine.scheduler.start(() => this.run());
    });
    // A trap that ends in `exit` says its last words before the engine's stop ends the process.
    this.machine.prepare(this.pid, (command) => {
      if (command.type !== 'StopContainer' && command.type !== 'RestartContainer') return;
      const { id, name } = this.container;
      if (command.container !== name && !id.startsWith(command.container)) return;
      for (const words of lastWords(this.all.get(15))) this.machine.print(this.pid, 'stdout', words);
    });
  }
}

/** What `echo …; exit 0` prints. */
const lastWords = (body = ''): readonly string[] =>
  [...body.matchAll(/(?:^|;)\s*echo\s+(?:"([^"$]*)"|'([^']*)'|([^;"'$]*))\s*(?=;)/g)].map(
    ([, a, b, c]) => `${(a ?? b ?? c ?? '').trim()}\n`,
  );
