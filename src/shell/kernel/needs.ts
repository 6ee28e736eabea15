import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const compilers = ['cc', 'gcc', 'clang', 'tcc'];

/** The C compiler of this machine; the environment's CC first. */
export const compilerHere = (): string | undefined =>
  [process.env.CC ?? '', ...compilers].find((it) => it !== '' && runs(it, ['--version']));

const runs = (program: string, args: readonly string[]): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).error === undefined;

export const fuseProgram = 'fuse-overlayfs';

/** What a comparison with a real mount needs that is not on this machine; nothing when it can run. */
export const missingForKernel = ({ fuse = false, ext4 = false } = {}): readonly string[] => {
  if (process.platform !== 'linux') return ['Linux'];
  return [
    ...(process.getuid?.() === 0 ? [] : ['root']),
    ...(compilerHere() === undefined ? ['a C compiler (Debian: gcc and libc6-dev)'] : []),
    ...(ext4 && !runs('mkfs.ext4', ['-V']) ? ['mkfs.ext4 (Debian: e2fsprogs)'] : []),
    ...(fuse && !runs(fuseProgram, ['--version']) ? ['fuse-overlayfs (Debian: fuse-overlayfs)'] : []),
    ...(fuse && !existsSync('/dev/fuse') ? ['/dev/fuse'] : []),
  ];
};

/** The helper's source: beside this file, or where a build left it, in the package's sources. */
export const helperSource = (): string => {
  const places = ['./overlay-calls.c', '../../../../src/shell/kernel/overlay-calls.c'];
  const found = places.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((path) => existsSync(path));
  if (found === undefined) throw new Error('overlay-calls.c is not in the package');
  return found;
};
