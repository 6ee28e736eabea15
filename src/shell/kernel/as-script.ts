import type { CaseNode, CaseOp, CaseTree } from '../overlay-cases/case-format.ts';
import type { CaseInput } from './wire.ts';

/** A case as a shell script that a person can paste as root: layers, mount, the calls, and what is there afterwards. */
export const scriptOf = (it: CaseInput, fuse = false): string =>
  [
    '#!/bin/sh',
    '# Needs root, python3 and attr (setfattr, getfattr).',
    'set -u',
    'cd "$(mktemp -d)" && umask 0',
    `mkdir ${it.lowers.map((_, at) => `lower${at + 1}`).join(' ')} upper work merged`,
    ...it.lowers.flatMap((tree, at) => treeLines(`lower${at + 1}`, tree)),
    ...treeLines('upper', it.upper),
    mountLine(it, fuse),
    ...(it.readonlyMount ? ['mount --bind merged merged && mount -o remount,bind,ro merged'] : []),
    `setpriv --bounding-set ${capabilities} python3 - <<'EOF'`,
    ...python(it),
    'EOF',
    'ls -lnRA merged upper; getfattr -Rhdm - upper',
    it.readonlyMount ? 'umount merged; umount merged' : 'umount merged',
    '',
  ].join('\n');

const capabilities =
  '-all,+chown,+dac_override,+fowner,+fsetid,+kill,+setgid,+setuid,+setpcap,+net_bind_service,+net_raw,+sys_chroot,+mknod,+audit_write,+setfcap';

const mountLine = ({ lowers }: CaseInput, fuse: boolean): string => {
  const stack = lowers.map((_, at) => `lower${lowers.length - at}`).join(':');
  const options = `lowerdir=${stack},upperdir=upper,workdir=work`;
  return fuse ? `fuse-overlayfs -o ${options} merged` : `mount -t overlay overlay -o index=off,${options} merged`;
};

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const treeLines = (layer: string, tree: CaseTree): readonly string[] => [
  ...Object.entries(tree).flatMap(([path, node]) => nodeLines(quoted(layer + (path === '/' ? '' : path)), layer, node)),
  ...Object.entries(tree)
    .filter(([, { mtime, hardlinkOf }]) => typeof mtime === 'number' && mtime > 0 && hardlinkOf === undefined)
    .reverse()
    .map(([path, { mtime }]) => `touch -hd @${mtime} ${quoted(layer + path)}`),
];

const nodeLines = (path: string, layer: string, node: CaseNode): readonly string[] => {
  if (node.hardlinkOf !== undefined) return [`ln -P ${quoted(layer + node.hardlinkOf)} ${path}`];
  if (node.type === 'whiteout') return [`mknod ${path} c 0 0`];
  const { uid = 0, gid = 0, mode = node.type === 'dir' ? '0755' : '0644' } = node;
  return [
    makeLine(path, node),
    ...(uid !== 0 || gid !== 0 ? [`chown -h ${uid}:${gid} ${path}`] : []),
    ...(node.type === 'symlink' ? [] : [`chmod ${mode} ${path}`]),
    ...Object.entries(node.xattrs ?? {}).map(
      ([name, value]) => `setfattr -h -n ${name} -v 0x${Buffer.from(value, 'latin1').toString('hex')} ${path}`,
    ),
    ...(node.opaque ? [`setfattr -n trusted.overlay.opaque -v y ${path}`] : []),
  ];
};

const makeLine = (path: string, { type, content = '', target = '', rdev = '0:0' }: CaseNode): string => {
  if (type === 'dir') return `mkdir -p ${path}`;
  if (type === 'symlink') return `ln -s ${quoted(target)} ${path}`;
  if (type === 'fifo') return `mkfifo ${path}`;
  return type === 'chr' ? `mknod ${path} c ${rdev.replace(':', ' ')}` : `printf %s ${quoted(content)} >${path}`;
};

const python = ({ ops, who }: CaseInput): readonly string[] => [
  'import ctypes, errno, os, stat',
  'libc, held = ctypes.CDLL(None, use_errno=True), {}',
  'def call(text):',
  '  try: print(text, "->", eval(text))',
  '  except OSError as e: print(text, "->", errno.errorcode[e.errno].replace("ENOTSUP", "EOPNOTSUPP"))',
  'def rename2(a, b, flags):',
  '  if libc.renameat2(-100, a.encode(), -100, b.encode(), flags): raise OSError(ctypes.get_errno(), "")',
  'def put(path, flags, mode=0o644, data=""):',
  '  fd = os.open(path, flags | os.O_NONBLOCK, mode)',
  '  try: return os.write(fd, data.encode()) if data and flags & 3 else None',
  '  finally: os.close(fd)',
  'def fopen(n, *args): held[n] = os.open(*args)',
  'os.chroot("merged"); os.chdir("/")',
  ...(who ? [`os.setgroups([]); os.setegid(${who.gid}); os.seteuid(${who.uid})`] : []),
  ...ops.map((op) => `call(${JSON.stringify(callOf(op))})`),
];

const py = (text: string | undefined): string => JSON.stringify(text ?? '');
const mode = (op: CaseOp, other: string): string => `0o${op.mode ?? other}`;
const flags = (op: CaseOp): string => (op.flags ?? ['O_RDONLY']).map((it) => `os.${it}`).join('|');
const renameFlags = { NOREPLACE: 1, EXCHANGE: 2, WHITEOUT: 4 } as const;
const flagBits = (op: CaseOp): number =>
  (op.flags ?? []).reduce(
    (bits, it) => bits | (it in renameFlags ? renameFlags[it as keyof typeof renameFlags] : 0),
    0,
  );

/** The call in Python's words. */
const callOf = (op: CaseOp): string => {
  const path = py(op.path);
  const fd = `held[${op.fd ?? 0}]`;
  const calls: Readonly<Record<string, string>> = {
    create: `put(${path}, os.O_WRONLY|os.O_CREAT|os.O_EXCL, ${mode(op, '0644')}, ${py(op.data)})`,
    write: `put(${path}, os.O_WRONLY|os.O_CREAT|os.O_TRUNC, ${mode(op, '0644')}, ${py(op.data)})`,
    open: `put(${path}, ${flags(op)}, ${mode(op, '0644')}, ${py(op.data)})`,
    read: `os.read(os.open(${path}, os.O_RDONLY|os.O_NONBLOCK), 65536)`,
    readdir: `sorted(os.listdir(${path}))`,
    truncate: `os.truncate(${path}, ${op.size ?? 0})`,
    mkdir: `os.mkdir(${path}, ${mode(op, '0755')})`,
    symlink: `os.symlink(${py(op.target)}, ${path})`,
    mkfifo: `os.mknod(${path}, stat.S_IFIFO|${mode(op, '0644')})`,
    mknod: `os.mknod(${path}, stat.S_IFCHR|${mode(op, '0644')}, os.makedev(${(op.rdev ?? '0:0').replace(':', ', ')}))`,
    rename: `os.rename(${path}, ${py(op.to)})`,
    rename2: `rename2(${path}, ${py(op.to)}, ${flagBits(op)})`,
    link: `os.link(${path}, ${py(op.to)}, follow_symlinks=False)`,
    chmod: `os.chmod(${path}, ${mode(op, '0')})`,
    chown: `os.chown(${path}, ${op.uid ?? -1}, ${op.gid ?? -1})`,
    lchown: `os.lchown(${path}, ${op.uid ?? -1}, ${op.gid ?? -1})`,
    utime: `os.utime(${path}, (${op.mtime ?? 0}, ${op.mtime ?? 0}))`,
    getxattr: `os.getxattr(${path}, ${py(op.name)})`,
    listxattr: `sorted(os.listxattr(${path}))`,
    setxattr: `os.setxattr(${path}, ${py(op.name)}, ${py(op.value)}.encode("latin1"))`,
    lsetxattr: `os.setxattr(${path}, ${py(op.name)}, ${py(op.value)}.encode("latin1"), follow_symlinks=False)`,
    removexattr: `os.removexattr(${path}, ${py(op.name)})`,
    fopen: `fopen(${op.fd ?? 0}, ${path}, ${flags(op)}|os.O_NONBLOCK, ${mode(op, '0644')})`,
    fread: `os.pread(${fd}, 65536, 0)`,
    fwrite: `os.pwrite(${fd}, ${py(op.data)}.encode(), 0)`,
    fstat: `os.fstat(${fd})`,
    fchmod: `os.fchmod(${fd}, ${mode(op, '0')})`,
    freaddir: `sorted(os.listdir(${fd}))`,
    fclose: `os.close(${fd})`,
  };
  return calls[op.op] ?? `os.${op.op}(${path})`;
};
