import { spawn, spawnSync } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BadInput, NotHere } from '../../bad-input.ts';

/** GNU tar makes what Node can not: device nodes, attributes, owners of symlinks; and it never follows a link out. */
const program = 'tar';
const attributes = ['--xattrs', '--xattrs-include=*', '--numeric-owner'];

/** What writing a data root needs that is not on this machine; nothing when it can be written. */
export const missingForRoots = (): readonly string[] => {
  if (process.platform !== 'linux') return ['Linux'];
  const version = spawnSync(program, ['--version'], { encoding: 'utf8' });
  const isGnu = version.error === undefined && version.stdout.includes('GNU tar');
  return [...(process.getuid?.() === 0 ? [] : ['root']), ...(isGnu ? [] : ['GNU tar'])];
};

export const needRoot = (what: string): void => {
  const missing = missingForRoots();
  if (missing.length > 0) throw new NotHere(`${what} needs ${missing.join(', ')}`);
};

const environment = { ...process.env, LC_ALL: 'C', TAR_OPTIONS: '', TZ: 'UTC' };

/** Unpacks a stream into a directory, with owners, modes, times to the nanosecond and attributes. */
export const extractTo = async (dir: string, pieces: Iterable<Uint8Array>): Promise<void> => {
  const options = ['--extract', '--file=-', '--same-owner', '--preserve-permissions', '--delay-directory-restore'];
  const tar = spawn(program, [...options, ...attributes, '--directory', dir], {
    env: environment,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let complaint = '';
  tar.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2000);
  });
  const ended = new Promise<number | null>((resolve) => tar.once('close', resolve));
  let torn: unknown;
  try {
    await pipeline(Readable.from(pieces), tar.stdin);
  } catch (error) {
    torn = error;
  }
  const code = await ended;
  if (torn !== undefined && (torn as NodeJS.ErrnoException).code !== 'EPIPE') throw torn;
  if (code !== 0) throw new BadInput(`${dir}: ${complaint.trim().split('\n')[0] ?? `tar ended with ${code}`}`);
};

/** How a directory tree is packed so that nothing of it is lost. */
export const packing = [
  ...['--format=pax', '--pax-option=delete=atime,delete=ctime', '--sort=name', '--atime-preserve=system'],
  ...['--no-check-device', '--warning=no-file-ignored', ...attributes],
];

/** A directory tree as a PAX stream, siblings in the order of their bytes, nothing changed by the reading. */
export const readTree = async (dir: string, take: (piece: Uint8Array) => string | undefined): Promise<void> => {
  const tar = spawn(program, ['--create', '--file=-', ...packing, '--directory', dir, '.'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  tar.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2000);
  });
  const ended = new Promise<number | null>((resolve) => tar.once('close', resolve));
  let problem: string | undefined;
  for await (const piece of tar.stdout) problem ??= take(piece as Uint8Array);
  const code = await ended;
  if (problem !== undefined) throw new BadInput(`${dir}: ${problem}`);
  if (code !== 0) throw new BadInput(`${dir}: ${complaint.trim().split('\n')[0] ?? `tar ended with ${code}`}`);
};
