import { secondsOf } from '../kernel/instant.ts';
import { bytesOf, bytesOfLatin1, concat } from './raw-text.ts';
import { blockSize, nameSize, paddingOf, prefixSize, type TarHeader, xattrKey } from './tar-header.ts';

/**
 * A member's header block, byte for byte as Go's `archive/tar` writes it for Docker: plain ustar while everything
 * fits, else a PAX header with the records that are needed before it. Layer digests depend on every byte.
 */
export const encodeHeader = (header: TarHeader): Uint8Array => {
  const name = bytesOf(header.name);
  const linkname = bytesOf(header.linkname);
  const records = paxRecords(header, name, linkname);
  const split = splitName(name);
  const onlyName = records.length === 1 && records[0]?.key === 'path' && split !== undefined;
  if (records.length === 0 || onlyName) return ustar(header, split?.suffix ?? name, linkname, split?.prefix);
  return concat([extension(name, records), ustar(header, ascii(name), ascii(linkname))]);
};

type Record = { readonly key: string; readonly value: Uint8Array };

/** What does not fit into the header block, sorted by key. */
const paxRecords = (header: TarHeader, name: Uint8Array, linkname: Uint8Array): readonly Record[] => {
  const records: Record[] = [];
  const decimal = (key: string, value: number): void => {
    records.push({ key, value: bytesOfLatin1(`${value}`) });
  };
  for (const [key, value] of Object.entries(header.xattrs ?? {})) {
    records.push({ key: xattrKey + key, value: bytesOfLatin1(value) });
  }
  if (!fitsOctal(8, header.gid)) decimal('gid', header.gid);
  if (linkname.length > nameSize || !isAscii(linkname)) records.push({ key: 'linkpath', value: linkname });
  if (!fitsOctal(12, secondsOf(header.mtime))) decimal('mtime', secondsOf(header.mtime));
  if (name.length > nameSize || !isAscii(name)) records.push({ key: 'path', value: name });
  if (!fitsOctal(12, header.size)) decimal('size', header.size);
  if (!fitsOctal(8, header.uid)) decimal('uid', header.uid);
  return records.sort((a, b) => (a.key < b.key ? -1 : 1));
};

/** The `PaxHeaders.0` member that holds the records. */
const extension = (name: Uint8Array, records: readonly Record[]): Uint8Array => {
  const data = concat(records.map(recordBytes));
  const block = new Uint8Array(blockSize);
  const plain = String.fromCharCode(...name.subarray(0, 4096).filter(isPlain));
  const cut = plain.lastIndexOf('/') + 1;
  const dir = plain.slice(0, cut).replace(/\/+$/, '');
  const path = [dir, 'PaxHeaders.0', plain.slice(cut)].filter((part) => part !== '').join('/');
  putText(block, 0, nameSize, bytesOfLatin1(path.slice(0, nameSize).replace(/\/+$/, '')));
  for (const at of [100, 108, 116]) putOctal(block, at, 8, 0);
  putOctal(block, 124, 12, data.length);
  putOctal(block, 136, 12, 0);
  return concat([finished(block, 'x'), data, new Uint8Array(paddingOf(data.length))]);
};

/** `<length> <key>=<value>\n`, where the length counts its own digits too. */
const recordBytes = ({ key, value }: Record): Uint8Array => {
  const rest = concat([bytesOf(` ${key}=`), value, bytesOf('\n')]);
  let length = rest.length;
  while (length !== rest.length + `${length}`.length) length = rest.length + `${length}`.length;
  return concat([bytesOf(`${length}`), rest]);
};

const ustar = (it: TarHeader, name: Uint8Array, linkname: Uint8Array, prefix?: Uint8Array): Uint8Array => {
  const block = new Uint8Array(blockSize);
  putText(block, 0, nameSize, name);
  putOctal(block, 100, 8, it.mode);
  putOctal(block, 108, 8, it.uid);
  putOctal(block, 116, 8, it.gid);
  putOctal(block, 124, 12, it.size);
  putOctal(block, 136, 12, secondsOf(it.mtime));
  putText(block, 157, nameSize, linkname);
  putText(block, 265, 32, bytesOf(it.uname));
  putText(block, 297, 32, bytesOf(it.gname));
  putOctal(block, 329, 8, it.devmajor);
  putOctal(block, 337, 8, it.devminor);
  if (prefix) putText(block, 345, prefixSize, prefix);
  return finished(block, it.type);
};

const finished = (block: Uint8Array, type: string): Uint8Array => {
  block[156] = type.charCodeAt(0);
  putText(block, 257, 8, bytesOf('ustar\u000000'));
  block.fill(0x20, 148, 156);
  let sum = 0;
  for (const byte of block) sum += byte;
  putOctal(block, 148, 7, sum);
  return block;
};

const putText = (block: Uint8Array, at: number, size: number, text: Uint8Array): void => {
  block.set(text.subarray(0, size), at);
  if (text.length <= size) return;
  // Readers take a cut name with a slash at its end for a directory; Go takes the slashes off.
  let end = size;
  while (end > 0 && block[at + end - 1] === 0x2f) end--;
  if (end < size) block[at + end] = 0;
};

const putOctal = (block: Uint8Array, at: number, size: number, value: number): void => {
  const digits = (fitsOctal(size, value) ? value : 0).toString(8).padStart(size - 1, '0');
  for (let i = 0; i < size - 1; i++) block[at + i] = digits.charCodeAt(i);
  block[at + size - 1] = 0;
};

const fitsOctal = (size: number, value: number): boolean => value >= 0 && value < 8 ** (size - 1);
const isPlain = (byte: number): boolean => byte > 0 && byte < 0x80;
const isAscii = (text: Uint8Array): boolean => text.every(isPlain);
const ascii = (text: Uint8Array): Uint8Array => (isAscii(text) ? text : text.filter(isPlain));

/** Splits a long ASCII name between prefix and name field, at the last slash that serves both. */
const splitName = (name: Uint8Array): { readonly prefix: Uint8Array; readonly suffix: Uint8Array } | undefined => {
  if (name.length <= nameSize || !isAscii(name)) return undefined;
  const dir = name.at(-1) === 0x2f;
  const length = name.length > prefixSize + 1 ? prefixSize + 1 : dir ? name.length - 1 : name.length;
  const cut = name.lastIndexOf(0x2f, length - 1);
  const rest = name.length - cut - 1;
  return cut <= 0 || rest > nameSize || rest === 0
    ? undefined
    : { prefix: name.subarray(0, cut), suffix: name.subarray(cut + 1) };
};
