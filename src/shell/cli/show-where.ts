import type { World } from '../../core/world.ts';
import { containerPathsOf, hostPathOf } from '../../views/host-path.ts';
import { BadInput } from '../bad-input.ts';
import { printable } from '../text/printable.ts';
import { table } from '../text/table.ts';
import { containerNamed, type Shown } from './show.ts';

/** `where C:PATH` goes from the container to the host, `where /PATH` from the host to the containers. */
export const showWhere = (world: World, of: string): Shown => {
  if (of.startsWith('/')) {
    const inside = containerPathsOf(world, of);
    const rows = inside.map(({ container, path }) => [world.containers.get(container)?.name, path]);
    return { data: inside, text: () => table(['CONTAINER', 'PATH'], rows) };
  }
  const colon = of.indexOf(':/');
  if (colon < 0) throw new BadInput(`${of}: not of the form CONTAINER:/PATH`);
  const path = of.slice(colon + 1);
  const found = hostPathOf(world, containerNamed(world, of.slice(0, colon)), path);
  if (!found) throw new BadInput(`${of.slice(0, colon)}: ${path} is nowhere on the host's disk`);
  const { lies, seen } = found;
  return { data: found, text: () => `${printable(lies)}\n${seen === undefined ? '' : `${printable(seen)}\n`}` };
};
