import { TarReader } from '../../../core/layers/read-tar.ts';
import type { TarHeader } from '../../../core/layers/tar-header.ts';
import type { Line } from '../../../views/data-root/stack-story.ts';
import { BadInput } from '../../bad-input.ts';
import { splitLines } from '../ingest/layer-tar.ts';

const [whiteout, opaque] = ['.wh.', '.wh..wh..opq'];

/** A layer of a real root, path by path: its tar-split has the headers of its tar, and no file is opened. */
export const linesOfSplit = async (split: string): Promise<readonly Line[]> => {
  const lines: Line[] = [];
  const reader = new TarReader({
    entry: (header) => void lines.push(...lineOf(header)),
    data: () => {},
    end: () => {},
  });
  const write = (bytes: Uint8Array): void => {
    const problem = reader.write(bytes);
    if (problem) throw new BadInput(`${split}: ${problem.message}`);
  };
  for await (const { type, payload, size = 0 } of splitLines(split)) {
    if (type === 2) write(Buffer.from(payload ?? '', 'base64'));
    else for (let left = size; left > 0; left -= zeros.length) write(zeros.subarray(0, Math.min(left, zeros.length)));
  }
  return lines;
};

/** What stands for contents. */
const zeros = new Uint8Array(1 << 20);

const lineOf = ({ name, type, size, linkname }: TarHeader): readonly Line[] => {
  const path = `/${name.replace(/^(\.?\/)+/, '').replace(/\/+$/, '')}`;
  const cut = path.lastIndexOf('/');
  const [dir, last] = [path.slice(0, cut), path.slice(cut + 1)];
  if (last === '' || last === '.') return [];
  if (last === opaque) return [{ path: dir, kind: 'directory', size: 0, opaque: true }];
  if (last.startsWith(whiteout)) return [{ path: `${dir}/${last.slice(whiteout.length)}`, kind: 'whiteout', size: 0 }];
  if (type === '5') return [{ path, kind: 'directory', size: 0 }];
  return [{ path, kind: 'other', size: type === '2' ? Buffer.byteLength(linkname) : type === '0' ? size : 0 }];
};
