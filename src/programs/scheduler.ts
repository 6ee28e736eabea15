import type { Pid } from '../core/kernel/brand.ts';

/** A program was ended from outside while it waited. */
export class Ended extends Error {
  override readonly name = 'Ended';
}

type Waiting = { readonly pid: Pid; readonly due: number; readonly wake: () => void; readonly end: () => void };

/**
 * The programs that run in containers take turns by themselves; this only knows how many of them do something right now,
 * and what the others wait for. Times are milliseconds of the session's clock.
 */
export class Scheduler {
  private busy = 0;
  private waiting: readonly Waiting[] = [];
  private idlers: (() => void)[] = [];
  private failure: unknown;

  /** Sets a program going. */
  start(program: () => Promise<void>): void {
    this.busy++;
    program()
      .catch((error: unknown) => {
        if (!(error instanceof Ended)) this.failure ??= error;
      })
      .finally(() => this.rest());
  }

  /** The calling program waits until `due`; for ever, when that is infinity. */
  async waitUntil(pid: Pid, due: number): Promise<void> {
    try {
      await new Promise<void>((resolve, reject) => {
        this.waiting = [...this.waiting, { pid, due, wake: resolve, end: () => reject(new Ended()) }];
        this.rest();
      });
    } finally {
      this.busy++;
    }
  }

  /** Returns when every program waits. */
  async idle(): Promise<void> {
    // A woken program counts as busy only once its turn has come.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.busy > 0) await new Promise<void>((resolve) => this.idlers.push(resolve));
    if (this.failure !== undefined) throw this.failure;
  }

  /** When the next program wakes that `isAble` to. */
  nextDue(isAble: (pid: Pid) => boolean): number | undefined {
    const due = this.waiting
      .filter(({ pid, due }) => due !== Number.POSITIVE_INFINITY && isAble(pid))
      .map((it) => it.due);
    return due.length === 0 ? undefined : Math.min(...due);
  }

  /** Wakes those that are due, oldest first. */
  wake(now: number, isAble: (pid: Pid) => boolean): void {
    this.release(
      ({ pid, due }) => due <= now && isAble(pid),
      ({ wake }) => wake(),
    );
  }

  /** Wakes a program before its time. */
  rouse(pid: Pid): void {
    this.release(
      (it) => it.pid === pid,
      ({ wake }) => wake(),
    );
  }

  /** The process is gone: its program stops where it waits. */
  end(pid: Pid): void {
    this.release(
      (it) => it.pid === pid,
      ({ end }) => end(),
    );
  }

  private release(isMeant: (it: Waiting) => boolean, free: (it: Waiting) => void): void {
    const meant = this.waiting.filter(isMeant).sort((a, b) => a.due - b.due);
    if (meant.length === 0) return;
    this.waiting = this.waiting.filter((it) => !meant.includes(it));
    meant.forEach(free);
  }

  private rest(): void {
    this.busy--;
    if (this.busy > 0) return;
    const idlers = this.idlers;
    this.idlers = [];
    for (const idler of idlers) idler();
  }
}
