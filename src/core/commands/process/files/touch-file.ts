import type { Instant } from '../../../kernel/brand.ts';
import { utimes } from '../../../overlay/index.ts';
import type { Verb } from '../../verbs.ts';
import { act, type FileCommand } from './act.ts';

export type TouchFile = FileCommand<'TouchFile'> & { readonly mtime?: Instant };

/** Sets the modification time: to `mtime`, or to now. */
export const touchFile: Verb<TouchFile> = (world, command, context) =>
  act(world, command, context, 'utime', (union, path, ctx) => utimes(union, path, command.mtime, ctx));
