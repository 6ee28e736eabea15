import { rename } from '../../../overlay/index.ts';
import type { Verb } from '../../verbs.ts';
import { actOnTwo, type FileCommand } from './act.ts';

export type RenameFile = FileCommand<'RenameFile'> & { readonly to: string };

/** `mv` as the kernel does it: a directory of an image can not be renamed (EXDEV). */
export const renameFile: Verb<RenameFile> = (world, command, context) =>
  actOnTwo(world, command, context, 'rename', (union, path, to, ctx) => rename(union, path, to, ctx));
