import type { IFileSystem } from 'just-bash';
import type { Command } from '../core/decide.ts';
import type { Instant, Pid } from '../core/kernel/brand.ts';
import { instant, millisOf } from '../core/kernel/instant.ts';
import { type Where, whereIs } from '../core/mounts/where.ts';
import { lstat, type Outcome, readdir, readFile, readlink, type Stat, stat } from '../core/overlay/index.ts';
import type { Container } from '../core/streams/container/container.ts';
import type { ProgramMachine } from './machine.ts';
import { outsideFile } from './outside-files.ts';
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

type Content = string | Uint8Array;
type Encoding = { readonly encoding?: string | null } | string;
type FileCall = Extract<Command, { readonly issuer: 'process'; readonly path: string }>;
type Call<T> = T extends FileCall ? Omit<T, 'issuer' | 'pid' | 'uid' | 'gid'> : never;

/** The files of a container as one of its processes sees and changes them; every change is a command of that process. */
export class ContainerFiles implements IFileSystem {
  private readonly machine: ProgramMachine;
  private readonly actor: Actor;
  /** What was written under tmpfs and other mounts that the model keeps nothing of; shared by the container's run. */
  private readonly scratch: Map<string, Uint8Array>;

  constructor(machine: ProgramMachine, actor: Actor, scratch: Map<string, Uint8Array>) {
    this.machine = machine;
    this.actor = actor;
    this.scratch = scratch;
  }

  async readFile(path: string, options?: Encoding): Promise<string> {
    const bytes = this.bytes(path);
    const encoding = typeof options === 'string' ? options : options?.encoding;
    return encoding === 'binary' || encoding === 'latin1' ? latin1(bytes) : new TextDecoder().decode(bytes);
  }

  async readFileBytes(path: string): Promise<never> {
    // just-bash brands its byte strings; each character is one byte.
    return latin1(this.bytes(path)) as never;
  }

  async readFileBuffer(path: string): Promise<Uint8Array> {
    return this.bytes(path);
  }

  async writeFile(path: string, content: Content, options?: Encoding): Promise<void> {
    this.write('WriteFile', path, content, options);
  }

  async appendFile(path: string, content: Content, options?: Encoding): Promise<void> {
    this.write('AppendFile', path, content, options);
  }

  async exists(path: string): Promise<boolean> {
    return this.look(path, stat) !== undefined || this.isOutside(path) !== undefined;
  }

  async stat(path: string): Promise<ReturnType<typeof shown>> {
    return this.status(path, stat, 'stat');
  }

  async lstat(path: string): Promise<ReturnType<typeof shown>> {
    return this.status(path, lstat, 'lstat');
  }

  async mkdir(path: string, options?: { readonly recursive?: boolean }): Promise<void> {
    if (options?.recursive !== true) return this.call({ type: 'MakeDirectory', path });
    const names = path.split('/').filter((name) => name !== '');
    for (let at = 1; at <= names.length; at++) {
      const part = `/${names.slice(0, at).join('/')}`;
      if (!(await this.exists(part))) this.call({ type: 'MakeDirectory', path: part });
    }
  }

  async readdir(path: string): Promise<string[]> {
    const where = this.where(path);
    if (where?.kind === 'outside') {
      const prefix = path.endsWith('/') ? path : `${path}/`;
      return [
        ...new Set(
          [...this.scratch.keys()]
            .filter((it) => it.startsWith(prefix))
            .map((it) => it.slice(prefix.length).split('/')[0] ?? ''),
        ),
      ];
    }
    return [...this.need(path, readdir, 'scandir')];
  }

  async rm(path: string, options?: { readonly recursive?: boolean; readonly force?: boolean }): Promise<void> {
    if (this.scratch.delete(path)) return;
    const found = this.look(path, lstat);
    if (!found) {
      if (options?.force) return;
      throw fileError('ENOENT', 'rm', path);
    }
    if (found.kind !== 'directory') return this.call({ type: 'RemoveFile', path });
    const names = await this.readdir(path);
    if (names.length > 0 && options?.recursive !== true) throw fileError('ENOTEMPTY', 'rm', path);
    for (const name of names) await this.rm(join(path, name), options);
    this.call({ type: 'RemoveDirectory', path });
  }

  async cp(from: string, to: string, options?: { readonly recursive?: boolean }): Promise<void> {
    const found = this.look(from, lstat);
    if (found?.kind === 'symlink' && options?.recursive) return this.symlink(await this.readlink(from), to);
    if (found?.kind === 'directory') {
      if (options?.recursive !== true) throw fileError('EISDIR', 'cp', from);
      if (!(await this.exists(to))) this.call({ type: 'MakeDirectory', path: to, mode: found.mode });
      for (const name of await this.readdir(from)) await this.cp(join(from, name), join(to, name), options);
      return;
    }
    this.write('WriteFile', to, this.bytes(from), undefined, this.look(from, stat)?.mode);
  }

  async mv(from: string, to: string): Promise<void> {
    try {
      this.call({ type: 'RenameFile', path: from, to });
    } catch (error) {
      // A directory of the image can not be renamed by overlayfs: mv copies it and removes the old one.
      if (!(error instanceof Error && error.message.startsWith('EXDEV'))) throw error;
      await this.cp(from, to, { recursive: true });
      await this.rm(from, { recursive: true });
    }
  }

  resolvePath(base: string, path: string): string {
    return absolute(base, path);
  }

  getAllPaths(): string[] {
    return [];
  }

  async chmod(path: string, mode: number): Promise<void> {
    this.call({ type: 'ChmodFile', path, mode });
  }

  async symlink(target: string, path: string): Promise<void> {
    this.call({ type: 'SymlinkFile', path, target });
  }

  async link(path: string, to: string): Promise<void> {
    this.call({ type: 'LinkFile', path, to });
  }

  async readlink(path: string): Promise<string> {
    return this.need(path, readlink, 'readlink');
  }

  async realpath(path: string): Promise<string> {
    let real = absolute('/', path);
    for (let links = 0; links < 40; links++) {
      const names = real.split('/').filter((name) => name !== '');
      const at = names.findIndex((_, n) => this.look(`/${names.slice(0, n + 1).join('/')}`, lstat)?.kind === 'symlink');
      if (at < 0) break;
      const link = `/${names.slice(0, at + 1).join('/')}`;
      const target = absolute(`/${names.slice(0, at).join('/')}`, this.need(link, readlink, 'realpath'));
      real = absolute('/', [target, ...names.slice(at + 1)].join('/'));
    }
    if (!(await this.exists(real))) throw fileError('ENOENT', 'realpath', path);
    return real;
  }

  async utimes(path: string, _: Date, mtime: Date): Promise<void> {
    // The tools take the host's clock for now; here it is the session's.
    const isNow = Math.abs(mtime.getTime() - Date.now()) < 5000;
    this.call({ type: 'TouchFile', path, ...(!isNow && { mtime: instant(mtime.getTime()) }) });
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
    return found?.kind === 'file' && (found.mode & 0o111) !== 0 ? 'found' : 'denied';
  }

  /** The shell script that a program is, by its first line. */
  scriptAt(name: string, path: string, cwd: string): { readonly shell: string; readonly path: string } | undefined {
    const at = this.executableAt(name, path, cwd);
    if (at === undefined || (this.look(at, stat)?.size ?? 0) > 1_000_000) return undefined;
    const [, shell] =
      /^#! *(?:\/usr\/bin\/env +)?(\S+)/.exec(new TextDecoder().decode(this.bytes(at).subarray(0, 200))) ?? [];
    return shell === undefined ? undefined : { shell: shell.slice(shell.lastIndexOf('/') + 1), path: at };
  }

  private executableAt(name: string, path: string, cwd: string): string | undefined {
    const isThere = (at: string): boolean => this.look(at, stat)?.kind === 'file';
    if (name.includes('/')) return this.look(absolute(cwd, name), stat) ? absolute(cwd, name) : undefined;
    const places = path.split(':').map((directory) => absolute(directory, name));
    return places.find((at) => isThere(at) && ((this.look(at, stat)?.mode ?? 0) & 0o111) !== 0) ?? places.find(isThere);
  }

  /** Any other system call on a path. */
  call(call: Call<FileCall>): void {
    const { pid, uid, gid } = this.actor;
    const who = uid === 0 && gid === 0 ? {} : { uid, gid };
    const decision = this.machine.act({ ...call, issuer: 'process', pid, ...who } as FileCall);
    if (!decision.accepted) throw fileError(decision.rejection.errno ?? 'EIO', nameOf(call.type), call.path);
  }

  /** The bytes of a file, wherever it is. */
  bytes(path: string): Uint8Array {
    const outside = this.isOutside(path);
    if (outside) return outside;
    const where = this.where(path);
    if (where === undefined || where.kind === 'outside') throw fileError('ENOENT', 'open', path);
    const contents = (digest: Parameters<ProgramMachine['contents']>[0]) => this.machine.contents(digest);
    const { uid, gid } = this.actor;
    return granted(readFile(where.union, where.path, contents, { uid, gid }), 'open', path);
  }

  private write(
    type: 'WriteFile' | 'AppendFile',
    path: string,
    content: Content,
    options?: Encoding,
    mode?: number,
  ): void {
    const bytes = bytesOf(content, options);
    if (this.where(path)?.kind === 'outside') {
      if (path === '/dev/null') return;
      const before = type === 'AppendFile' ? (this.scratch.get(path) ?? new Uint8Array()) : new Uint8Array();
      this.scratch.set(path, Uint8Array.from([...before, ...bytes]));
      return;
    }
    const data = asText(bytes);
    const carried = data === undefined ? { content: this.machine.bring(bytes) } : { data };
    this.call({ type, path, ...carried, ...(mode !== undefined && { mode }) });
  }

  private container(): Container | undefined {
    return this.machine.world.containers.get(this.actor.container);
  }

  private where(path: string): Where | undefined {
    const container = this.container();
    return container && whereIs(this.machine.world, container, path);
  }

  private isOutside(path: string): Uint8Array | undefined {
    const container = this.container();
    if (!container || this.where(path)?.kind !== 'outside') return undefined;
    return this.scratch.get(path) ?? outsideFile(this.machine.world, container, this.actor.pid, path);
  }

  private look<T>(path: string, see: Look<T>): T | undefined {
    const where = this.where(path);
    if (where === undefined || where.kind === 'outside') return undefined;
    const outcome = see(where.union, where.path, { uid: this.actor.uid, gid: this.actor.gid });
    return outcome.ok ? outcome.value : undefined;
  }

  private need<T>(path: string, see: Look<T>, call: string): T {
    const where = this.where(path);
    if (where === undefined || where.kind === 'outside') throw fileError('ENOENT', call, path);
    return granted(see(where.union, where.path, { uid: this.actor.uid, gid: this.actor.gid }), call, path);
  }

  private status(path: string, see: Look<Stat>, call: string): ReturnType<typeof shown> {
    const outside = this.isOutside(path);
    if (outside) return shown({ kind: 'file', mode: 0o666, size: outside.length, mtime: this.machine.now });
    const where = this.where(path);
    if (where?.kind === 'outside' && where.mount === path)
      return shown({ kind: 'directory', mode: 0o755, size: 0, mtime: this.machine.now });
    return shown(this.need(path, see, call));
  }
}

type Look<T> = (
  union: Extract<Where, { kind: 'volume' }>['union'],
  path: string,
  who: { uid: number; gid: number },
) => Outcome<T>;

const granted = <T>(outcome: Outcome<T>, call: string, path: string): T => {
  if (!outcome.ok) throw fileError(outcome.errno, call, path);
  return outcome.value;
};

const shown = ({ kind, mode, size, mtime }: Pick<Stat, 'kind' | 'mode' | 'size'> & { readonly mtime: Instant }) => ({
  isFile: kind !== 'directory' && kind !== 'symlink',
  isDirectory: kind === 'directory',
  isSymbolicLink: kind === 'symlink',
  mode,
  size,
  mtime: new Date(millisOf(mtime)),
});

const nameOf = (type: string): string => type.replace(/(?!^)[A-Z].*/, '').toLowerCase();

const join = (dir: string, name: string): string => (dir === '/' ? `/${name}` : `${dir}/${name}`);

const latin1 = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
};

const bytesOf = (content: Content, options: Encoding | undefined): Uint8Array => {
  if (typeof content !== 'string') return content;
  const encoding = typeof options === 'string' ? options : options?.encoding;
  if (encoding !== 'binary' && encoding !== 'latin1') return new TextEncoder().encode(content);
  return Uint8Array.from(content, (char) => char.charCodeAt(0) & 0xff);
};

/** The bytes as text, where that is the shorter way to write them down. */
const asText = (bytes: Uint8Array): string | undefined => {
  if (bytes.length > 65_536) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
};
