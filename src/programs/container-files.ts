import type { IFileSystem } from 'just-bash';
import { type Command, decide } from '../core/decide.ts';
import { instant, millisOf } from '../core/kernel/instant.ts';
import { lstat, readlink, stat } from '../core/overlay/index.ts';
import { ContainerLook, fileError } from './container-look.ts';
import type { FileStatus } from './file-status.ts';
import { absolute } from './paths.ts';

type Content = string | Uint8Array;
type Encoding = { readonly encoding?: string | null } | string;
type FileCall = Extract<Command, { readonly issuer: 'process'; readonly path: string }>;
type Call<T> = T extends FileCall ? Omit<T, 'issuer' | 'pid' | 'uid' | 'gid'> : never;

/** The files of a container as one of its processes sees and changes them; every change is a command of that process. */
export class ContainerFiles extends ContainerLook implements IFileSystem {
  /** Which permissions new files never get. */
  umask = 0o022;

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
    return shown(this.details(path, true));
  }

  async lstat(path: string): Promise<ReturnType<typeof shown>> {
    return shown(this.details(path, false));
  }

  /** Why the last chmod was refused. */
  chmodFailed: unknown;

  async mkdir(path: string, options?: { readonly recursive?: boolean }): Promise<void> {
    if (options?.recursive !== true) return this.makeDirectory(path);
    const names = path.split('/').filter((name) => name !== '');
    for (let at = 1; at <= names.length; at++) {
      const part = `/${names.slice(0, at).join('/')}`;
      if (!(await this.exists(part))) this.makeDirectory(part);
      else if (!(await this.stat(part)).isDirectory)
        throw fileError(at < names.length ? 'ENOTDIR' : 'EEXIST', 'mkdir', part);
    }
  }

  makeDirectory(path: string): void {
    this.call({ type: 'MakeDirectory', path, ...(this.umask !== usual && { mode: 0o777 & ~this.umask }) });
  }

  async readdir(path: string): Promise<string[]> {
    return [...this.listed(path)];
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

  /** Whether a file was there that the model keeps nothing of: it is not any more. */
  forget(path: string): boolean {
    return this.scratch.delete(path);
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
    try {
      this.call({ type: 'ChmodFile', path, mode });
    } catch (error) {
      this.chmodFailed = error;
      throw error;
    }
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

  /** Any other system call on a path. */
  call(call: Call<FileCall>): void {
    const { pid, uid, gid } = this.actor;
    const who = uid === 0 && gid === 0 ? {} : { uid, gid };
    const decision = this.machine.act({ ...call, issuer: 'process', pid, ...who } as FileCall);
    if (!decision.accepted) throw fileError(decision.rejection.errno ?? 'EIO', nameOf(call.type), call.path);
  }

  /** What opening a file to write would be refused with; nothing is opened. */
  refusalOf(type: 'WriteFile' | 'AppendFile', path: string): string | undefined {
    const where = this.where(path, true);
    if (where?.kind === 'outside') return refusedOutside(where.path);
    const { pid, uid, gid } = this.actor;
    const who = uid === 0 && gid === 0 ? {} : { uid, gid };
    const command: FileCall = { type, issuer: 'process', pid, path, data: '', ...who };
    const decision = decide(this.machine.world, command, {
      entropy: { now: this.machine.now, seed: 'open' },
      contents: (digest) => this.machine.contents(digest),
    });
    return decision.accepted ? undefined : (decision.rejection.errno ?? 'EIO');
  }

  /** Writes a file as another tool's copy: with a mode of its own where it is new. */
  put(path: string, bytes: Uint8Array, mode: number): void {
    this.write('WriteFile', path, bytes, undefined, mode);
  }

  private write(
    type: 'WriteFile' | 'AppendFile',
    path: string,
    content: Content,
    options?: Encoding,
    mode?: number,
  ): void {
    const bytes = bytesOf(content, options);
    const where = this.where(path, true);
    if (where?.kind === 'outside') {
      const { path: real } = where;
      if (real === '/dev/null') return;
      const refused = refusedOutside(real);
      if (refused !== undefined) throw fileError(refused, 'open', path);
      const before = type === 'AppendFile' ? (this.scratch.get(real) ?? new Uint8Array()) : new Uint8Array();
      this.scratch.set(real, Uint8Array.from([...before, ...bytes]));
      return;
    }
    const data = asText(bytes);
    const carried = data === undefined ? { content: this.machine.bring(bytes) } : { data };
    const bits = mode ?? (this.umask === usual ? undefined : 0o666);
    this.call({ type, path, ...carried, ...(bits !== undefined && { mode: bits & ~this.umask }) });
  }
}

/** Nothing can be made under /proc; /sys is read-only (measured, docs/facts.md). */
const refusedOutside = (path: string): string | undefined => {
  if (path.startsWith('/proc/')) return 'ENOENT';
  return path.startsWith('/sys/') ? 'EROFS' : undefined;
};

const shown = ({ kind, mode, size, mtime }: FileStatus) => ({
  isFile: kind !== 'directory' && kind !== 'symlink',
  isDirectory: kind === 'directory',
  isSymbolicLink: kind === 'symlink',
  mode,
  size,
  mtime: new Date(millisOf(mtime)),
});

/** What the engine gives a container's processes; commands then need not name a mode. */
const usual = 0o022;

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
