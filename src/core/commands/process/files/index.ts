import type { Verbs } from '../../verbs.ts';
import { type AppendFile, appendFile } from './append-file.ts';
import { type ChmodFile, chmodFile } from './chmod-file.ts';
import { type ChownFile, chownFile } from './chown-file.ts';
import { type CreateFile, createFile } from './create-file.ts';
import { type LinkFile, linkFile } from './link-file.ts';
import { type MakeDirectory, makeDirectory } from './make-directory.ts';
import { type MakeSpecialFile, makeSpecialFile } from './make-special-file.ts';
import { type RemoveDirectory, removeDirectory } from './remove-directory.ts';
import { type RemoveFile, removeFile } from './remove-file.ts';
import { type RemoveXattr, removeXattr } from './remove-xattr.ts';
import { type RenameFile, renameFile } from './rename-file.ts';
import { type SetXattr, setXattr } from './set-xattr.ts';
import { type SymlinkFile, symlinkFile } from './symlink-file.ts';
import { type TouchFile, touchFile } from './touch-file.ts';
import { type TruncateFile, truncateFile } from './truncate-file.ts';
import { type WriteFile, writeFile } from './write-file.ts';

/** What a process does to files. */
export type FileVerb =
  | AppendFile
  | ChmodFile
  | ChownFile
  | CreateFile
  | LinkFile
  | MakeDirectory
  | MakeSpecialFile
  | RemoveDirectory
  | RemoveFile
  | RemoveXattr
  | RenameFile
  | SetXattr
  | SymlinkFile
  | TouchFile
  | TruncateFile
  | WriteFile;

export const fileVerbs: Verbs<FileVerb> = {
  AppendFile: appendFile,
  ChmodFile: chmodFile,
  ChownFile: chownFile,
  CreateFile: createFile,
  LinkFile: linkFile,
  MakeDirectory: makeDirectory,
  MakeSpecialFile: makeSpecialFile,
  RemoveDirectory: removeDirectory,
  RemoveFile: removeFile,
  RemoveXattr: removeXattr,
  RenameFile: renameFile,
  SetXattr: setXattr,
  SymlinkFile: symlinkFile,
  TouchFile: touchFile,
  TruncateFile: truncateFile,
  WriteFile: writeFile,
};
