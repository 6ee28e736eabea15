import { fnv64 } from './fnv64.ts';

const pageSize = 4096;
const [leafFlag, metaFlag, freeFlag] = [0x02, 0x04, 0x10];
const header = 16;

/** A bolt database with one bucket, as go.etcd.io/bbolt reads it: two meta pages, an empty free list, two leaves. */
export const writeBolt = (bucket: string, pairs: readonly (readonly [key: string, value: string])[]): Buffer => {
  const rootPage = 3;
  const dataPage = 4;
  const data = leaf(
    dataPage,
    [...pairs]
      .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      .map(([key, value]) => [0, Buffer.from(key), Buffer.from(value)]),
  );
  const inBucket = Buffer.alloc(header);
  inBucket.writeBigUInt64LE(BigInt(dataPage), 0);
  const root = leaf(rootPage, [[1, Buffer.from(bucket), inBucket]]);
  const pages = dataPage + data.length / pageSize;
  return Buffer.concat([
    meta(0, rootPage, pages),
    meta(1, rootPage, pages),
    page(2, freeFlag, 0, Buffer.alloc(0)),
    root,
    data,
  ]);
};

type Element = readonly [flags: number, key: Buffer, value: Buffer];

/** Elements first, each pointing at its key and value behind them; a leaf may go on over the pages that follow. */
const leaf = (id: number, elements: readonly Element[]): Buffer => {
  const table = Buffer.alloc(elements.length * header);
  const parts: Buffer[] = [];
  let end = table.length;
  for (const [at, [flags, key, value]] of elements.entries()) {
    table.writeUInt32LE(flags, at * header);
    table.writeUInt32LE(end - at * header, at * header + 4);
    table.writeUInt32LE(key.length, at * header + 8);
    table.writeUInt32LE(value.length, at * header + 12);
    parts.push(key, value);
    end += key.length + value.length;
  }
  return page(id, leafFlag, elements.length, Buffer.concat([table, ...parts]));
};

const page = (id: number, flags: number, count: number, body: Buffer): Buffer => {
  const pages = Math.max(1, Math.ceil((header + body.length) / pageSize));
  const bytes = Buffer.alloc(pages * pageSize);
  bytes.writeBigUInt64LE(BigInt(id), 0);
  bytes.writeUInt16LE(flags, 8);
  bytes.writeUInt16LE(count, 10);
  bytes.writeUInt32LE(pages - 1, 12);
  body.copy(bytes, header);
  return bytes;
};

const meta = (id: 0 | 1, root: number, pages: number): Buffer => {
  const body = Buffer.alloc(64);
  body.writeUInt32LE(0xed0cdaed, 0);
  body.writeUInt32LE(2, 4);
  body.writeUInt32LE(pageSize, 8);
  body.writeBigUInt64LE(BigInt(root), 16);
  body.writeBigUInt64LE(2n, 32);
  body.writeBigUInt64LE(BigInt(pages), 40);
  body.writeBigUInt64LE(BigInt(id), 48);
  body.writeBigUInt64LE(fnv64(body.subarray(0, 56)), 56);
  return page(id, metaFlag, 0, body);
};
