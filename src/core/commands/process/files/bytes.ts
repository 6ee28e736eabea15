import type { Digest } from '../../../kernel/brand.ts';
import { known } from '../../../kernel/impossible.ts';
import type { Context } from '../../context.ts';

const utf8 = new TextEncoder();

/** What a command writes: text as UTF-8, or bytes that the caller has stored beside the log already. */
export const bytesIn = (
  { data, content }: { readonly data?: string; readonly content?: Digest },
  { contents }: Context,
): Uint8Array => (content === undefined ? utf8.encode(data ?? '') : known(contents(content), `content ${content}`));
