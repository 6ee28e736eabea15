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
  /** Pages that do not fit into a slot, or whose slot is not free yet, or whose beginning is not known. */
  private readonly others = new Map<number, Page>();
  private readonly pages = new Map<number, Page>();

  private constructor({ worker, memory }: Idle) {
    this.worker = worker;
    this.memory = memory;
    this.slots = Array.from({ length: slotCount }, (_, at) => new Slot(memory, at));
    Atomics.store(memory.control, takenAt, 0);
  }

  /** `undefined` where the program does not run as it was built, so that there is no file for a thread to run. */
  static start(): PageCheckers | undefined {
    if (!import.meta.url.endsWith('.js')) return undefined;
    const checkers = new PageCheckers(idle ?? startThread());
    idle = undefined;
    return checkers;
  }

  get hasRoom(): boolean {
    return this.submitted - this.taken < slotCount - 1;
  }

  /** `previous` is the hash before the page's first line, where one is stated. */
  submit(page: Page, previous: ChainHash | undefined): void {
    const number = this.submitted;
    this.submitted += 1;
    const slot = this.slots[number % slotCount];
    const isFree =
      slot !== undefined &&
      previous !== undefined &&
      page.bytes.length <= slot.bytes.length - hashBytes &&
      page.ends.length <= mostLines &&
      Atomics.load(this.memory.control, slot.state) !== states.claimed;
    if (!isFree || page.odd) {
      this.others.set(number, { ...page, bytes: Buffer.from(page.bytes) });
      return;
    }
    this.pages.set(number, slot.fill(page, previous));
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

  /** The thread stays for the next log, since to start one takes longer than to read many a log. */
  end(): void {
    const { worker, memory, slots } = this;
    for (const { state } of slots) Atomics.compareExchange(memory.control, state, states.submitted, states.free);
    if (idle === undefined) idle = { worker, memory };
    else void worker.terminate();
  }

  /** Nobody waits for the other thread: a page that it is still at is checked here, too. */
  private isChecked({ state }: Slot): boolean {
    const { control } = this.memory;
    return Atomics.compareExchange(control, state, states.submitted, states.free) === states.sound;
  }
}

type Idle = { readonly worker: Worker; readonly memory: SlotMemory };

/** A thread that has nothing to do; the process does not wait for it. */
let idle: Idle | undefined;

const startThread = (): Idle => {
  const memory = slotMemory();
  const worker = new Worker(new URL('./page-checker.js', import.meta.url), {
    workerData: memory,
    execArgv: [],
    stderr: true,
    // What it makes is of no use any more a line later.
    resourceLimits: { maxYoungGenerationSizeMb: 12 },
  });
  // A thread that fails claims no pages any more: the first one checks them.
  worker.on('error', () => {
    if (idle?.worker === worker) idle = undefined;
  });
  worker.unref();
  return { worker, memory };
};
