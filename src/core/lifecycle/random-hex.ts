import type { Entropy } from '../kernel/entropy.ts';

/**
 * 64 hex digits for ids that nothing is computed from: network sandboxes, endpoints, execs. A mixing function of 32 bits,
 * many times faster than a digest; ids only have to differ.
 */
export const randomHex = ({ seed, now }: Entropy, purpose: string): string => {
  const text = `${seed}\n${now}\n${purpose}`;
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x5bd1e995) ^ (a >>> 15);
  }
  let hex = '';
  for (let word = 0; word < 8; word++) {
    a = (a + 0x6d2b79f5) | 0;
    b = Math.imul(b ^ (b >>> 13), 0xc2b2ae35) + a;
    let mixed = Math.imul(a ^ (a >>> 15), 1 | b);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | b);
    const digits = mixed ^ (mixed >>> 14) ^ b;
    hex += hexOf(digits >>> 24) + hexOf(digits >>> 16) + hexOf(digits >>> 8) + hexOf(digits);
  }
  return hex;
};

const hexOf = (word: number): string => bytes[word & 0xff] ?? '';
const bytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** One of a list. */
export const choose = <T>(entropy: Entropy, purpose: string, list: readonly [T, ...T[]]): T =>
  list[Number.parseInt(randomHex(entropy, purpose).slice(0, 8), 16) % list.length] ?? list[0];

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The 26 characters of a short link under `overlay2/l/`. */
export const randomLink = (entropy: Entropy, purpose: string): string => {
  const hex = randomHex(entropy, purpose);
  let link = '';
  for (let at = 0; at < 52; at += 2) link += base32[Number.parseInt(hex.slice(at, at + 2), 16) % 32];
  return link;
};
