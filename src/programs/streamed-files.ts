import type { Pid } from '../core/kernel/brand.ts';
import { ContainerFiles } from './container-files.ts';
import type { Actor } from './container-look.ts';
import type { ProgramMachine } from './machine.ts';
import { quote, streams } from './shell-script.ts';

/** The container's files, and the two that stand for the streams of the script. */
export class StreamedFiles extends ContainerFiles {
  private readonly print: (output: 'stdout' | 'stderr', text: string) => void;
  /** No child of the shell acts now. */
  private readonly isShell: () => boolean;
  /** Where commands of our own are looked for: in /usr/bin, or along a PATH that does not lead there. */
  private readonly ours: RegExp;

  constructor(
    machine: ProgramMachine,
    actor: Actor,
    scratch: Map<string, Uint8Array>,
    print: (output: 'stdout' | 'stderr', text: string) => void,
    shell: Pid,
    path: string,
  ) {
    super(machine, actor, scratch);
    this.print = print;
    this.isShell = () => actor.pid === shell;
    this.ours = path.split(':').includes('/usr/bin') ? /^\/usr\/bin\/plimsoll-[a-z]+$/ : /\/plimsoll-[a-z]+$/;
  }

  /**
   * The interpreter knows its commands in /bin and /usr/bin only, and reads any other program as a script of its own: it
   * gets one that hands the program back to us.
   */
  override async readFile(path: string, options?: Parameters<ContainerFiles['readFile']>[1]): Promise<string> {
    // Commands of our own are there whatever PATH says, and known in one place.
    if (this.isOurs(path) && !isStream(path)) return `/usr/bin/${path.slice(path.lastIndexOf('/') + 1)} "$@"\n`;
    if (!this.isShell()) return super.readFile(path, options);
    const { isFile, mode } = await super.stat(path);
    return isFile && (mode & 0o111) !== 0 ? `plimsoll-run ${quote(path)} "$@"\n` : super.readFile(path, options);
  }

  override async exists(path: string): Promise<boolean> {
    return this.isOurs(path) || super.exists(path);
  }

  override async stat(path: string): ReturnType<ContainerFiles['stat']> {
    if (!this.isOurs(path)) return super.stat(path);
    const mtime = new Date(0);
    return { isFile: true, isDirectory: false, isSymbolicLink: false, mode: 0o755, size: 0, mtime };
  }

  /** The interpreter looks for commands in the file system, for those of our own too. */
  private isOurs(path: string): boolean {
    return isStream(path) || this.ours.test(path);
  }

  override async appendFile(
    path: string,
    content: string | Uint8Array,
    options?: { readonly encoding?: string | null } | string,
  ): Promise<void> {
    if (!isStream(path)) return super.appendFile(path, content, options);
    const text = typeof content === 'string' ? decoded(content, options) : new TextDecoder().decode(content);
    this.print(path === streams.stdout ? 'stdout' : 'stderr', text);
  }
}

const isStream = (path: string): boolean => path === streams.stdout || path === streams.stderr;

const decoded = (text: string, options?: { readonly encoding?: string | null } | string): string => {
  const encoding = typeof options === 'string' ? options : options?.encoding;
  return encoding === 'binary' || encoding === 'latin1'
    ? new TextDecoder().decode(Uint8Array.from(text, (char) => char.charCodeAt(0) & 0xff))
    : text;
};
