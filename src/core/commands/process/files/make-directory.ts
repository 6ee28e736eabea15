import { mkdir } from '../../../overlay/index.ts';
import type { Verb } from '../../verbs.ts';
import { act, type FileCommand } from './act.ts';

export type MakeDirectory = FileCommand<'MakeDirectory'> & { readonly mode?: number };

/** `mkdir`; over a whiteout the new directory is opaque. */
export const makeDirectory: Verb<MakeDirectory> = (world, command, context) =>
  act(world, command, context, 'mkdir', (union, path, ctx) => mkdir(union, path, ctx, command.mode));
