import type { Digest } from '../../../kernel/brand.ts';
import * as overlay from '../../../overlay/index.ts';
import type { Verb } from '../../verbs.ts';
import { act, type FileCommand } from './act.ts';
import { bytesIn } from './bytes.ts';

export type AppendFile = FileCommand<'AppendFile'> & {
  readonly data?: string;
  readonly content?: Digest;
  readonly mode?: number;
};

/** `>> file`: makes the file if need be and writes at its end. */
export const appendFile: Verb<AppendFile> = (world, command, context) =>
  act(world, command, context, 'append', (union, path, ctx) =>
    overlay.appendFile(union, path, bytesIn(command, context), ctx, command.mode),
  );
