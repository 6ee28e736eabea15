import { closeSync, lstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { cleanPath } from '../../core/layers/unpack.ts';
import { BadInput } from '../bad-input.ts';
import { indexTar } from './index-tar.ts';

/** A regular file of an archive: a stretch of a file on disk. */
export type Member = { readonly name: string; readonly file: string; readonly offset: number; readonly size: number };

/** A `docker save` archive or an OCI layout, as a tar or as a directory. Nothing is unpacked. */
export type Archive = {
  readonly path: string;
  /** The repository of an image that carries only a tag: what the archive is called. */
  readonly name: string;
  /** The member that a name leads to, links followed; names that climb out lead to the root, as in the engine. */
  readonly find: (name: string) => Member | undefined;
};

export const openArchive = (path: string): Archive => {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new BadInput(`${path}: no such file or directory`);
  const name = basename(resolve(path)).replace(/\.(tar|oci|tgz|tar\.gz)$/, '');
  if (stat.isDirectory()) return { path, name, find: (member) => findInDirectory(path, member) };
  if (!stat.isFile()) throw new BadInput(`${path}: neither a file nor a directory`);
  return { path, name, find: indexTar(path, stat.size) };
};

const findInDirectory = (dir: string, name: string): Member | undefined => {
  if (name.includes('\0')) return undefined;
  const path = join(dir, cleanPath(`/${name}`));
  if (!lstatSync(path, { throwIfNoEntry: false })) return undefined;
  const file = realpathSync(path);
  if (relative(realpathSync(dir), file).startsWith('..')) throw new BadInput(`${dir}: ${name} leads outside`);
  const stat = statSync(file);
  if (!stat.isFile()) throw new BadInput(`${dir}: ${name} is not a regular file`);
  return { name, file, offset: 0, size: stat.size };
};

const mostText = 16 * 1024 * 1024;
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A small member as text: a manifest, an index, a config. */
export const readText = (archive: Archive, { name, size, ...member }: Member): string => {
  if (size > mostText) throw new BadInput(`${archive.path}: ${name} has ${size} bytes, too many for what it is`);
  try {
    return strict.decode(Buffer.concat([...pieces({ name, size, ...member })].map((piece) => Uint8Array.from(piece))));
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw new BadInput(`${archive.path}: ${name} is not UTF-8 text`);
  }
};

export const readJson = (archive: Archive, member: Member): unknown => {
  try {
    return JSON.parse(readText(archive, member));
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw new BadInput(`${archive.path}: ${member.name} is not JSON: ${(error as Error).message}`);
  }
};

const pieceSize = 1 << 20;

/** A member's bytes, piece by piece; each piece is overwritten by the next. */
export function* pieces({ name, file, offset, size }: Member): Generator<Uint8Array> {
  const buffer = new Uint8Array(Math.min(pieceSize, size));
  const opened = openSync(file, 'r');
  try {
    for (let done = 0; done < size; ) {
      const read = readSync(opened, buffer, 0, Math.min(buffer.length, size - done), offset + done);
      if (read === 0) throw new BadInput(`${file}: ${name} ends after ${done} of ${size} bytes`);
      yield buffer.subarray(0, read);
      done += read;
    }
  } finally {
    closeSync(opened);
  }
}
