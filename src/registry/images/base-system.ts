import { known } from '../../core/kernel/impossible.ts';
import { parseInstant } from '../../core/kernel/instant.ts';
import { directory, file, layerOf, type Piece, program, symlink } from '../pieces.ts';
import { made, set } from '../steps.ts';

/** A small system in the shape of Debian: directories, accounts, a shell and file tools. */
const at = known(parseInstant('2023-10-04T08:00:00.104731Z'), 'time');

export const passwd = `root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
bin:x:2:2:bin:/bin:/usr/sbin/nologin
sys:x:3:3:sys:/dev:/usr/sbin/nologin
mail:x:8:8:mail:/var/mail:/usr/sbin/nologin
www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
`;

export const group = `root:x:0:
daemon:x:1:
bin:x:2:
sys:x:3:
adm:x:4:
tty:x:5:
mail:x:8:
www-data:x:33:
shadow:x:42:
staff:x:50:
nogroup:x:65534:
`;

const osRelease = `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
ID=debian
`;

/** The names that a shell script expects to find. */
export const tools =
  `[ awk basename bash cat chgrp chmod chown cmp cp cut date dash dd df diff dirname du echo env expr false find
getent grep gunzip gzip head hostname id kill link ln ls md5sum mkdir mkfifo mknod mktemp mount mv nl nohup od printenv
printf ps pwd readlink realpath rm rmdir sed seq setsid sha256sum sleep sort stat stty sync tail tar tee test timeout touch tr
true truncate tty umount uname uniq unlink wc which whoami xargs yes`.split(/\s+/);

const directories: readonly Piece[] = [
  ...[
    'boot',
    'dev',
    'etc',
    'etc/default',
    'etc/skel',
    'home',
    'media',
    'mnt',
    'opt',
    'proc',
    'run',
    'srv',
    'sys',
    'usr',
  ],
  ...[
    'usr/bin',
    'usr/lib',
    'usr/lib/x86_64-linux-gnu',
    'usr/lib64',
    'usr/sbin',
    'usr/share',
    'usr/share/doc',
    'usr/src',
  ],
  ...[
    'usr/local',
    'usr/local/bin',
    'usr/local/etc',
    'usr/local/lib',
    'usr/local/sbin',
    'usr/local/share',
    'usr/include',
  ],
  ...['var', 'var/backups', 'var/cache', 'var/lib', 'var/log', 'var/opt', 'var/spool'],
].map((path) => directory(path));

const pieces: readonly Piece[] = [
  ...directories,
  directory('root', 0o700),
  directory('tmp', 0o1777),
  directory('var/tmp', 0o1777),
  directory('run/lock', 0o1777),
  directory('var/local', 0o2775, [0, 50]),
  directory('var/mail', 0o2775, [0, 8]),
  ...['bin', 'sbin', 'lib', 'lib64'].map((name) => symlink(name, `usr/${name}`)),
  symlink('var/run', '/run'),
  symlink('var/lock', '/run/lock'),
  ...tools.map((name) => program(`usr/bin/${name}`)),
  symlink('usr/bin/sh', 'dash'),
  ...['su', 'passwd', 'newgrp'].map((name) => ({ ...program(`usr/bin/${name}`), mode: 0o4755 })),
  ...['ldconfig', 'nologin', 'useradd', 'groupadd'].map((name) => program(`usr/sbin/${name}`)),
  program('usr/lib/x86_64-linux-gnu/libc.so.6'),
  symlink('usr/lib64/ld-linux-x86-64.so.2', '../lib/x86_64-linux-gnu/ld-linux-x86-64.so.2'),
  program('usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2'),
  file('etc/passwd', passwd),
  file('etc/group', group),
  file('etc/shadow', 'root:*:19634:0:99999:7:::\n', 0o640, [0, 42]),
  file('etc/debian_version', '12.12\n'),
  file('usr/lib/os-release', osRelease),
  symlink('etc/os-release', '../usr/lib/os-release'),
  file('etc/shells', '/bin/sh\n/bin/bash\n/bin/dash\n'),
  file('etc/profile', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nexport PATH\n'),
  file('etc/nsswitch.conf', 'passwd: files\ngroup: files\nhosts: files dns\n'),
  file('etc/host.conf', 'multi on\n'),
  file('etc/issue', 'Debian GNU/Linux 12 \\n \\l\n\n'),
  file('root/.bashrc', '# ~/.bashrc: what bash runs when it is interactive\n'),
  file('root/.profile', 'mesg n 2> /dev/null || true\n'),
  file('var/log/wtmp', '', 0o664),
];

export const baseLayer = layerOf(at, pieces);

/** The two rows of history that every image on this base begins with. */
export const baseSteps = [
  made(at, `/bin/sh -c #(nop) ADD file:${baseLayer.layer.diffId.slice(7)} in / `, baseLayer),
  set(at, 'CMD ["bash"]'),
];

export const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
