import type { Contents } from '../kernel/entropy.ts';
import { readFile } from '../overlay/look.ts';
import type { Union } from '../overlay/union.ts';
import { textOf } from './raw-text.ts';

/** Names of user and group numbers on the daemon's host: Docker 20.10 writes them into layer tars, so digests depend on them. */
export type Owners = {
  readonly users: Readonly<Record<number, string>>;
  readonly groups: Readonly<Record<number, string>>;
};

/** What a fresh Debian host has (its `base-passwd` package). */
export const debianOwners: Owners = {
  users: {
    0: 'root',
    1: 'daemon',
    2: 'bin',
    3: 'sys',
    4: 'sync',
    5: 'games',
    6: 'man',
    7: 'lp',
    8: 'mail',
    9: 'news',
    10: 'uucp',
    13: 'proxy',
    33: 'www-data',
    34: 'backup',
    38: 'list',
    39: 'irc',
    42: '_apt',
    65534: 'nobody',
  },
  groups: {
    0: 'root',
    1: 'daemon',
    2: 'bin',
    3: 'sys',
    4: 'adm',
    5: 'tty',
    6: 'disk',
    7: 'lp',
    8: 'mail',
    9: 'news',
    10: 'uucp',
    12: 'man',
    13: 'proxy',
    15: 'kmem',
    20: 'dialout',
    21: 'fax',
    22: 'voice',
    24: 'cdrom',
    25: 'floppy',
    26: 'tape',
    27: 'sudo',
    29: 'audio',
    30: 'dip',
    33: 'www-data',
    34: 'backup',
    37: 'operator',
    38: 'list',
    39: 'irc',
    40: 'src',
    42: 'shadow',
    43: 'utmp',
    44: 'video',
    45: 'sasl',
    46: 'plugdev',
    50: 'staff',
    60: 'games',
    100: 'users',
    65534: 'nogroup',
  },
};

/** What a root file system says itself; the host's name service knows root and nobody where the files do not. */
export const ownersIn = (union: Union, contents: Contents): Owners => ({
  users: { 0: 'root', 65534: 'nobody', ...namesIn(union, '/etc/passwd', contents) },
  groups: { 0: 'root', 65534: 'nogroup', ...namesIn(union, '/etc/group', contents) },
});

/** `name:password:number:…`, one a line; the first of a number counts. */
const namesIn = (union: Union, path: string, contents: Contents): Readonly<Record<number, string>> => {
  const read = readFile(union, path, contents);
  const lines = read.ok ? textOf(read.value).split('\n') : [];
  const names: Record<number, string> = {};
  for (const [, name = '', number = ''] of lines.map((line) => /^([^#:][^:]*):[^:]*:(\d+):/.exec(line) ?? [])) {
    if (name !== '') names[Number(number)] ??= name;
  }
  return names;
};
