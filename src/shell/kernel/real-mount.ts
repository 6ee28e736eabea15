import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NotHere } from '../bad-input.ts';
import { compilerHere, fuseProgram, helperSource, missingForKernel } from './needs.ts';
import { type CaseInput, requestsOf, type Step, stepsOf } from './wire.ts';

/** A union file system that really exists: the kernel's, or one in user space. */
export type RealMount = {
  /** Builds the layers, mounts, makes the calls; the first step is the mount itself. */
  readonly run: (it: CaseInput) => Promise<readonly Step[]>;
  readonly close: () => Promise<void>;
  readonly backing: Backing;
};

export type MountOptions = {
  /** fuse-overlayfs instead of the kernel's overlay. */
  readonly fuse?: boolean;
  /** The file system below: one in memory, ext4 in an image file, or that of a directory. */
  readonly backing?: Backing;
};

export type Backing = 'tmpfs' | 'ext4' | `/${string}`;

export const isBacking = (text: string): text is Backing => text === 'tmpfs' || text === 'ext4' || text.startsWith('/');

/** The machine, not the file system, failed: no mount, no space. */
export class MountFailed extends Error {
  override readonly name = 'MountFailed';
}

/** Compiles and starts the helper process, which makes all calls of a campaign. */
export const openRealMount = ({ fuse = false, backing = 'tmpfs' }: MountOptions = {}): RealMount => {
  const missing = missingForKernel({ fuse, ext4: backing === 'ext4' });
  if (missing.length > 0) throw new NotHere(`a real union mount needs ${missing.join(', ')}`);
  const dir = mkdtempSync(join(backing.startsWith('/') ? backing : tmpdir(), 'plimsoll-kernel-'));
  const [program, image, work] = [join(dir, 'overlay-calls'), join(dir, 'ext4'), join(dir, 'work')];
  execFileSync(compilerHere() ?? 'cc', ['-O2', '-o', program, helperSource()], { stdio: ['ignore', 'ignore', 'pipe'] });
  mkdirSync(work);
  if (backing === 'ext4') makeExt4(image);
  const place = backing === 'ext4' ? image : backing === 'tmpfs' ? backing : 'here';
  const helper = spawn(program, [work, place, ...(fuse ? [fuseProgram] : [])]);
  const next = answersOf(helper);
  return {
    backing,
    run: async (it) => {
      helper.stdin.write(requestsOf(it));
      return stepsOf(await next(), it.ops);
    },
    close: async () => {
      const ended = new Promise((resolve) => helper.once('close', resolve));
      const isOver = helper.exitCode !== null || helper.signalCode !== null;
      helper.stdin.end();
      if (!isOver) await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
};

/** An empty ext4 in a file, which the helper mounts for itself alone. */
const makeExt4 = (image: string): void => {
  writeFileSync(image, '');
  truncateSync(image, 64 << 20);
  execFileSync('mkfs.ext4', ['-q', image], { stdio: ['ignore', 'ignore', 'pipe'] });
};

/** The helper's answers one by one: a text that ends with the line `end`. */
const answersOf = (helper: ChildProcessWithoutNullStreams): (() => Promise<string>) => {
  let text = '';
  let waiting: { readonly resolve: (text: string) => void; readonly reject: (why: Error) => void } | undefined;
  const failed = (why: string): void => {
    waiting?.reject(new MountFailed(why));
    waiting = undefined;
  };
  helper.stdout.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
    if (!text.endsWith('\nend\n') && text !== 'end\n') return;
    waiting?.resolve(text);
    waiting = undefined;
    text = '';
  });
  let complaint = '';
  helper.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    complaint += chunk;
  });
  helper.stdin.on('error', () => {});
  helper.on('close', (code, signal) => {
    const said = /^fail (.*)$/m.exec(text)?.[1] ?? complaint.trim();
    failed(`the helper process ended (${signal ?? code}): ${said}`);
  });
  return () =>
    new Promise((resolve, reject) => {
      if (helper.exitCode !== null || helper.signalCode !== null) reject(new MountFailed('the helper process is gone'));
      else waiting = { resolve, reject };
    });
};
