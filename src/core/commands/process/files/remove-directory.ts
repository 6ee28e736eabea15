import { rmdir } from '../../../overlay/index.ts';
import type { Verb } from '../../verbs.ts';
import { act, type FileCommand } from './act.ts';

export type RemoveDirectory = FileCommand<'RemoveDirectory'>;

/** `rmdir`: takes an empty directory away. */
export const removeDirectory: Verb<RemoveDirectory> = (world, command, context) =>
  act(world, command, context, 'rmdir', (union, path, ctx) => rmdir(union, path, ctx));
