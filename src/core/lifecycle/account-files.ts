import type { Context } from '../commands/context.ts';
import { resolve, root, type Union } from '../overlay/index.ts';

/** The two files that an engine looks names up in. */
export type AccountFile = '/etc/passwd' | '/etc/group';

export type AccountLines = readonly (readonly string[])[] | 'missing' | 'directory' | 'loop' | 'unknown';

/** The lines of passwd or group in a root file system, cut at their colons; `unknown` in a world without file contents. */
export const accountLines = (union: Union, file: AccountFile, contents: Context['contents']): AccountLines => {
  const found = resolve(union, file, root, true);
  if (found === 'ELOOP') return 'loop';
  if (typeof found === 'string') return 'missing';
  if (found.inode.kind === 'directory') return 'directory';
  if (found.inode.kind !== 'file' || found.inode.size === 0) return [];
  const bytes = contents(found.inode.content);
  return bytes
    ? new TextDecoder()
        .decode(bytes)
        .split('\n')
        .map((line) => line.split(':'))
    : 'unknown';
};
