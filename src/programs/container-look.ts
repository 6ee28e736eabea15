import type { Pid } from '../core/kernel/brand.ts';
import { tmpfsOptions } from '../core/mounts/tmpfs.ts';
import { type Loop, type Where, whereIs } from '../core/mounts/where.ts';
import { lstat, type Outcome, readdir, readFile, readlink, stat } from '../core/overlay/index.ts';
import type { Container } from '../core/streams/container/container.ts';
import type { FileStatus } from './file-status.ts';
import type { ProgramMachine } from './machine.ts';
import { type Onlooker, outsideFile, outsideNames, outsideStatus } from './outside-files.ts';
import { absolute } from './paths.ts';

/** Who a program is, and in which container. `pid` changes while a child does the work. */
export type Actor = { pid: Pid; readonly uid: number; readonly gid: number; readonly container: Container['id'] };

const texts: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EEXIST: 'file already exists',
  ENOTDIR: 'not a directory',
  EISDIR: 'illegal operation on a directory',
  ENOTEMPTY: 'directory not empty',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'read-only file system',
  EXDEV: 'cross-device link not permitted',
  EINVAL: 'invalid argument',
  ELOOP: 'too many symbolic links encountered',
};

/** The error that file tools expect: it begins with the errno. */
export const fileError = (errno: string, call: string, path: string): Error => {
  const text = texts[errno] ?? 'error';
  const reason = text[0]?.toUpperCase() + text.slice(1);
  return Object.assign(new Error(`${errno}: ${text}, ${call} '${path}'`), { code: errno, path, reason });
};

/** The files of a container as one of its processes sees them, wherever they come from. */
export class ContainerLook {
  protected readonly machine: ProgramMachine;
  protected readonly actor: Actor;
  /** What was written under `/dev`, binds and other mounts that the model keeps nothing of; shared by the container's run. */
  protected readonly scratch: Map<string, Uint8Array>;

  constructor(machine: ProgramMachine, actor: Actor, scratch: Map<string, Uint8Array>) {
    this.machine = machine;
    this.actor = actor;
    this.scratch = scratch;
  }

  /** Everything that stat tells of a path; throws the errno. */
  details(path: string, follow: boolean): FileStatus {
    const where = this.where(path, follow);
    if (where?.kind === 'outside') {
      const found = this.outside(where.mount, where.path);
      if (!found) throw fileError('ENOENT', 'stat', path);
      return found;
    }
    const status = this.need(path, follow ? stat : lstat, follow ? 'stat' : 'lstat');
    return status.kind === 'symlink' ? { ...status, target: this.need(path, readlink, 'readlink') } : status;
  }

  /** The names in a directory, sorted; throws the errno. */
  listed(path: string): readonly string[] {
    const where = this.where(path, true);
    if (where?.kind !== 'outside') return this.need(path, readdir, 'scandir');
    const prefix = where.path.endsWith('/') ? where.path : `${where.path}/`;
    const written = [...this.scratch.keys()]
      .filter((it) => it.startsWith(prefix))
      .map((it) => it.slice(prefix.length).split('/')[0] ?? '');
    const looker = this.onlooker();
    const given = (looker && outsideNames(looker, where.path)) ?? [];
    return [...new Set([...given, ...written])].sort();
  }

  /** A number that stands for a file's inode: the same file, the same number. */
  inodeNumber({ id }: FileStatus): number {
    let hash = 0x811c9dc5;
    for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
    return 1 + ((hash >>> 0) % 0x1ff_ffff);
  }

  /** The names in a directory, as far as it is one. */
  namesIn(directory: string): readonly string[] {
    return this.look(directory, readdir) ?? [];
  }

  /** Whether a program is there to be executed: by its path, or along PATH. */
  find(name: string, path: string, cwd: string): 'found' | 'missing' | 'denied' {
    const at = this.executableAt(name, path, cwd);
    if (at === undefined) return 'missing';
    const found = this.look(at, stat);
    return found?.kind === 'file' && (found.mode & 0o111) !== 0 && !this.isNoExec(at) ? 'found' : 'denied';
  }

  /** A tmpfs is mounted so that nothing in it can be executed, unless somebody asked for that. */
  private isNoExec(path: string): boolean {
    const [container, where] = [this.container(), this.where(path, true)];
    return container !== undefined && where?.kind === 'tmpfs' && !tmpfsOptions(container, where.mount).isExec;
  }

  /** The shell script that a program is, by its first line. */
  scriptAt(name: string, path: string, cwd: string): { readonly shell: string; readonly path: string } | undefined {
    const at = this.executableAt(name, path, cwd);
    if (at === undefined || (this.look(at, stat)?.size ?? 0) > 1_000_000) return undefined;
    const [, shell] =
      /^#! *(?:\/usr\/bin\/env +)?(\S+)/.exec(new TextDecoder().decode(this.bytes(at).subarray(0, 200))) ?? [];
    return shell === undefined ? undefined : { shell: shell.slice(shell.lastIndexOf('/') + 1), path: at };
  }

  /** Whether a file holds these words, as a program's binary does. */
  says(path: string, words: string): boolean {
    return this.look(path, stat)?.kind === 'file' && Buffer.from(this.bytes(path)).includes(words);
  }

  /** Whether a path is a file, or leads to one. */
  isFile(path: string, cwd: string): boolean {
    return this.look(absolute(cwd, path), stat)?.kind === 'file';
  }

  /** How the image's busybox calls itself, as its binary says. */
  busyboxVersion(): string {
    const path = ['/bin/busybox', '/bin/sh'].find((it) => this.says(it, 'BusyBox v'));
    const text = path === undefined ? '' : Buffer.from(this.bytes(path)).toString('latin1');
    return /BusyBox v\d[^\0\n]*?\)/.exec(text)?.[0] ?? 'BusyBox v1.35.0';
  }

  private executableAt(name: string, path: string, cwd: string): string | undefined {
    const isThere = (at: string): boolean => this.look(at, stat)?.kind === 'file';
    if (name.includes('/')) return this.look(absolute(cwd, name), stat) ? absolute(cwd, name) : undefined;
    const places = path.split(':').map((directory) => absolute(directory, name));
    return places.find((at) => isThere(at) && ((this.look(at, stat)?.mode ?? 0) & 0o111) !== 0) ?? places.find(isThere);
  }

  /** The bytes of a file, wherever it is. */
  bytes(path: string): Uint8Array {
    const outside = this.isOutside(path);
    if (outside) return outside;
    const where = this.where(path, true);
    if (where?.kind === 'loop') throw fileError('ELOOP', 'open', path);
    if (where === undefined || where.kind === 'outside') throw fileError('ENOENT', 'open', path);
    const contents = (digest: Parameters<ProgramMachine['contents']>[0]) => this.machine.contents(digest);
    const { uid, gid } = this.actor;
    return granted(readFile(where.union, where.path, contents, { uid, gid }), 'open', path);
  }

  protected container(): Container | undefined {
    return this.machine.world.containers.get(this.actor.container);
  }

  protected where(path: string, follow: boolean): Where | Loop | undefined {
    const container = this.container();
    return container && whereIs(this.machine.world, container, path, follow);
  }

  protected isOutside(path: string): Uint8Array | undefined {
    const where = this.where(path, true);
    if (where?.kind !== 'outside') return undefined;
    const looker = this.onlooker();
    return this.scratch.get(where.path) ?? (looker && outsideFile(looker, where.path));
  }

  protected look<T>(path: string, see: Look<T>): T | undefined {
    const where = this.where(path, follows(see));
    if (where === undefined || !('union' in where)) return undefined;
    const outcome = see(where.union, where.path, { uid: this.actor.uid, gid: this.actor.gid });
    return outcome.ok ? outcome.value : undefined;
  }

  protected need<T>(path: string, see: Look<T>, call: string): T {
    const where = this.where(path, follows(see));
    if (where?.kind === 'loop') throw fileError('ELOOP', call, path);
    if (where === undefined || where.kind === 'outside') throw fileError('ENOENT', call, path);
    return granted(see(where.union, where.path, { uid: this.actor.uid, gid: this.actor.gid }), call, path);
  }

  private onlooker(): Onlooker | undefined {
    const container = this.container();
    return container && { world: this.machine.world, container, pid: this.actor.pid, now: this.machine.now };
  }

  /** What stands under a mount that no layer and no volume holds. */
  private outside(mount: string, path: string): FileStatus | undefined {
    const looker = this.onlooker();
    const written = this.scratch.get(path);
    const base = { uid: 0, gid: 0, nlink: 1, mtime: this.machine.now, id: `outside:${path}` } as const;
    if (written) return { ...base, kind: 'file', mode: 0o644, size: written.length };
    const given = looker && outsideStatus(looker, path);
    if (given) return given;
    const holds = [...this.scratch.keys()].some((it) => it.startsWith(`${path}/`));
    return path === mount || holds ? { ...base, kind: 'directory', mode: 0o755, size: 0 } : undefined;
  }
}

type Look<T> = (
  union: Extract<Where, { kind: 'volume' }>['union'],
  path: string,
  who: { uid: number; gid: number },
) => Outcome<T>;

/** lstat and readlink look at a link itself. */
const follows = (see: unknown): boolean => see !== lstat && see !== readlink;

const granted = <T>(outcome: Outcome<T>, call: string, path: string): T => {
  if (!outcome.ok) throw fileError(outcome.errno, call, path);
  return outcome.value;
};
