/**
 * Finds what belongs to a text by the text's bytes, where they stand, without making a string of them: for texts that
 * come again on every line of a log. Only texts that were learnt are found.
 */
export class ByteTexts<T> {
  private readonly most: number;
  /** By a number that is computed from a text's last bytes and its length; texts with the same number in a row. */
  private readonly learnt = new Map<number, Learnt<T>>();
  private size = 0;
  /** The bytes of all that were learnt, one behind the other. */
  private kept = new Uint8Array(4096);
  private end = 0;

  constructor(most: number) {
    this.most = most;
  }

  find(bytes: Uint8Array, from: number, to: number): T | undefined {
    for (let at = this.learnt.get(numberOf(bytes, from, to)); at !== undefined; at = at.next)
      if (at.length === to - from && isSame(this.kept, at.from, bytes, from, at.length)) return at.value;
    return undefined;
  }

  /** Beyond the most that it holds it begins to learn anew. */
  learn(bytes: Uint8Array, from: number, to: number, value: T): T {
    if (this.size >= this.most) {
      this.learnt.clear();
      [this.size, this.end] = [0, 0];
    }
    const length = to - from;
    if (this.end + length > this.kept.length) {
      const more = new Uint8Array(Math.max(this.kept.length * 2, this.end + length));
      more.set(this.kept);
      this.kept = more;
    }
    this.kept.set(bytes.subarray(from, to), this.end);
    const number = numberOf(bytes, from, to);
    this.learnt.set(number, { from: this.end, length, value, next: this.learnt.get(number) });
    this.end += length;
    this.size += 1;
    return value;
  }
}

type Learnt<T> = {
  readonly from: number;
  readonly length: number;
  readonly value: T;
  readonly next: Learnt<T> | undefined;
};

/** The last bytes tell ids apart as well as all of them. */
const told = 12;

const numberOf = (bytes: Uint8Array, from: number, to: number): number => {
  let number = to - from;
  for (let at = Math.max(from, to - told); at < to; at += 1) number = (Math.imul(number, 31) + (bytes[at] ?? 0)) | 0;
  return number >>> 2;
};

const isSame = (a: Uint8Array, at: number, b: Uint8Array, from: number, length: number): boolean => {
  for (let offset = 0; offset < length; offset += 1) if (a[at + offset] !== b[from + offset]) return false;
  return true;
};
