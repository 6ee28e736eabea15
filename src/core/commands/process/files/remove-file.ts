import { unlink } from '../../../overlay/index.ts';
import type { Verb } from '../../verbs.ts';
import { act, type FileCommand } from './act.ts';

export type RemoveFile = FileCommand<'RemoveFile'>;

/** `rm`: takes a name away; an image's file gets a whiteout (law W7). */
export const removeFile: Verb<RemoveFile> = (world, command, context) =>
  act(world, command, context, 'unlink', (union, path, ctx) => unlink(union, path, ctx));
