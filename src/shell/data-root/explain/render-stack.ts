import type { LayerStory, Tally } from '../../../views/data-root/stack-story.ts';
import { printable } from '../../text/printable.ts';
import { table } from '../../text/table.ts';
import type { ImageStack } from './image-stacks.ts';

/** The stack as it is mounted: the top layer first. */
export const renderStack = ({ id, names, layers, size, visible, wasted, waste, sharing }: ImageStack): string => {
  const title = `${names.length > 0 ? names.join(', ') : '<none>'}  ${id.replace('sha256:', '').slice(0, 12)}`;
  const rows = layers.toReversed().map(rowOf);
  const columns = ['LAYER', 'DIFF ID', 'SIZE', 'ADDS', 'CHANGES', 'HIDES', 'MADE BY'];
  const share = size === 0 ? 0 : Math.round((wasted * 1000) / size) / 10;
  const lines = [
    title,
    ...(layers.length === 0 ? ['no layers'] : table(columns, rows).trimEnd().split('\n')),
    `${layers.length} layers, ${bytes(size)}; a container sees ${bytes(visible)}; wasted ${bytes(wasted)}${wasted === 0 ? '' : ` (${share} %)`}`,
    ...waste.map(
      (it) => `  ${bytes(it.bytes).padStart(9)}  ${it.path}  in layer ${it.in}, ${it.how} by layer ${it.by}`,
    ),
    ...sharing.map((it) => `shares ${it.layers} layers (${bytes(it.bytes)}) with ${it.with}`),
  ];
  return lines.map((line) => `${printable(line)}\n`).join('');
};

const rowOf = ({ number, diffId, size, adds, changes, hides, createdBy = '' }: LayerStory): readonly string[] => [
  `${number}`,
  diffId.replace('sha256:', '').slice(0, 12),
  bytes(size),
  tallied(adds),
  tallied(changes),
  tallied(hides),
  createdBy.length > 60 ? `${createdBy.slice(0, 59)}…` : createdBy,
];

const tallied = ({ objects, bytes: sum }: Tally): string => (objects === 0 ? '-' : `${objects} (${bytes(sum)})`);

/** As docker prints sizes: steps of a thousand, four digits. */
const bytes = (size: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let [value, unit] = [size, 0];
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${Number(value.toPrecision(unit === 0 ? 15 : 3))}${units[unit]}`;
};
