import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { ChainId, DiffId, Digest, ImageId } from './brand.ts';

const utf8 = new TextEncoder();

/** sha256 of bytes, or of a text's UTF-8 bytes, as 64 hex digits. */
export const sha256Hex = (content: Uint8Array | string): string =>
  bytesToHex(sha256(typeof content === 'string' ? utf8.encode(content) : content));

export const digestOf = (content: Uint8Array | string): Digest => `sha256:${sha256Hex(content)}` as Digest;

/** Law L2: the bottom layer's chain id is its diff id; above, the hash of `<parent> <diff id>`. */
export const chainIdOf = (parent: ChainId | undefined, diffId: DiffId): ChainId =>
  (parent === undefined ? diffId : digestOf(`${parent} ${diffId}`)) as unknown as ChainId;

/** The chain ids of a whole stack, base first. */
export const chainIdsOf = (diffIds: readonly DiffId[]): readonly ChainId[] => {
  const chain: ChainId[] = [];
  for (const diffId of diffIds) chain.push(chainIdOf(chain.at(-1), diffId));
  return chain;
};

export const imageIdOf = (config: string): ImageId => digestOf(config) as ImageId;

const form = /^sha256:[0-9a-f]{64}$/;
export const isDigest = (text: string): text is Digest => form.test(text);
export const hexOf = (digest: Digest): string => digest.slice('sha256:'.length);
/** The 12 digits that Docker prints. */
export const shortId = (id: string): string => id.replace(/^sha256:/, '').slice(0, 12);
