import { millisOf } from '../../../core/kernel/instant.ts';
import { bytesOf, bytesOfLatin1 } from '../../../core/layers/raw-text.ts';
import { blockSize, paddingOf } from '../../../core/layers/tar-header.ts';
import type { PathNode } from '../../../views/data-root.ts';

/** The blocks before a member's content, as GNU tar reads them: names as bytes, times to the nanosecond, attributes. */
export const memberOf = (path: string, node: PathNode, size: number, hardLink?: string): Buffer => {
  const type = hardLink === undefined ? flags[node.type] : '1';
  const name = Buffer.from(bytesOf(node.type === 'directory' ? `${path}/` : path));
  const link = Buffer.from(bytesOf(hardLink ?? node.target ?? ''));
  const block = Buffer.alloc(blockSize);
  name.copy(block, 0, 0, Math.min(100, name.length));
  octal(block, 100, 8, node.mode & 0o7777);
  for (const at of [108, 116]) octal(block, at, 8, 0);
  octal(block, 124, 12, Math.min(size, 8 ** 11 - 1));
  octal(block, 136, 12, 0);
  link.copy(block, 157, 0, Math.min(100, link.length));
  const [major = 0, minor = 0] = node.device ?? [];
  octal(block, 329, 8, major);
  octal(block, 337, 8, minor);
  return Buffer.concat([
    ...(name.length > 100 ? [longText('L', name)] : []),
    ...(link.length > 100 ? [longText('K', link)] : []),
    extension('x', Buffer.concat(recordsOf(node, size, hardLink !== undefined))),
    finished(block, type),
  ]);
};

const flags: Readonly<Record<PathNode['type'], string>> = {
  file: '0',
  symlink: '2',
  char: '3',
  block: '4',
  directory: '5',
  fifo: '6',
  socket: '0',
};

/** Owner, time and size stand in records always: they have no limits there. */
const recordsOf = ({ uid = 0, gid = 0, mtime, xattrs = {} }: PathNode, size: number, linked: boolean): Buffer[] => [
  record('uid', `${uid}`),
  record('gid', `${gid}`),
  record('size', `${size}`),
  ...(mtime === undefined ? [record('mtime', `${Math.floor(Date.now() / 1000)}`)] : [record('mtime', timeText(mtime))]),
  ...(linked ? [] : Object.entries(xattrs).map(([key, value]) => record(`SCHILY.xattr.${key}`, bytesOfLatin1(value)))),
];

/** Seconds with nine digits behind the point; before 1970 they count down from the next lower second. */
const timeText = (at: NonNullable<PathNode['mtime']>): string => {
  const seconds = Math.floor(millisOf(at) / 1000);
  const fraction = at.slice(20, 29);
  if (seconds >= 0 || fraction === '000000000') return `${seconds}.${fraction}`;
  const nanos = 1_000_000_000n - BigInt(fraction);
  return `-${-(seconds + 1)}.${String(nanos).padStart(9, '0')}`;
};

/** `<length> <key>=<value>\n`, where the length counts its own digits too. */
const record = (key: string, value: string | Uint8Array): Buffer => {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value as Uint8Array), Buffer.from('\n')]);
  let length = rest.length;
  while (length !== rest.length + `${length}`.length) length = rest.length + `${length}`.length;
  return Buffer.concat([Buffer.from(`${length}`), rest]);
};

const longText = (type: 'L' | 'K', text: Buffer): Buffer => extension(type, Buffer.concat([text, Buffer.alloc(1)]));

const extension = (type: string, data: Buffer): Buffer => {
  const block = Buffer.alloc(blockSize);
  block.write('././@LongLink', 0, 'latin1');
  for (const at of [100, 108, 116]) octal(block, at, 8, 0);
  octal(block, 124, 12, data.length);
  octal(block, 136, 12, 0);
  return Buffer.concat([finished(block, type), data, Buffer.alloc(paddingOf(data.length))]);
};

const finished = (block: Buffer, type: string): Buffer => {
  block.write(type, 156, 'latin1');
  block.write('ustar\u000000', 257, 'latin1');
  block.fill(0x20, 148, 156);
  octal(
    block,
    148,
    7,
    block.reduce((sum, byte) => sum + byte, 0),
  );
  return block;
};

const octal = (block: Buffer, at: number, size: number, value: number): void => {
  block.write(value.toString(8).padStart(size - 1, '0'), at, size - 1, 'latin1');
};
