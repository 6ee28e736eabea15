import type { Inode } from './inode.ts';
import type { Who } from './outcome.ts';

/** Whether someone may read (4), write (2) or search and execute (1). Root in a container overrides all modes. */
export const mayAccess = (inode: Inode, who: Who, bits: number): boolean => {
  if (who.uid === 0) return true;
  if (who.uid === inode.uid) return ((inode.mode >> 6) & bits) === bits;
  if (isInGroup(inode.gid, who)) return ((inode.mode >> 3) & bits) === bits;
  return (inode.mode & bits) === bits;
};

export const isInGroup = (gid: number, who: Who): boolean => who.gid === gid || (who.groups?.includes(gid) ?? false);

/** Adding and removing names needs write and search permission on the directory. */
export const mayChangeNames = (dir: Inode, who: Who): boolean => mayAccess(dir, who, 3);

/** In a sticky directory only the owner of the directory or of the object removes its name. */
export const isSticky = (dir: Inode, victim: Inode, who: Who): boolean =>
  who.uid !== 0 && (dir.mode & 0o1000) !== 0 && who.uid !== victim.uid && who.uid !== dir.uid;

/** Mode, times and owner are the owner's to change. */
export const isOwner = (inode: Inode, who: Who): boolean => who.uid === 0 || who.uid === inode.uid;
