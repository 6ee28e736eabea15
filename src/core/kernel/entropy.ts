import type { Digest, Instant } from './brand.ts';
import { sha256Hex } from './digest.ts';

/**
 * The only source of time and chance. A value, not a generator: the same entropy always gives the same ids,
 * so that decide is a function (law E5).
 */
export type Entropy = {
  readonly now: Instant;
  /** Anything that differs from one command to the next. */
  readonly seed: string;
};

/** 64 hex digits for one purpose: `id(entropy, 'container')`. */
export const idFrom = (entropy: Entropy, purpose: string): string => sha256Hex(`${entropy.seed}\n${purpose}`);

/** A whole number from 0 up to, not including, `below`. */
export const numberFrom = (entropy: Entropy, purpose: string, below: number): number =>
  Number.parseInt(idFrom(entropy, purpose).slice(0, 12), 16) % below;

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The 26 characters of a short link name under `overlay2/l/`. */
export const linkFrom = (entropy: Entropy, purpose: string): string => {
  const hex = idFrom(entropy, purpose);
  let link = '';
  for (let at = 0; at < 52; at += 2) link += base32[Number.parseInt(hex.slice(at, at + 2), 16) % 32];
  return link;
};

/** Bytes of a blob by digest. Content-addressed, so asking is pure: the answer can never change. */
export type Contents = (digest: Digest) => Uint8Array | undefined;
