import { symlink } from '../../../overlay/index.ts';
import type { Verb } from '../../verbs.ts';
import { act, type FileCommand } from './act.ts';

export type SymlinkFile = FileCommand<'SymlinkFile'> & { readonly target: string };

/** `ln -s target path`. */
export const symlinkFile: Verb<SymlinkFile> = (world, command, context) =>
  act(world, command, context, 'symlink', (union, path, ctx) => symlink(union, command.target, path, ctx));
