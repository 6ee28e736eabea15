import type { ClientCommand } from '../../core/commands/client/index.ts';
import type { Answer } from '../../oracle/engine.ts';
import { ownPrefix, unqualified } from '../../oracle/names.ts';
import { demultiplexed } from './demultiplex.ts';

/** What an engine's answer to a question says, as far as every engine must say it alike. */
export const answerOf = (command: ClientCommand, body: Buffer): Answer => {
  switch (command.type) {
    case 'WaitContainer': {
      const { StatusCode } = JSON.parse(body.toString('utf8')) as { readonly StatusCode: number };
      return { kind: 'done', exitCode: StatusCode };
    }
    case 'LogsContainer': {
      const { stdout, stderr } = demultiplexed(body);
      return { kind: 'done', output: `${stdout}${stderr}` };
    }
    case 'ListContainers':
      return { kind: 'done', output: listText(JSON.parse(body.toString('utf8')) as readonly ListedRow[]) };
    case 'PruneContainers':
    case 'PruneVolumes':
    case 'PruneImages':
      return { kind: 'done', output: pruneText(JSON.parse(body.toString('utf8')) as Pruned) };
    default:
      return { kind: 'done' };
  }
};

export type ListedRow = {
  readonly Names: readonly string[];
  readonly Image: string;
  readonly Command: string;
  readonly State: string;
};

/** The oracle's rows of `docker ps`, newest first. */
export const listText = (rows: readonly ListedRow[]): string =>
  rows
    .filter(({ Names }) => Names.some((name) => name.startsWith(`/${ownPrefix}`)))
    .map(({ Names, Image, Command, State }) => `${Names.join(',')} ${unqualified(Image)} ${State} ${Command}\n`)
    .join('');

export type Pruned = {
  readonly ContainersDeleted?: readonly string[] | null;
  readonly VolumesDeleted?: readonly string[] | null;
  readonly ImagesDeleted?: readonly unknown[] | null;
  readonly SpaceReclaimed?: number;
};

/** In which order a prune tells what it deleted no engine promises; what it was the next look shows. */
export const pruneText = ({ ContainersDeleted, VolumesDeleted, ImagesDeleted, SpaceReclaimed }: Pruned): string =>
  [
    `${(ContainersDeleted ?? VolumesDeleted ?? ImagesDeleted ?? []).length} deleted`,
    `${SpaceReclaimed ?? 0} bytes`,
  ].join(', ');
