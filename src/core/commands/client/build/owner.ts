import type { Rejection } from '../../../kernel/decision.ts';
import { type AccountFile, type AccountLines, accountLines } from '../../../lifecycle/account-files.ts';
import type { Union } from '../../../overlay/index.ts';
import type { Context } from '../../context.ts';

export type Owner = { readonly uid: number; readonly gid: number };

/**
 * `--chown` of COPY and ADD. Numbers are taken as they are, and cut to 32 bits; names are looked up in the image; a single
 * one is both, so that a user needs a group of that name. `merged` is where the engine mounts the image (measured, docs/facts.md).
 */
export const ownerOf = (
  chown: string | undefined,
  image: Union,
  merged: string,
  contents: Context['contents'],
): Owner | Rejection => {
  if (chown === undefined) return { uid: 0, gid: 0 };
  const [user = '', group = user, more] = chown.split(':');
  if (more !== undefined) return unknownOwner(`invalid chown string format: ${chown}`);
  const find = (name: string, file: AccountFile): number | string =>
    isNumber(name) ? idOf(name) : lookUp(name, file, accountLines(image, file, contents), merged);
  const uid = find(user, '/etc/passwd');
  if (typeof uid === 'string') return unknownOwner(uid);
  const gid = find(group, '/etc/group');
  if (typeof gid === 'string') return unknownOwner(gid);
  return { uid, gid };
};

/** The number of a name, or why there is none. */
const lookUp = (name: string, file: AccountFile, lines: AccountLines, merged: string): number | string => {
  const [number, kind] = file === '/etc/passwd' ? ['uid', 'user'] : ['gid', 'group'];
  const why = `can't find ${number} for ${kind} ${name}:`;
  switch (lines) {
    case 'missing':
      return `${why} open ${merged}${file}: no such file or directory`;
    case 'directory':
      return `${why} read ${merged}${file}: is a directory`;
    case 'loop':
      return `can't resolve ${file} path in container rootfs: evalSymlinksInScope: too many links in ${merged}${file}`;
    default: {
      const found = lines === 'unknown' ? undefined : lines.find(([it]) => it === name && name !== '');
      return found === undefined ? `${why} no such ${kind}: ${name}` : Number(found[2]);
    }
  }
};

/** What fits into 64 bits; anything else is a name. */
const isNumber = (text: string): boolean => /^[+-]?\d+$/.test(text) && Math.abs(Number(text)) < 2 ** 63;

/** The kernel takes 32 bits, and all of them set for "as it is": the engine's own files are root's. */
const idOf = (text: string): number => {
  const id = Number(BigInt.asUintN(32, BigInt(text)));
  return id === 2 ** 32 - 1 ? 0 : id;
};

const unknownOwner = (why: string): Rejection => ({
  code: 'UnknownOwner',
  status: 500,
  message: `unable to convert uid/gid chown string to host mapping: ${why}`,
});
