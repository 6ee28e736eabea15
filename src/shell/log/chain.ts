import { hash } from 'node:crypto';

/**
 * Each record states the SHA-256 of the hash before it and of itself:
 *
 *     hash(n) = sha256(hash(n-1) + the line without its "hash")
 *
 * so that a changed, removed or reordered line is found, and where. Hashes are hexadecimal text, and before the first
 * record stand 64 zeros. Lines of logs that are older than the chain state no hash; theirs is computed all the same, and
 * the first line that states one vouches for all before it.
 */
export type ChainHash = string;

export const beforeFirst: ChainHash = '0'.repeat(64);

/** The line with its hash at its end. `body` is a JSON object without one. */
export const sealed = (body: string, previous: ChainHash): { readonly text: string; readonly hash: ChainHash } => {
  const own = hash('sha256', previous + body);
  return { text: `${body.slice(0, -1)}${mark}${own}"}`, hash: own };
};

/** What a line says of itself: its hash, where it states one, and what the chain makes of it. */
export type Link = { readonly stated: ChainHash | undefined; readonly hash: ChainHash };

export const linkOf = (text: string, previous: ChainHash): Link => {
  const stated = statedHash(text);
  return { stated, hash: hash('sha256', previous + (stated === undefined ? text : withoutHash(text))) };
};

/** Whether a text looks like a hash. */
export const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

/** The line as it was before it was sealed. */
export const bodyOf = (text: string): string => (statedHash(text) === undefined ? text : withoutHash(text));

const withoutHash = (text: string): string => `${text.slice(0, -sealBytes)}}`;

const mark = ',"hash":"';
/** How long the hash and what stands around it are. */
export const sealBytes = mark.length + 64 + 2;

/** What stands where a hash stands. Whether it is the right one, comparing shows; so nobody looks at its digits first. */
export const statedHash = (text: string): ChainHash | undefined =>
  isSealed(text) ? text.slice(text.length - 66, -2) : undefined;

/** Whether the line states a hash. */
export const isSealed = (text: string): boolean =>
  text.endsWith('"}') && text.startsWith(mark, text.length - sealBytes);

/** How many records of the same command follow this one: read without parsing, for it always stands at the end. */
export const moreOf = (text: string): number => {
  const end = isSealed(text) ? text.length - sealBytes : text.length - 1;
  let from = end;
  while (from > 0 && isDigit(text.charCodeAt(from - 1))) from -= 1;
  return from < end && text.startsWith(moreMark, from - moreMark.length) ? Number(text.slice(from, end)) : 0;
};

const moreMark = ',"more":';
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
