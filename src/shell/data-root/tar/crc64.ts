/** CRC-64 of ISO 3309, reflected, as Go's hash/crc64 with its ISO table: what a tar-split keeps of each file. */
export class Crc64 {
  private high = 0xffffffff;
  private low = 0xffffffff;

  update(bytes: Uint8Array): void {
    let { high, low } = this;
    for (let at = 0; at < bytes.length; at++) {
      const index = (low ^ (bytes[at] ?? 0)) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ 0;
      high = (high >>> 8) ^ (table[index] ?? 0);
    }
    this.high = high >>> 0;
    this.low = low >>> 0;
  }

  /** Eight bytes, highest first. */
  digest(): Buffer {
    const sum = Buffer.alloc(8);
    sum.writeUInt32BE(~this.high >>> 0, 0);
    sum.writeUInt32BE(~this.low >>> 0, 4);
    return sum;
  }
}

/** The polynomial 0xD800000000000000 has nothing in its lower half, and eight steps do not carry a bit down there. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let [high, low] = [0, byte];
  for (let bit = 0; bit < 8; bit++) {
    const carry = low & 1;
    low = (low >>> 1) | ((high & 1) << 31);
    high = (high >>> 1) ^ (carry ? 0xd8000000 : 0);
  }
  return high >>> 0;
});
