/** The witnesses: some generated history comes by each of these, or the suite fails. */
export const mustReach: readonly string[] = [
  ...['created', 'running', 'paused', 'restarting', 'exited'].map((it) => `state ${it}`),
  ...[
    'write',
    'append',
    'truncate',
    'unlink',
    'rmdir',
    'mkdir',
    'rename',
    'link',
    'symlink',
    'mknod',
    'chmod',
    'chown',
    'utime',
    'setxattr',
  ].map((it) => `overlay ${it}`),
  'overlay whiteout',
  'overlay opaque',
];
