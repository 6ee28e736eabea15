import { closeSync, createReadStream, lstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { bytesOf } from '../../../core/layers/raw-text.ts';
import { BadInput } from '../../bad-input.ts';

type SplitEntry = {
  readonly type: number;
  readonly name?: string;
  readonly name_raw?: string;
  readonly size?: number;
  readonly payload: string | null;
};

/** A layer's tar put together again, as `docker save` does it: headers of the tar-split, contents of the unpacked files. */
export async function* layerTar(split: string, diff: string): AsyncGenerator<Uint8Array> {
  const root = realpathSync(diff);
  for await (const { type, payload, size = 0, ...names } of splitLines(split)) {
    if (type === 2) yield Buffer.from(payload ?? '', 'base64');
    else if (size > 0) yield* fileOf(root, nameOf(names), size);
  }
}

/** The entries of a `tar-split.json.gz`, one a line. */
export async function* splitLines(split: string): AsyncGenerator<SplitEntry> {
  for await (const line of linesOf(split)) yield entryOf(line, split);
}

const entryOf = (line: string, split: string): SplitEntry => {
  try {
    return JSON.parse(line) as SplitEntry;
  } catch {
    throw new BadInput(`${split}: a line is not JSON`);
  }
};

const nameOf = ({ name = '', name_raw }: Partial<SplitEntry>): Buffer =>
  name_raw === undefined ? Buffer.from(bytesOf(name)) : Buffer.from(name_raw, 'base64');

const pieceSize = 1 << 20;

/** Opened only where it really is below the layer: a link on the way could lead anywhere. */
function* fileOf(root: string, name: Buffer, size: number): Generator<Uint8Array> {
  const path = Buffer.concat([Buffer.from(`${root}/`), name]);
  const real = realpathOf(path);
  if (real === undefined || !real.subarray(0, root.length + 1).equals(Buffer.from(`${root}/`)))
    throw new BadInput(`${path.toString()}: is not there, or not in its layer`);
  if (!lstatSync(real).isFile()) throw new BadInput(`${path.toString()}: not a regular file`);
  const file = openSync(real, 'r');
  const buffer = Buffer.alloc(Math.min(pieceSize, size));
  try {
    for (let done = 0; done < size; ) {
      const read = readSync(file, buffer, 0, Math.min(buffer.length, size - done), done);
      if (read === 0) throw new BadInput(`${path.toString()}: ends after ${done} of ${size} bytes`);
      yield buffer.subarray(0, read);
      done += read;
    }
  } finally {
    closeSync(file);
  }
}

/** The names on the way are resolved, the file itself is not. */
const realpathOf = (path: Buffer): Buffer | undefined => {
  try {
    const cut = path.lastIndexOf(0x2f);
    const dir = realpathSync.native(path.subarray(0, cut), { encoding: 'buffer' });
    return Buffer.concat([dir, path.subarray(cut)]);
  } catch {
    return undefined;
  }
};

async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  try {
    for await (const piece of createReadStream(path).pipe(createGunzip()).setEncoding('utf8')) {
      const lines = (rest + String(piece)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    throw new BadInput(`${join(path)}: ${(error as Error).message}`);
  }
  if (rest !== '') yield rest;
}
