import * as node from 'node:fs';

/** The calls that a log file needs; tests put a disk under it that fails and that is cut off. */
export type FileSystem = {
  readonly openSync: (path: string, flags: string) => number;
  readonly closeSync: (file: number) => void;
  readonly readSync: (file: number, into: Uint8Array, offset: number, length: number, position: number) => number;
  readonly writeSync: (file: number, from: Uint8Array, offset: number, length: number, position: number) => number;
  readonly ftruncateSync: (file: number, size: number) => void;
  readonly fsyncSync: (file: number) => void;
  readonly sizeOf: (file: number) => number;
};

export const disk: FileSystem = {
  openSync: node.openSync,
  closeSync: node.closeSync,
  readSync: node.readSync,
  writeSync: node.writeSync,
  ftruncateSync: node.ftruncateSync,
  fsyncSync: node.fdatasyncSync,
  sizeOf: (file) => node.fstatSync(file).size,
};
