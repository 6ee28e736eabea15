import { shortId } from '../../core/kernel/digest.ts';
import { diff } from '../../views/diff.ts';
import { history } from '../../views/history.ts';
import { images } from '../../views/images.ts';
import { inspectContainer } from '../../views/inspect.ts';
import { inspectImage } from '../../views/inspect-image.ts';
import { layers } from '../../views/layers.ts';
import { mountOptions } from '../../views/mounts.ts';
import { containerView, hostTree } from '../../views/processes.ts';
import { ps } from '../../views/ps.ts';
import { inspectVolume, volumes } from '../../views/volumes.ts';
import { BadInput } from '../bad-input.ts';
import { renderDataRoot, showDataRoot } from '../text/data-root.ts';
import { jsonText } from '../text/json-text.ts';
import { renderContainers, renderHistory, renderImages } from '../text/lists.ts';
import { printable } from '../text/printable.ts';
import { renderHost, renderOwn } from '../text/processes.ts';
import { table } from '../text/table.ts';
import { containerNamed, containerOrImage, imageNamed, type Shown, type View } from './show.ts';
import { showTree } from './show-tree.ts';
import { showWhere } from './show-where.ts';

const shown = (data: unknown, text: () => string): Shown => ({ data, text });

/** Everything that `replay --show` knows, but for docker-events: that one looks at the way, not at its end. */
export const views: ReadonlyMap<string, View> = new Map<string, View>([
  [
    'ps',
    {
      says: 'containers, those that ended too',
      show: ({ world, now }) => {
        const rows = ps(world, { all: true });
        return shown(rows, () => renderContainers(world, now));
      },
    },
  ],
  ['images', { says: 'images', show: ({ world, now }) => shown(images(world), () => renderImages(world, now)) }],
  [
    'history',
    {
      of: 'REF',
      says: "an image's history",
      show: ({ world, now }, of) => {
        const image = imageNamed(world, of);
        return shown(history(world, image), () => renderHistory(world, image, now));
      },
    },
  ],
  [
    'inspect',
    {
      of: 'X',
      says: 'a container, an image or a volume as the Engine API tells it',
      show: ({ world }, of) => {
        const volume = [...world.volumes.values()].find(({ name }) => name === of);
        try {
          const found = containerOrImage(world, of);
          const data =
            'container' in found ? inspectContainer(world, found.container) : inspectImage(world, found.image);
          return shown(data, () => jsonText([data]));
        } catch (error) {
          if (!(error instanceof BadInput) || !volume) throw error;
          return shown(inspectVolume(volume), () => jsonText([inspectVolume(volume)]));
        }
      },
    },
  ],
  [
    'diff',
    {
      of: 'C',
      says: 'what a container changed in its own layer',
      show: ({ world }, of) => {
        const rows = diff(world, containerNamed(world, of).id) ?? [];
        return shown(rows, () => rows.map(({ kind, path }) => `${kind} ${printable(path)}\n`).join(''));
      },
    },
  ],
  [
    'tree',
    {
      of: 'C[:PATH]',
      says: 'the merged file tree of a container or an image',
      show: ({ world }, of) => showTree(world, of),
    },
  ],
  [
    'layers',
    {
      says: 'read-only layers and who holds them',
      show: ({ world }) => {
        const rows = layers(world);
        const cells = rows.map((it) => [
          shortId(it.chainId),
          shortId(it.diffId),
          it.parent === undefined ? '' : shortId(it.parent),
          it.size,
          it.cacheId.slice(0, 12),
          it.users.map((user) => user.replace(/\/(?:sha256:)?(.{12}).*/, '/$1')).join(' '),
        ]);
        return shown(rows, () => table(['CHAIN ID', 'DIFF ID', 'PARENT', 'SIZE', 'CACHE ID', 'USED BY'], cells));
      },
    },
  ],
  [
    'processes',
    {
      of: 'C',
      optional: true,
      says: "the host's processes, or a container's own view of its processes",
      show: ({ world }, of) => {
        if (of === '') {
          const rows = hostTree(world);
          return shown(rows, () => renderHost(rows));
        }
        const rows = containerView(world, containerNamed(world, of).id);
        return shown(rows, () => renderOwn(rows));
      },
    },
  ],
  [
    'volumes',
    {
      says: 'volumes and who uses them',
      show: ({ world }) => {
        const rows = volumes(world);
        const short = (ids: readonly string[]): string => ids.map(shortId).join(' ');
        const cells = rows.map((it) => [it.Driver, it.Name, short(it.usedBy), short(it.mountedBy)]);
        return shown(rows, () => table(['DRIVER', 'VOLUME NAME', 'USED BY', 'MOUNTED BY'], cells));
      },
    },
  ],
  [
    'mounts',
    {
      of: 'C',
      says: "the options of a container's overlay mount",
      show: ({ world }, of) => {
        const { id } = containerNamed(world, of);
        const options = mountOptions(world, id);
        const mounted = world.writeLayers.get(id)?.mounted === true;
        return shown({ mounted, options }, () => `${options ?? ''}\n`);
      },
    },
  ],
  [
    'where',
    {
      of: 'C:PATH',
      says: "where a container's path is on the host, or who sees a host's path (where /PATH)",
      show: ({ world }, of) => showWhere(world, of),
    },
  ],
  [
    'data-root',
    {
      of: 'PATH',
      optional: true,
      says: 'everything under /var/lib/docker, or one path of it',
      show: ({ world }, of) => {
        const nodes = showDataRoot(world, of);
        return shown(nodes, () => renderDataRoot(nodes, of));
      },
    },
  ],
]);

/** Name and argument of every view, for the help. */
export const viewHelp = (): string =>
  [...views]
    .map(([name, { of, optional, says }]) => [of === undefined ? name : `${name} ${optional ? `[${of}]` : of}`, says])
    .concat([['docker-events', "Docker's own event stream"]])
    .map(([name = '', says = '']) => `  ${name.padEnd(18)} ${says}\n`)
    .join('');
