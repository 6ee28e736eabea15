import { readFileSync } from 'node:fs';
import type { KnownDifferences } from '../../oracle/known.ts';
import { BadInput } from '../bad-input.ts';

/** A file of known differences (docs/known/). */
export const readKnown = (file: string): KnownDifferences => {
  try {
    const known = JSON.parse(readFileSync(file, 'utf8')) as Partial<KnownDifferences>;
    if (known.format !== 'plimsoll-known-differences' || known.version !== 1 || !Array.isArray(known.entries))
      throw new Error('not a file of known differences of version 1');
    for (const { differs, beside } of known.entries)
      for (const { at, expected, actual, both } of beside ? [...differs, beside] : differs)
        for (const pattern of [at, expected, actual, both]) if (pattern !== undefined) new RegExp(pattern);
    return { blind: [], ...known } as KnownDifferences;
  } catch (error) {
    throw new BadInput(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
};
