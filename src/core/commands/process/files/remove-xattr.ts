import { removexattr } from '../../../overlay/index.ts';
import type { Verb } from '../../verbs.ts';
import { act, type FileCommand } from './act.ts';

export type RemoveXattr = FileCommand<'RemoveXattr'> & { readonly name: string };

/** Removes an extended attribute. */
export const removeXattr: Verb<RemoveXattr> = (world, command, context) =>
  act(world, command, context, 'removexattr', (union, path, ctx) => removexattr(union, path, command.name, ctx));
