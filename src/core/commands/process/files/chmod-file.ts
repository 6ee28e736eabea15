import { chmod } from '../../../overlay/index.ts';
import type { Verb } from '../../verbs.ts';
import { act, type FileCommand } from './act.ts';

export type ChmodFile = FileCommand<'ChmodFile'> & { readonly mode: number };

/** `chmod`, following symlinks. */
export const chmodFile: Verb<ChmodFile> = (world, command, context) =>
  act(world, command, context, 'chmod', (union, path, ctx) => chmod(union, path, command.mode, ctx));
