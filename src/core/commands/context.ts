import type { Contents, Entropy } from '../kernel/entropy.ts';

/** What a decision may look at besides the world and the command. */
export type Context = {
  readonly entropy: Entropy;
  /** Bytes of blobs that are stored beside the log, or that the command brings along. */
  readonly contents: Contents;
};
