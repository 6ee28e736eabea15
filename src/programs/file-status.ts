import type { Stat } from '../core/overlay/index.ts';

/** What `lstat` tells of a file, wherever it is, and where a symlink points. */
export type FileStatus = Stat & { readonly target?: string };
