import { readFileSync } from 'node:fs';
import type { Digest } from '../../core/kernel/brand.ts';
import { hexOf } from '../../core/kernel/digest.ts';
import type { Slice } from '../../core/layers/layer-of-tar.ts';
import { BadInput } from '../bad-input.ts';

/** A layer tar's table of contents: one line a file, `<hex digest> <offset> <size>`. */
export const slicesText = (slices: readonly Slice[]): string =>
  slices.map(({ content, offset, size }) => `${hexOf(content)} ${offset} ${size}\n`).join('');

const form = /^([0-9a-f]{64}) (\d{1,15}) (\d{1,15})$/;

export const readSlices = (path: string): readonly Slice[] => slicesOf(readFileSync(path, 'latin1'), path);

export const slicesOf = (text: string, name: string): readonly Slice[] => {
  const lines = text.split('\n');
  if (lines.pop() !== '') throw new BadInput(`${name}: the last line is torn`);
  return lines.map((line, at) => {
    const parts = form.exec(line);
    if (!parts) throw new BadInput(`${name}:${at + 1}: not a digest, an offset and a size`);
    return { content: `sha256:${parts[1]}` as Digest, offset: Number(parts[2]), size: Number(parts[3]) };
  });
};
