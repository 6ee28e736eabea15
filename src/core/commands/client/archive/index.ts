import type { Verbs } from '../../verbs.ts';
import { type GetArchive, getArchive } from './get-archive.ts';
import { type PutArchive, putArchive } from './put-archive.ts';
import { type StatArchive, statArchive } from './stat-archive.ts';

/** The three requests behind `docker cp`. */
export type ArchiveCommand = GetArchive | PutArchive | StatArchive;

export const archiveVerbs: Verbs<ArchiveCommand> = {
  GetArchive: getArchive,
  PutArchive: putArchive,
  StatArchive: statArchive,
};
