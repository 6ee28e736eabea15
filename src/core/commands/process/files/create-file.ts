import type { Digest } from '../../../kernel/brand.ts';
import * as overlay from '../../../overlay/index.ts';
import type { Verb } from '../../verbs.ts';
import { act, type FileCommand } from './act.ts';
import { bytesIn } from './bytes.ts';

export type CreateFile = FileCommand<'CreateFile'> & {
  readonly data?: string;
  readonly content?: Digest;
  readonly mode?: number;
};

/** Makes a file that must not be there yet (O_EXCL). */
export const createFile: Verb<CreateFile> = (world, command, context) =>
  act(world, command, context, 'create', (union, path, ctx) =>
    overlay.createFile(union, path, bytesIn(command, context), ctx, command.mode),
  );
