import type { Page } from '../stores/page.ts';
import type { ChainHash } from './chain.ts';

/** What two threads share: pages of a log, each in a slot, and how far each is. */
export type SlotMemory = {
  /** The state of each slot; behind them a bell that is rung when one is submitted, and how many pages were taken. */
  readonly control: Int32Array;
  /** Of each slot, the number of its first record. */
  readonly firsts: Float64Array;
  /** Of each slot, how many lines it has and where each ends. */
  readonly ends: Int32Array;
  readonly bytes: Uint8Array;
};

export const slotCount = 32;
export const bellAt = slotCount;
export const takenAt = slotCount + 1;
export const mostLines = 1_024;
const slotBytes = 192 * 1024;

/** Before the first line of each slot stands the hash that it is chained to. */
export const hashBytes = 64;

export const states = { free: 0, submitted: 1, claimed: 2, sound: 3, unsound: 4 } as const;

export const slotMemory = (): SlotMemory => ({
  control: new Int32Array(new SharedArrayBuffer(4 * (slotCount + 2))),
  firsts: new Float64Array(new SharedArrayBuffer(8 * slotCount)),
  ends: new Int32Array(new SharedArrayBuffer(4 * slotCount * (mostLines + 1))),
  bytes: new Uint8Array(new SharedArrayBuffer(slotCount * slotBytes)),
});

/** One slot of them. */
export class Slot {
  /** Where its state stands. */
  readonly state: number;
  readonly bytes: Buffer;
  private readonly firsts: Float64Array;
  private readonly ends: Int32Array;

  constructor({ firsts, ends, bytes }: SlotMemory, at: number) {
    this.state = at;
    this.bytes = Buffer.from(bytes.buffer, at * slotBytes, slotBytes);
    this.firsts = firsts.subarray(at, at + 1);
    this.ends = ends.subarray(at * (mostLines + 1), (at + 1) * (mostLines + 1));
  }

  /** The page as it lies in the slot. */
  fill({ first, bytes, ends }: Page, previous: ChainHash | undefined): Page {
    this.bytes.write(previous ?? '', 0, 'latin1');
    bytes.copy(this.bytes, hashBytes);
    this.firsts[0] = first;
    this.ends[0] = ends.length;
    this.ends.set(ends, 1);
    return { first, bytes: this.bytes.subarray(hashBytes, hashBytes + bytes.length), ends };
  }

  get page(): Page {
    const ends = Array.from(this.ends.subarray(1, 1 + (this.ends[0] ?? 0)));
    const length = (ends.at(-1) ?? -1) + 1;
    return { first: this.firsts[0] ?? 1, bytes: this.bytes.subarray(hashBytes, hashBytes + length), ends };
  }

  /** The hash that the first line is chained to. */
  get previous(): ChainHash {
    return this.bytes.toString('latin1', 0, hashBytes);
  }
}
