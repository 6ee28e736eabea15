import type { World } from '../../core/world.ts';
import { type DataRoot, dataRoot, dataRootPath, type PathNode } from '../../views/data-root.ts';
import { BadInput } from '../bad-input.ts';
import { printable } from './printable.ts';
import { modeText } from './tree.ts';

/** The whole data root, or what stands at and below one path of it; a short path is one under `/var/lib/docker`. */
export const showDataRoot = (world: World, of: string): DataRoot => {
  const all = dataRoot(world);
  if (of === '') return all;
  const path = (of.startsWith('/') ? of : `${dataRootPath}/${of}`).replace(/\/+$/, '');
  const found = new Map([...all].filter(([at]) => at === path || at.startsWith(`${path}/`)));
  if (found.size === 0) throw new BadInput(`there is no ${path}`);
  return found;
};

/** A line for each path; small texts beside their file, and a single file's text whole. */
export const renderDataRoot = (nodes: DataRoot, of: string): string => {
  const [only] = nodes.values();
  if (of !== '' && nodes.size === 1 && only?.content !== undefined) return ended(only.content);
  return [...nodes]
    .map(([path, node]) => `${modeText(node.type, node.mode)} ${printable(path)}${tail(node)}\n`)
    .join('');
};

const ended = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

const longest = 100;

const tail = ({ target, content, digest, device }: PathNode): string => {
  if (target !== undefined) return ` -> ${printable(target)}`;
  if (device !== undefined) return ` (${device.join(', ')})`;
  if (digest !== undefined) return `  ${digest.slice(0, 19)}…`;
  if (content === undefined || content === '') return '';
  return `  ${printable(content.length > longest ? `${content.slice(0, longest)}…` : content)}`;
};
