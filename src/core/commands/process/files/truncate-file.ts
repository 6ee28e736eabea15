import { truncate } from '../../../overlay/index.ts';
import type { Verb } from '../../verbs.ts';
import { act, type FileCommand } from './act.ts';

export type TruncateFile = FileCommand<'TruncateFile'> & { readonly size: number };

/** Cuts a file, or fills it up with zeros, to a size in bytes. */
export const truncateFile: Verb<TruncateFile> = (world, command, context) =>
  act(world, command, context, 'truncate', (union, path, ctx) => truncate(union, path, command.size, ctx));
