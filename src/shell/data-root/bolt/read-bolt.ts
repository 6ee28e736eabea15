import { fnv64 } from './fnv64.ts';

const header = 16;
const [branchFlag, leafFlag, metaFlag] = [0x01, 0x02, 0x04];

/** Why a file is no bolt database, in bolt's own words. */
export type NoBolt = { readonly flaw: string };

/** Keys and values of one bucket, by key; none when there is no such bucket. Buckets in the bucket are left out. */
export const readBolt = (file: Buffer, bucket: string): ReadonlyMap<string, string> | NoBolt => {
  const meta = newestMeta(file);
  if (!meta) return { flaw: 'invalid database' };
  try {
    const pairs = new Map<string, string>();
    for (const [flags, key, value] of elementsBelow(file, meta.pageSize, meta.root, 0)) {
      if ((flags & 1) === 0 || key.toString() !== bucket) continue;
      const root = Number(value.readBigUInt64LE(0));
      const inner = root === 0 ? leafOf(value.subarray(header)) : elementsBelow(file, meta.pageSize, root, 0);
      for (const [kind, name, content] of inner) if ((kind & 1) === 0) pairs.set(name.toString(), content.toString());
    }
    return pairs;
  } catch (error) {
    return { flaw: error instanceof RangeError ? 'a page leads outside the file' : String(error) };
  }
};

type Meta = { readonly pageSize: number; readonly root: number; readonly txid: bigint };

/** Of the two meta pages the valid one with the higher transaction. */
const newestMeta = (file: Buffer): Meta | undefined => {
  const first = metaAt(file, 0);
  const second = metaAt(file, first?.pageSize ?? 4096);
  if (!first || !second) return first ?? second;
  return first.txid > second.txid ? first : second;
};

const metaAt = (file: Buffer, at: number): Meta | undefined => {
  if (file.length < at + header + 64) return undefined;
  const body = file.subarray(at + header, at + header + 64);
  const isMeta = (file.readUInt16LE(at + 8) & metaFlag) !== 0;
  if (!isMeta || body.readUInt32LE(0) !== 0xed0cdaed || body.readUInt32LE(4) !== 2) return undefined;
  if (body.readBigUInt64LE(56) !== fnv64(body.subarray(0, 56))) return undefined;
  return { pageSize: body.readUInt32LE(8), root: Number(body.readBigUInt64LE(16)), txid: body.readBigUInt64LE(48) };
};

type Element = readonly [flags: number, key: Buffer, value: Buffer];

/** Deeper than any real tree, and the end of every circle. */
const deepest = 64;

function* elementsBelow(file: Buffer, pageSize: number, id: number, depth: number): Generator<Element> {
  if (depth > deepest) throw new RangeError('pages lead in a circle');
  const at = id * pageSize;
  if (at + header > file.length) throw new RangeError('outside');
  const flags = file.readUInt16LE(at + 8);
  const page = file.subarray(at, at + pageSize * (1 + file.readUInt32LE(at + 12)));
  if ((flags & leafFlag) !== 0) yield* leafOf(page);
  else if ((flags & branchFlag) !== 0) {
    for (let n = 0; n < page.readUInt16LE(10); n++) {
      yield* elementsBelow(file, pageSize, Number(page.readBigUInt64LE(header + n * header + 8)), depth + 1);
    }
  }
}

function* leafOf(page: Buffer): Generator<Element> {
  for (let n = 0; n < page.readUInt16LE(10); n++) {
    const at = header + n * header;
    const from = at + page.readUInt32LE(at + 4);
    const [key, value] = [page.readUInt32LE(at + 8), page.readUInt32LE(at + 12)];
    if (from + key + value > page.length) throw new RangeError('outside');
    yield [page.readUInt32LE(at), page.subarray(from, from + key), page.subarray(from + key, from + key + value)];
  }
}
