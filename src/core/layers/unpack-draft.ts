import type { Instant } from '../kernel/brand.ts';
import { epoch } from '../kernel/instant.ts';
import type { Attributes, InodeData } from '../overlay/inode.ts';

/** A system call of the unpacking engine failed; the text is Go's. */
export class SyscallFailed extends Error {
  override readonly name = 'SyscallFailed';
}

export const Failure = {
  missing: 'no such file or directory',
  exists: 'file exists',
  notDirectory: 'not a directory',
  loop: 'too many levels of symbolic links',
} as const;

/** One object while a layer is being unpacked. The same object under two names is a hard link. */
export type Draft = { data: InodeData; readonly children: Map<string, Draft> };

type Found = { readonly dir: Draft; readonly name: string };
const maxLinks = 40;

const newDirectory = (): Draft => ({
  data: { kind: 'directory', mode: 0o755, uid: 0, gid: 0, mtime: epoch },
  children: new Map(),
});

/** The directory that a layer is unpacked into. Paths are clean and absolute; symlinks stay inside it. */
export class UnpackDraft {
  readonly root: Draft = newDirectory();

  /** What stands at a path, a last symlink not followed; like `lstat`, any failure counts as nothing. */
  lookup(path: string): Draft | undefined {
    if (path === '/') return this.root;
    const place = this.place(path);
    return typeof place === 'string' ? undefined : place.dir.children.get(place.name);
  }

  /** Why `lookup` finds nothing; `undefined` when it does find something. */
  whyNot(path: string): string | undefined {
    const place = this.place(path);
    if (typeof place === 'string') return place;
    return place.dir.children.has(place.name) ? undefined : Failure.missing;
  }

  /** Why nothing can stand at a path. */
  whyNoPlace(path: string): string | undefined {
    const place = this.place(path);
    return typeof place === 'string' ? place : undefined;
  }

  /** Makes the directories above a path when the one that holds it is missing, 0755 and root's. */
  makeParents(path: string): void {
    const parent = path.slice(0, path.lastIndexOf('/'));
    if (parent !== '' && this.whyNot(parent) === Failure.missing) this.makeDirectories(parent);
  }

  /** Go's `os.MkdirAll`: it follows symlinks, and trips over those that lead nowhere. */
  private makeDirectories(path: string): void {
    const found = this.walk(path.split('/'));
    const refuse = (reason: string): string => `mkdir ${path}: ${reason}`;
    if (typeof found !== 'string') {
      if (found.data.kind === 'directory') return;
      throw new SyscallFailed(refuse(Failure.notDirectory));
    }
    const parent = path.slice(0, path.lastIndexOf('/'));
    if (parent !== '') this.makeDirectories(parent);
    if (this.lookup(path)) throw new SyscallFailed(refuse(Failure.exists));
    const { data } = newDirectory();
    // The set-gid bit is inherited, and nobody takes it away; the group is root's all the same (measured).
    const setGid = (this.follow(parent)?.data.mode ?? 0) & 0o2000;
    this.put(path, { ...data, mode: data.mode | setGid }, refuse);
  }

  remove(path: string): void {
    const place = this.place(path);
    if (typeof place !== 'string') place.dir.children.delete(place.name);
  }

  put(path: string, data: InodeData, message: (reason: string) => string): void {
    this.name(path, { data, children: new Map() }, message);
  }

  link(path: string, target: Draft, message: (reason: string) => string): void {
    this.name(path, target, message);
  }

  /** New attributes; what the object is stays, and so do its other extended attributes. */
  change(it: Draft, attributes: Partial<Attributes>): void {
    const { xattrs: before, ...data } = it.data;
    const xattrs = { ...before, ...attributes.xattrs };
    it.data = { ...data, ...attributes, ...(Object.keys(xattrs).length > 0 && { xattrs }) };
  }

  /** `utimes` follows a symlink at the end. */
  setTime(path: string, mtime: Instant, message: (reason: string) => string): void {
    const found = this.walk(path.split('/'));
    if (typeof found === 'string') throw new SyscallFailed(message(found));
    found.data = { ...found.data, mtime };
  }

  /** Overlay's mark on a directory; on anything else it means nothing. */
  markOpaque(path: string): void {
    const it = path === '/' ? this.root : this.follow(path);
    if (!it) throw new SyscallFailed(`setxattr("${path}", trusted.overlay.opaque=y): ${Failure.missing}`);
    if (it.data.kind === 'directory') it.data = { ...it.data, opaque: true };
  }

  private name(path: string, it: Draft, message: (reason: string) => string): void {
    const place = this.place(path);
    if (typeof place === 'string') throw new SyscallFailed(message(place));
    place.dir.children.set(place.name, it);
  }

  private follow(path: string): Draft | undefined {
    const found = this.walk(path.split('/'));
    return typeof found === 'string' ? undefined : found;
  }

  /** The directory that holds a path's last name, symlinks on the way followed. */
  private place(path: string): Found | string {
    const parts = path.split('/').filter((part) => part !== '');
    const name = parts.pop() ?? '';
    const dir = this.walk(parts);
    if (typeof dir === 'string') return dir;
    return dir.data.kind === 'directory' ? { dir, name } : Failure.notDirectory;
  }

  private walk(parts: readonly string[]): Draft | string {
    const stack = [this.root];
    let links = 0;
    const rest = [...parts].reverse();
    while (rest.length > 0) {
      const part = rest.pop();
      const here = stack.at(-1) ?? this.root;
      if (part === undefined || part === '' || part === '.') continue;
      if (part === '..') {
        if (stack.length > 1) stack.pop();
        continue;
      }
      if (here.data.kind !== 'directory') return Failure.notDirectory;
      const next = here.children.get(part);
      if (!next) return Failure.missing;
      if (next.data.kind !== 'symlink') {
        stack.push(next);
        continue;
      }
      links += 1;
      if (links > maxLinks) return Failure.loop;
      if (next.data.target.startsWith('/')) stack.length = 1;
      rest.push(...next.data.target.split('/').reverse());
    }
    return stack.at(-1) ?? this.root;
  }
}
