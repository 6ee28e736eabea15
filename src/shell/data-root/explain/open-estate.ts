import { lstatSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Estate, PlacedContainer } from '../../../views/data-root/estate.ts';
import { estateOfWorld } from '../../../views/data-root/estate-of-world.ts';
import { BadInput } from '../../bad-input.ts';
import { openWorld, type Until } from '../../log/open-world.ts';
import { estateOfRoot } from './estate-of-root.ts';

/** A directory is a data root, anything else a log. */
export const isDataRoot = (from: string): boolean => lstatSync(from, { throwIfNoEntry: false })?.isDirectory() === true;

export const openEstate = (from: string, until: Until): Estate => {
  if (!isDataRoot(from)) return estateOfWorld(openWorld(from, until).world);
  if (until) throw new BadInput(`${from}: a data root has no past; --until is for logs`);
  return estateOfRoot(resolve(from));
};

/** By name, by id, or by the beginning of an id that no other has. */
export const containerIn = ({ containers }: Estate, name: string): PlacedContainer => {
  const exact = containers.find((it) => it.name === name.replace(/^\//, '') || it.id === name);
  const starting = containers.filter(({ id }) => name !== '' && id.startsWith(name));
  if (exact) return exact;
  if (starting.length > 1) throw new BadInput(`${name}: ${starting.length} containers have ids that begin so`);
  const [only] = starting;
  if (!only)
    throw new BadInput(
      `No such container: ${name}${
        containers.length === 0
          ? '; there are none'
          : `; there are ${containers
              .map((it) => it.name)
              .join(', ')
              .slice(0, 200)}`
      }`,
    );
  return only;
};
