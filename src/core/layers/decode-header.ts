import type { Instant } from '../kernel/brand.ts';
import { epoch, instant } from '../kernel/instant.ts';
import { latin1Of, textOf } from './raw-text.ts';
import { type TarHeader, xattrKey } from './tar-header.ts';

/** What earlier blocks say of the next member. Texts and numbers as in the records; values of attributes as latin-1. */
export type Pax = {
  readonly path?: string;
  readonly linkpath?: string;
  readonly size?: string;
  readonly uid?: string;
  readonly gid?: string;
  readonly mtime?: string;
  readonly xattrs?: Readonly<Record<string, string>>;
};

export const isZero = (block: Uint8Array): boolean => block.every((byte) => byte === 0);

/** A header block with the records that came before it; `undefined` when Go would call it invalid. */
export const decodeHeader = (block: Uint8Array, pax: Pax): TarHeader | undefined => {
  if (!sumMatches(block)) return undefined;
  const magic = latin1Of(block.subarray(257, 265));
  const isUstar = magic === 'ustar\u000000';
  const modern = isUstar || magic === 'ustar  \u0000';
  const number = (at: number, size: number): number => numberAt(block, at, size);
  const device = (at: number): number => (modern ? number(at, 8) : 0);
  const prefix = isUstar ? textAt(block, 345, 155) : '';
  const name = pax.path ?? (prefix === '' ? textAt(block, 0, 100) : `${prefix}/${textAt(block, 0, 100)}`);
  const flag = String.fromCharCode(block[156] ?? 0);
  const header: TarHeader = {
    name,
    type: flag === '\u0000' || flag === '0' ? (name.endsWith('/') && flag === '\u0000' ? '5' : '0') : flag,
    mode: number(100, 8),
    uid: decimal(pax.uid) ?? number(108, 8),
    gid: decimal(pax.gid) ?? number(116, 8),
    size: decimal(pax.size) ?? number(124, 12),
    mtime: pax.mtime === undefined ? momentOf(number(136, 12)) : momentOfText(pax.mtime),
    linkname: pax.linkpath ?? textAt(block, 157, 100),
    uname: modern ? textAt(block, 265, 32) : '',
    gname: modern ? textAt(block, 297, 32) : '',
    devmajor: device(329),
    devminor: device(337),
    ...(pax.xattrs && { xattrs: pax.xattrs }),
  };
  const numbers = [header.mode, header.uid, header.gid, header.size, header.devmajor, header.devminor];
  return numbers.every(Number.isSafeInteger) && header.size >= 0 && !Number.isNaN(number(136, 12)) ? header : undefined;
};

/** What an extension's content adds: `x` PAX records, `L` and `K` GNU long names; `g` is ignored as Docker does. */
export const paxOf = (before: Pax, type: string, content: Uint8Array): Pax | undefined => {
  if (type === 'g') return before;
  if (type === 'L') return { ...before, path: textAt(content, 0, content.length) };
  if (type === 'K') return { ...before, linkpath: textAt(content, 0, content.length) };
  return recordsOf(before, content);
};

const recordsOf = (before: Pax, content: Uint8Array): Pax | undefined => {
  const texts = new Map<string, string>();
  const xattrs = new Map<string, string>();
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(0x20, at);
    const length = Number(latin1Of(content.subarray(at, Math.max(space, at))));
    const record = content.subarray(space + 1, at + length);
    const equals = record.indexOf(0x3d);
    const valid = space > at && Number.isInteger(length) && length >= 5 && at + length <= content.length;
    if (!valid || equals < 1 || record.at(-1) !== 0x0a) return undefined;
    const key = textOf(record.subarray(0, equals));
    const value = record.subarray(equals + 1, -1);
    if (key.startsWith('GNU.sparse.')) return undefined;
    if (key.startsWith(xattrKey)) xattrs.set(key.slice(xattrKey.length), latin1Of(value));
    else texts.set(key, textOf(value));
    at += length;
  }
  const pick = (key: keyof Pax & string): Partial<Pax> => {
    const value = texts.get(key);
    return value === undefined || value === '' ? {} : { [key]: value };
  };
  return {
    ...before,
    ...pick('path'),
    ...pick('linkpath'),
    ...pick('size'),
    ...pick('uid'),
    ...pick('gid'),
    ...pick('mtime'),
    ...(xattrs.size > 0 && { xattrs: Object.fromEntries(xattrs) }),
  };
};

const decimal = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : /^-?\d+$/.test(text) ? Number(text) : Number.NaN;

/** Up to the first NUL. */
const textAt = (block: Uint8Array, at: number, size: number): string => {
  const field = block.subarray(at, at + size);
  const end = field.indexOf(0);
  return textOf(end < 0 ? field : field.subarray(0, end));
};

/** Octal text, or Go's and GNU's binary form when the first bit is set; NaN when neither. */
const numberAt = (block: Uint8Array, at: number, size: number): number => {
  const first = block[at] ?? 0;
  if (first >= 0x80) return binaryAt(block, at, size, first);
  let value = 0;
  let seen = 0;
  let ended = false;
  for (let i = at; i < at + size; i++) {
    const byte = block[i] ?? 0;
    if (byte === 0x20 || byte === 0) {
      ended = seen > 0;
      if (byte === 0 && ended) break;
    } else if (ended || byte < 0x30 || byte > 0x37) return Number.NaN;
    else {
      value = value * 8 + byte - 0x30;
      seen++;
    }
  }
  return value;
};

const binaryAt = (block: Uint8Array, at: number, size: number, first: number): number => {
  const negative = first === 0xff;
  let value = negative ? 0 : first & 0x7f;
  for (let i = at + 1; i < at + size; i++) value = value * 256 + (negative ? 255 - (block[i] ?? 0) : (block[i] ?? 0));
  return negative ? -value - 1 : value;
};

const sumMatches = (block: Uint8Array): boolean => {
  let unsigned = 0;
  let signed = 0;
  for (let i = 0; i < block.length; i++) {
    const byte = i >= 148 && i < 156 ? 0x20 : (block[i] ?? 0);
    unsigned += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  const sum = numberAt(block, 148, 8);
  return sum === unsigned || sum === signed;
};

/** Times that a 64-bit nanosecond clock can not hold are 1970, as Docker sets them. */
const momentOf = (seconds: number, nanos = 0): Instant => {
  if (!(Math.abs(seconds) < 9_223_372_036)) return epoch;
  return instant(seconds * 1000 + Math.floor(nanos / 1e6), nanos % 1e6);
};

const momentOfText = (text: string): Instant => {
  const parts = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (!parts) return epoch;
  const [seconds, nanos] = [Number(parts[2]), Number((parts[3] ?? '').slice(0, 9).padEnd(9, '0'))];
  if (parts[1] === '') return momentOf(seconds, nanos);
  return nanos === 0 ? momentOf(-seconds) : momentOf(-seconds - 1, 1e9 - nanos);
};
