import { chown, lchown } from '../../../overlay/index.ts';
import type { Verb } from '../../verbs.ts';
import { act, type FileCommand } from './act.ts';

export type ChownFile = FileCommand<'ChownFile'> & {
  readonly owner?: number;
  readonly group?: number;
  readonly link?: boolean;
};

/** `chown`, or `chown -h` of the link itself. */
export const chownFile: Verb<ChownFile> = (world, command, context) =>
  act(
    world,
    command,
    context,
    'chown',
    (union, path, ctx) => (command.link ? lchown : chown)(union, path, ownerIn(command), ctx),
    command.link !== true,
  );

const ownerIn = ({ owner, group }: ChownFile) => ({
  ...(owner !== undefined && { uid: owner }),
  ...(group !== undefined && { gid: group }),
});
