import { link } from '../../../overlay/index.ts';
import type { Verb } from '../../verbs.ts';
import { actOnTwo, type FileCommand } from './act.ts';

export type LinkFile = FileCommand<'LinkFile'> & { readonly to: string };

/** `ln path to`: a further name of the same inode. */
export const linkFile: Verb<LinkFile> = (world, command, context) =>
  actOnTwo(world, command, context, 'link', (union, path, to, ctx) => link(union, path, to, ctx));
