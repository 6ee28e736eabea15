import { disk, type FileSystem } from '../../src/shell/stores/file-system.ts';

/** A disk of which some calls fail, and that a crash can stop at any byte. */
export type BrokenDisk = FileSystem & {
  /** What happens to the next writes: so many bytes still fit, then this error. */
  readonly failAfter: (bytes: number, code: string) => void;
  /** The next fsync fails with this error. */
  readonly failSync: (code: string) => void;
  /** Truncations fail too, until the disk is whole again. */
  readonly failTruncate: (code: string) => void;
  readonly mend: () => void;
};

const failure = (code: string): Error => Object.assign(new Error(`${code}: injected`), { code });

export const brokenDisk = (): BrokenDisk => {
  let room = Number.POSITIVE_INFINITY;
  let writing = '';
  let syncing: string | undefined;
  let truncating: string | undefined;
  return {
    ...disk,
    writeSync: (file, from, offset, length, position) => {
      const fits = Math.min(length, room);
      if (fits <= 0) throw failure(writing);
      // A full disk takes what fits and says so at the next call; sometimes only a byte at a time.
      const written = disk.writeSync(file, from, offset, fits, position);
      room -= written;
      return written;
    },
    fsyncSync: (file) => {
      if (syncing !== undefined) throw failure(syncing);
      disk.fsyncSync(file);
    },
    ftruncateSync: (file, size) => {
      if (truncating !== undefined) throw failure(truncating);
      disk.ftruncateSync(file, size);
    },
    failAfter: (bytes, code) => {
      [room, writing] = [bytes, code];
    },
    failSync: (code) => {
      syncing = code;
    },
    failTruncate: (code) => {
      truncating = code;
    },
    mend: () => {
      [room, syncing, truncating] = [Number.POSITIVE_INFINITY, undefined, undefined];
    },
  };
};
