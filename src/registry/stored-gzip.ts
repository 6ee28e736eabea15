import { concat } from '../core/layers/raw-text.ts';

/**
 * Bytes as a gzip stream that compresses nothing. A compressor's output differs from version to version; a blob's
 * digest must not.
 */
export const storedGzip = (bytes: Uint8Array): Uint8Array => {
  const pieces: Uint8Array[] = [header];
  const last = Math.max(Math.ceil(bytes.length / mostStored) - 1, 0);
  for (let block = 0; block <= last; block++) {
    const part = bytes.subarray(block * mostStored, (block + 1) * mostStored);
    const { length } = part;
    const head = Uint8Array.of(block === last ? 1 : 0, length & 255, length >> 8, ~length & 255, (~length >> 8) & 255);
    pieces.push(head, part);
  }
  return concat([...pieces, littleEndian(crc32(bytes)), littleEndian(bytes.length)]);
};

/** Magic, deflate, no flags, no time, no hint, unknown system. */
const header = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
const mostStored = 0xffff;

const littleEndian = (value: number): Uint8Array =>
  Uint8Array.of(value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >>> 24) & 255);

const table = Uint32Array.from({ length: 256 }, (_, at) => {
  let value = at;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

const crc32 = (bytes: Uint8Array): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 255] ?? 0);
  return ~crc >>> 0;
};
