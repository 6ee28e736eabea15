import { type OpenFlags, open, type Writing } from './open.ts';
import type { Context, Outcome } from './outcome.ts';
import type { Union } from './union.ts';

/** Opens for writing, writes, closes: what programs do most. */
const through =
  (flags: OpenFlags) =>
  (union: Union, path: string, data: Uint8Array, ctx: Context, mode = 0o666) => {
    const outcome = open(union, path, { ...flags, write: true, mode }, ctx, { data });
    return outcome.ok ? nothing(outcome.changes) : outcome;
  };

const nothing = (changes: Extract<Outcome, { ok: true }>['changes']): Outcome => ({
  ok: true,
  changes,
  value: undefined,
});

/** `> file`: makes or empties the file, then writes. */
export const writeFile = through({ create: true, truncate: true });

/** `>> file`: makes the file if need be and writes at its end. */
export const appendFile = through({ create: true, append: true });

/** Makes a file that must not be there yet (O_EXCL). */
export const createFile = through({ create: true, exclusive: true });

/** Writes into an existing file at an offset. */
export const writeAt = (union: Union, path: string, writing: Writing, ctx: Context): Outcome => {
  const outcome = open(union, path, { write: true }, ctx, writing);
  return outcome.ok ? nothing(outcome.changes) : outcome;
};
