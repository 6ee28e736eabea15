import { type DeviceNumber, makeSocket, mkfifo, mknod } from '../../../overlay/index.ts';
import type { Verb } from '../../verbs.ts';
import { act, type FileCommand } from './act.ts';

export type MakeSpecialFile = FileCommand<'MakeSpecialFile'> & {
  readonly special: 'fifo' | 'socket' | DeviceNumber;
  readonly mode?: number;
};

/** `mkfifo`, `mknod`, or the name that a bound socket leaves. */
export const makeSpecialFile: Verb<MakeSpecialFile> = (world, command, context) =>
  act(world, command, context, 'mknod', (union, path, ctx) => {
    if (command.special === 'fifo') return mkfifo(union, path, ctx, command.mode);
    if (command.special === 'socket') return makeSocket(union, path, ctx, command.mode);
    return mknod(union, path, command.special, ctx, command.mode);
  });
