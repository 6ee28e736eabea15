import type { Instant } from '../../core/kernel/brand.ts';
import type { Image } from '../../core/streams/image/image.ts';
import type { World } from '../../core/world.ts';
import { containerListing, containerTable } from '../../docker/format/container-rows.ts';
import { createdOf, historyListing, historyTable, imageListing, imageTable } from '../../docker/format/image-rows.ts';
import { printRows } from '../../docker/format/rows.ts';
import { psContainers } from '../../views/ps.ts';

/** As `docker ps -a` prints them. */
export const renderContainers = (world: World, now: Instant): string =>
  printRows(containerTable(false), containerListing(world, psContainers(world, true), now, true));

/** As `docker images` prints them. */
export const renderImages = (world: World, now: Instant): string => {
  const newestFirst = [...world.images.values()].sort((a, b) => (createdOf(a) > createdOf(b) ? -1 : 1));
  return printRows(imageTable(false), imageListing(world, newestFirst, { now, trunc: true, digests: false }));
};

/** As `docker history` prints it. */
export const renderHistory = (world: World, image: Image, now: Instant): string =>
  printRows(historyTable(true), historyListing(world, image, { now, trunc: true, digests: false, human: true }));
