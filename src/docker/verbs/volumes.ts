import { hasLabel } from '../../core/commands/client/prune-filters.ts';
import type { VolumeName } from '../../core/kernel/brand.ts';
import { ask, Complaint, forEach, orMissing, type Verb } from '../docker.ts';
import { printRows } from '../format/rows.ts';
import { pairsOf } from './host-config.ts';
import { filtersOf } from './lists.ts';

/** Where the model's engine keeps its data. */
export const dataRoot = '/var/lib/docker';

export const createVolume: Verb = async (docker, options) => {
  const name = options.args[0] ?? options.one('name');
  const driver = options.one('driver');
  const created = await ask<{ readonly name: VolumeName }>(docker, {
    issuer: 'client',
    type: 'CreateVolume',
    ...(name !== undefined && { name }),
    ...(driver !== undefined && { driver }),
    // The client sends both always, empty as they may be.
    labels: pairsOf(options.all('label')),
    options: pairsOf(options.all('opt')),
  });
  docker.out(`${created.name}\n`);
  return 0;
};

export const removeVolumes: Verb = (docker, options) =>
  forEach(docker, options.args, async (volume) => {
    const removal = { volume, force: options.is('force') };
    await orMissing('volume', volume, ask(docker, { issuer: 'client', type: 'RemoveVolume', ...removal }));
    return volume;
  });

const known = new Set(['name', 'label', 'driver', 'dangling']);

export const listVolumes: Verb = async (docker, options) => {
  await ask(docker, { issuer: 'client', type: 'ListVolumes' });
  const { world } = docker.machine;
  const filters = filtersOf(options.all('filter'));
  for (const [key, values] of filters) {
    if (!known.has(key)) throw new Complaint(`Error response from daemon: Invalid filter '${key}'`);
    if (key === 'dangling' && values.some((value) => !/^(1|0|true|false)$/.test(value)))
      throw new Complaint(`Error response from daemon: Invalid filter 'dangling=[${values.join(' ')}]'`);
  }
  const chosen = [...world.volumes.values()]
    .filter(({ name }) => (filters.get('name') ?? [name]).some((part) => name.includes(part)))
    .filter(({ labels }) => (filters.get('label') ?? []).every((label) => hasLabel(labels ?? {}, label)))
    .filter(({ driver }) => (filters.get('driver') ?? [driver]).includes(driver))
    .filter(({ name }) =>
      (filters.get('dangling') ?? []).every(
        (value) => /^(true|1)$/.test(value) !== world.indexes.volumeContainers.has(name),
      ),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const rows = chosen.map(({ name, driver, labels = {} }) => ({
    Driver: driver,
    Labels: Object.entries(labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(','),
    Links: 'N/A',
    Mountpoint: `${dataRoot}/volumes/${name}/_data`,
    Name: name,
    Scope: 'local',
    Size: 'N/A',
    Label: (key: string) => (Object.hasOwn(labels, key) ? labels[key] : ''),
  }));
  const format = options.is('quiet') ? '{{.Name}}' : (options.one('format') ?? 'table {{.Driver}}\\t{{.Name}}');
  const headers = {
    Name: 'VOLUME NAME',
    Driver: 'DRIVER',
    Scope: 'SCOPE',
    Mountpoint: 'MOUNTPOINT',
    Labels: 'LABELS',
    Links: 'LINKS',
    Size: 'SIZE',
  };
  docker.out(printRows(format, { type: '*formatter.volumeContext', headers, rows }));
  return 0;
};
