import { Worker } from 'node:worker_threads';
import type { Page } from '../stores/page.ts';
import type { ChainHash } from './chain.ts';
import type { CheckedPage } from './checked-pages.ts';
import {
  bellAt,
  hashBytes,
  mostLines,
  Slot,
  type SlotMemory,
  slotCount,
  slotMemory,
  states,
  takenAt,
} from './page-slots.ts';

/** How long a page may be with the other thread before this one does not count on it any more. */
const longestWait = 10_000;

/**
 * A second thread that checks pages. Both share the slots that pages lie in; a page belongs to whoever claims it first,
 * so that a thread that comes late, or never, costs nothing but what it would have saved.
 */
export class PageCheckers {
  private readonly worker: Worker;
  private readonly memory: SlotMemory;
  private readonly slots: readonly Slot[];
  private submitted = 0;
  private taken = 0;
  /** Pages that do not fit into a slot. */
  private readonly others = new Map<number, Page>();
  private readonly pages = new Map<number, Page>();
  private isLost = false;

  private constructor(worker: Worker, memory: SlotMemory) {
    this.worker = worker;
    this.memory = memory;
    this.slots = Array.from({ length: slotCount }, (_, at) => new Slot(memory, at));
  }

  /** `undefined` where the program does not run as it was built, so that there is no file for a thread to run. */
  static start(): PageCheckers | undefined {
    if (!import.meta.url.endsWith('.js')) return undefined;
    const memory = slotMemory();
    const worker = new Worker(new URL('./page-checker.js', import.meta.url), {
      workerData: memory,
      execArgv: [],
      stderr: true,
    });
    // A thread that fails claims no pages: this one checks them.
    worker.on('error', () => undefined);
    worker.unref();
    return new PageCheckers(worker, memory);
  }

  get hasRoom(): boolean {
    return this.submitted - this.taken < slotCount - 1;
  }

  /** `previous` is the hash before the page's first line. */
  submit(page: Page, previous: ChainHash | undefined): void {
    const number = this.submitted;
    this.submitted += 1;
    const slot = this.slots[number % slotCount];
    const fits =
      slot !== undefined && page.bytes.length <= slot.bytes.length - hashBytes && page.ends.length <= mostLines;
    if (!fits || this.isLost || page.odd) {
      this.others.set(number, { ...page, bytes: Buffer.from(page.bytes) });
      return;
    }
    this.pages.set(number, slot.fill(page, previous));
    if (previous === undefined) return;
    Atomics.store(this.memory.control, slot.state, states.submitted);
    Atomics.add(this.memory.control, bellAt, 1);
    Atomics.notify(this.memory.control, bellAt);
  }

  /** The next page in order; `undefined` when none is there. It is valid until the next one is taken. */
  take(): CheckedPage | undefined {
    if (this.taken === this.submitted) return undefined;
    const number = this.taken;
    this.taken += 1;
    Atomics.store(this.memory.control, takenAt, this.taken);
    const other = this.others.get(number);
    if (other !== undefined) {
      this.others.delete(number);
      return { page: other, isChecked: false };
    }
    const page = this.pages.get(number) as Page;
    this.pages.delete(number);
    return { page, isChecked: this.isChecked(this.slots[number % slotCount] as Slot) };
  }

  end(): void {
    void this.worker.terminate();
  }

  private isChecked({ state }: Slot): boolean {
    const { control } = this.memory;
    const found = Atomics.compareExchange(control, state, states.submitted, states.free);
    if (found === states.claimed && Atomics.wait(control, state, states.claimed, longestWait) === 'timed-out')
      this.isLost = true;
    return Atomics.load(control, state) === states.sound;
  }
}
