import { type Program, result } from './call.ts';
import { redisCli, redisServer } from './redis.ts';
import { getent, id, whoami } from './tools/accounts.ts';
import { cmp, dd } from './tools/bytes.ts';
import { cp } from './tools/copy.ts';
import { jobNumber, startJob, wait, wrapper } from './tools/jobs.ts';
import { ln } from './tools/link.ts';
import { ls } from './tools/list.ts';
import { mkdir } from './tools/make-directory.ts';
import { mount, umount } from './tools/mounts.ts';
import { mv } from './tools/move.ts';
import { link, mktemp, realpath, unlink } from './tools/names.ts';
import { open } from './tools/open.ts';
import { ps } from './tools/ps.ts';
import { cat, sort } from './tools/read-errors.ts';
import { rm, rmdir } from './tools/remove.ts';
import { kill, trap } from './tools/signals.ts';
import { chmod, chown, mknod, truncate } from './tools/special-files.ts';
import { stat } from './tools/stat.ts';
import { env, hostname, isTerminal, tty, umask, uname } from './tools/system.ts';
import { date, sleep } from './tools/time.ts';

const nothing: Program = async () => result(0);

/** Programs and builtins that are told here and not by the interpreter. */
export const programs: Readonly<Record<string, Program>> = {
  'plimsoll-job': startJob,
  'plimsoll-isatty': isTerminal,
  'plimsoll-jobnumber': jobNumber,
  'plimsoll-kill': kill,
  'plimsoll-trap': trap,
  'plimsoll-umask': umask,
  'plimsoll-wait': wait,
  'plimsoll-exec': nothing,
  'plimsoll-open': open,
  'plimsoll-run': nothing,
  cat,
  chgrp: chown,
  chmod,
  chown,
  cmp,
  cp,
  date,
  dd,
  env,
  getent,
  hostname,
  id,
  kill,
  link,
  ln,
  ls,
  mkdir,
  mkfifo: mknod,
  mknod,
  mktemp,
  mount,
  mv,
  nohup: wrapper,
  ps,
  realpath,
  'redis-cli': redisCli,
  'redis-server': redisServer,
  rm,
  rmdir,
  setsid: wrapper,
  sleep,
  sort,
  stat,
  stty: nothing,
  sync: nothing,
  truncate,
  tty,
  umount,
  uname,
  unlink,
  whoami,
};
