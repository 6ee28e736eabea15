import type { Instant } from '../kernel/brand.ts';

/** What one member of a tar archive says of itself, names as `textOf` gives them. */
export type TarHeader = {
  /** As in the archive: a directory's ends with a slash. */
  readonly name: string;
  readonly type: TarType;
  /** Permission bits; Docker adds the file type's bits when it writes. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Owner's and group's names; the reader ignores them as Docker does. */
  readonly uname: string;
  readonly gname: string;
  readonly size: number;
  readonly mtime: Instant;
  readonly linkname: string;
  readonly devmajor: number;
  readonly devminor: number;
  /** Extended attributes, values as latin-1 text of their bytes. */
  readonly xattrs?: Readonly<Record<string, string>>;
};

/** The type flag: `0` file, `1` hard link, `2` symlink, `3` character device, `4` block device, `5` directory, `6` FIFO. */
export type TarType = string;

export const blockSize = 512;
/** Room for a name in the header itself, and for its directory part in the ustar prefix. */
export const nameSize = 100;
export const prefixSize = 155;
/** The key prefix of extended attributes in PAX records. */
export const xattrKey = 'SCHILY.xattr.';

/** How many zero bytes fill the last block of that many bytes. */
export const paddingOf = (size: number): number => (blockSize - (size % blockSize)) % blockSize;
