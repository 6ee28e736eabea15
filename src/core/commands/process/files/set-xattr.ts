import { setxattr } from '../../../overlay/index.ts';
import type { Verb } from '../../verbs.ts';
import { act, type FileCommand } from './act.ts';

export type SetXattr = FileCommand<'SetXattr'> & { readonly name: string; readonly value: string };

/** Sets an extended attribute; the value is latin-1 text of its bytes. */
export const setXattr: Verb<SetXattr> = (world, command, context) =>
  act(world, command, context, 'setxattr', (union, path, ctx) =>
    setxattr(union, path, command.name, command.value, ctx),
  );
