import type { Digest } from '../../../kernel/brand.ts';
import * as overlay from '../../../overlay/index.ts';
import type { Verb } from '../../verbs.ts';
import { act, type FileCommand } from './act.ts';
import { bytesIn } from './bytes.ts';

export type WriteFile = FileCommand<'WriteFile'> & {
  readonly data?: string;
  readonly content?: Digest;
  readonly mode?: number;
};

/** `> file`: makes the file if need be and replaces its content. */
export const writeFile: Verb<WriteFile> = (world, command, context) =>
  act(world, command, context, 'write', (union, path, ctx) =>
    overlay.writeFile(union, path, bytesIn(command, context), ctx, command.mode),
  );
