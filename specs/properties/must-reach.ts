import { reachedRejections } from './rejections.ts';

/** The witnesses: some generated history comes by each of these, or the suite fails. */
export const mustReach: readonly string[] = [
  ...['created', 'running', 'paused', 'restarting', 'exited'].map((it) => `state ${it}`),
  ...[
    ...['write', 'append', 'truncate', 'unlink', 'rmdir', 'mkdir', 'rename', 'link', 'symlink', 'mknod'],
    ...['chmod', 'chown', 'utime', 'setxattr', 'prepare', 'extract', 'whiteout', 'opaque'],
  ].map((it) => `overlay ${it}`),
  ...reachedRejections.map((it) => `rejection ${it}`),
];
