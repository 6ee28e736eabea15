import type { DeletedRow } from '../../core/images/remove/remove-image.ts';
import type { Options } from '../cli/flags.ts';
import { ask, Complaint, type Docker, type Verb } from '../docker.ts';
import { humanSize } from '../format/human.ts';
import { filtersOf } from './lists.ts';

type Pruned = { readonly deleted: readonly string[]; readonly reclaimed: number };
type PrunedImages = { readonly ImagesDeleted?: readonly DeletedRow[]; readonly SpaceReclaimed: number };
type Filters = Readonly<Record<string, readonly string[]>>;

const filterWords = (options: Options): Filters => Object.fromEntries(filtersOf(options.all('filter'), '--filter'));

/** Without an answer, or with any but yes, nothing is removed. */
const isConfirmed = (docker: Docker, force: boolean, warning: string): boolean => {
  if (force) return true;
  docker.out(`WARNING! ${warning}\nAre you sure you want to continue? [y/N] `);
  return false;
};

const containersOf = (docker: Docker, filters: Filters): Promise<Pruned> =>
  ask(docker, { issuer: 'client', type: 'PruneContainers', filters });

const volumesOf = (docker: Docker, filters: Filters): Promise<Pruned> =>
  ask(docker, { issuer: 'client', type: 'PruneVolumes', filters });

const imagesOf = async (docker: Docker, all: boolean, filters: Filters): Promise<Pruned> => {
  const { ImagesDeleted = [], SpaceReclaimed } = await ask<PrunedImages>(docker, {
    issuer: 'client',
    type: 'PruneImages',
    all,
    filters,
  });
  const deleted = ImagesDeleted.map((row) =>
    'Deleted' in row ? `deleted: ${row.Deleted}` : `untagged: ${row.Untagged}`,
  );
  return { deleted, reclaimed: SpaceReclaimed };
};

const printDeleted = ({ out }: Docker, title: string, { deleted }: Pruned): void => {
  if (deleted.length > 0) out(`${title}:\n${deleted.join('\n')}\n\n`);
};

const printReclaimed = ({ out }: Docker, ...all: readonly Pruned[]): number => {
  out(`Total reclaimed space: ${humanSize(all.reduce((sum, { reclaimed }) => sum + reclaimed, 0))}\n`);
  return 0;
};

export const pruneContainers: Verb = async (docker, options) => {
  const filters = filterWords(options);
  if (!isConfirmed(docker, options.is('force'), 'This will remove all stopped containers.'))
    return printReclaimed(docker);
  const pruned = await containersOf(docker, filters);
  printDeleted(docker, 'Deleted Containers', pruned);
  return printReclaimed(docker, pruned);
};

export const pruneVolumes: Verb = async (docker, options) => {
  const filters = filterWords(options);
  const warning = 'This will remove all local volumes not used by at least one container.';
  if (!isConfirmed(docker, options.is('force'), warning)) return printReclaimed(docker);
  const pruned = await volumesOf(docker, filters);
  printDeleted(docker, 'Deleted Volumes', pruned);
  return printReclaimed(docker, pruned);
};

export const pruneImages: Verb = async (docker, options) => {
  const filters = filterWords(options);
  const all = options.is('all');
  const warning = all
    ? 'This will remove all images without at least one container associated to them.'
    : 'This will remove all dangling images.';
  if (!isConfirmed(docker, options.is('force'), warning)) return printReclaimed(docker);
  const pruned = await imagesOf(docker, all, filters);
  printDeleted(docker, 'Deleted Images', pruned);
  return printReclaimed(docker, pruned);
};

/** Stopped containers, unused images, and on request unused volumes; what is wrong with a filter the first of them says. */
export const pruneSystem: Verb = async (docker, options) => {
  const filters = filterWords(options);
  const all = options.is('all');
  const volumes = options.is('volumes');
  if (volumes && filters.until) throw new Complaint('ERROR: The "until" filter is not supported with "--volumes"');
  // Asked and not confirmed, it says nothing more (measured, docs/facts.md).
  if (!isConfirmed(docker, options.is('force'), systemWarning({ all, volumes, filters }))) return 0;
  const containers = await containersOf(docker, filters);
  printDeleted(docker, 'Deleted Containers', containers);
  const unused = volumes ? await volumesOf(docker, filters) : { deleted: [], reclaimed: 0 };
  printDeleted(docker, 'Deleted Volumes', unused);
  const images = await imagesOf(docker, all, filters);
  printDeleted(docker, 'Deleted Images', images);
  return printReclaimed(docker, containers, unused, images);
};

type Asked = { readonly all: boolean; readonly volumes: boolean; readonly filters: Filters };

const systemWarning = ({ all, volumes, filters }: Asked): string => {
  const items = Object.entries(filters).flatMap(([name, values]) => values.map((value) => `${name}=${value}`));
  return [
    'This will remove:',
    '  - all stopped containers',
    '  - all networks not used by at least one container',
    ...(volumes ? ['  - all volumes not used by at least one container'] : []),
    all ? '  - all images without at least one container associated to them' : '  - all dangling images',
    all ? '  - all build cache' : '  - all dangling build cache',
    '',
    ...(items.length > 0
      ? ['  Items to be pruned will be filtered with:', ...items.sort().map((item) => `  - ${item}`), '']
      : []),
  ].join('\n');
};
