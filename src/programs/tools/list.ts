import { millisOf } from '../../core/kernel/instant.ts';
import { type Program, result } from '../call.ts';
import type { FileStatus } from '../file-status.ts';
import { absolute } from '../paths.ts';
import type { Task } from '../task.ts';
import { namesOf } from './accounts.ts';
import { reasonOf } from './errors.ts';
import { lettersAndWords } from './options.ts';
import { blocksOf, modeText, sizeOf } from './status-text.ts';

type Row = { readonly name: string; readonly status: FileStatus };
type Options = ReturnType<typeof lettersAndWords>;

/** `ls`, in the columns of busybox or of coreutils; never several names a line, for no one looks on a terminal. */
export const ls: Program = async (task, { args, cwd }) => {
  const options = lettersAndWords(args);
  const unknown = [...options.letters].find((letter) => !'1aAlLdnRiFhrtSpCsgog'.includes(letter));
  if (unknown !== undefined) return result(task.isBusybox ? 1 : 2, '', `ls: invalid option -- '${unknown}'\n`);
  const words = options.words.length === 0 ? ['.'] : options.words;
  const print = new Printer(task, options);
  await print.prepare();
  const single: Row[] = [];
  const directories: string[] = [];
  /** Directories that are listed below: coreutils makes room for them beside the other arguments. */
  const below: Row[] = [];
  let err = '';
  for (const word of words) {
    try {
      const status = task.files.details(absolute(cwd, word), followsArgument(options));
      if (status.kind === 'directory' && !options.has('d')) {
        directories.push(word);
        below.push({ name: word, status });
      } else single.push({ name: word, status });
    } catch (error) {
      err += task.isBusybox ? `ls: ${word}: ${reasonOf(error)}\n` : `ls: cannot access '${word}': ${reasonOf(error)}\n`;
    }
  }
  const sections: string[] = [];
  if (single.length > 0) sections.push(print.rows(print.sorted(single), false, below));
  const titled = words.length > 1 || options.has('R');
  for (const word of [...directories].sort()) sections.push(...print.directory(word, absolute(cwd, word), titled));
  return result(err === '' ? 0 : task.isBusybox ? 1 : 2, sections.join('\n'), err);
};

const followsArgument = (options: Options): boolean =>
  options.has('L') || (!options.has('l') && !options.has('d') && !options.has('F'));

class Printer {
  private readonly task: Task;
  private readonly options: Options;
  private users: ReadonlyMap<number, string> = new Map();
  private groups: ReadonlyMap<number, string> = new Map();

  constructor(task: Task, options: Options) {
    this.task = task;
    this.options = options;
  }

  async prepare(): Promise<void> {
    if (this.options.has('n')) return;
    this.users = await namesOf(this.task, '/etc/passwd');
    this.groups = await namesOf(this.task, '/etc/group');
  }

  /** A directory's listing, and with -R those below it. */
  directory(word: string, path: string, titled: boolean): readonly string[] {
    const { files } = this.task;
    let names: readonly string[];
    try {
      names = files.listed(path);
    } catch (error) {
      return [`ls: can't open '${word}': ${reasonOf(error)}\n`];
    }
    const hidden = this.options.has('a') ? ['.', '..'] : [];
    const seen = [
      ...hidden,
      ...names.filter((name) => !name.startsWith('.') || this.options.has('a') || this.options.has('A')),
    ];
    const rows = seen.flatMap((name): Row[] => {
      try {
        return [{ name, status: files.details(absolute(path, name), this.options.has('L')) }];
      } catch {
        return [];
      }
    });
    const own = (titled ? `${word}:\n` : '') + this.rows(this.sorted(rows), true);
    if (!this.options.has('R')) return [own];
    const below = this.sorted(rows).filter(
      ({ name, status }) => status.kind === 'directory' && name !== '.' && name !== '..',
    );
    return [own, ...below.flatMap(({ name }) => this.directory(`${word}/${name}`, absolute(path, name), true))];
  }

  sorted(rows: readonly Row[]): readonly Row[] {
    const byName = (a: Row, b: Row): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
    const bySize = (a: Row, b: Row): number => sizeOf(b.status) - sizeOf(a.status);
    const byTime = (a: Row, b: Row): number =>
      a.status.mtime < b.status.mtime ? 1 : a.status.mtime > b.status.mtime ? -1 : 0;
    const first = this.options.has('S') ? bySize : this.options.has('t') ? byTime : () => 0;
    const inOrder = [...rows].sort((a, b) => first(a, b) || byName(a, b));
    return this.options.has('r') ? inOrder.reverse() : inOrder;
  }

  rows(rows: readonly Row[], total: boolean, beside: readonly Row[] = []): string {
    const { options } = this;
    if (!options.has('l') && !options.has('n') && !options.has('g') && !options.has('o'))
      return rows.map((row) => `${this.number(row)}${row.name}${this.mark(row.status)}\n`).join('');
    const sum = rows.reduce((blocks, { status }) => blocks + blocksOf(status), 0);
    const head = total ? `total ${options.has('h') ? this.humanTotal(sum * 1024) : sum}\n` : '';
    return head + (this.task.isBusybox ? this.busyboxRows(rows) : this.coreutilsRows(rows, beside));
  }

  /** busybox pads it, as a cell of its own. */
  private humanTotal(bytes: number): string {
    return this.task.isBusybox ? human(bytes).padEnd(7) : human(bytes);
  }

  private busyboxRows(rows: readonly Row[]): string {
    return rows
      .map((row) => {
        const { status } = row;
        const [user, group] = this.owners(status);
        const { device } = status;
        const human_ = this.options.has('h');
        const size = device
          ? `${String(device.major).padStart(4)},${String(device.minor).padStart(4)}`
          : this.size(status).padStart(human_ ? 7 : 9);
        return (
          `${this.number(row)}${modeText(status)} ${String(status.nlink).padStart(4)} ${user.slice(0, 8).padEnd(8)} ` +
          `${group.slice(0, 8).padEnd(8)} ${size} ${this.when(status)} ${this.named(row)}\n`
        );
      })
      .join('');
  }

  private coreutilsRows(rows: readonly Row[], beside: readonly Row[]): string {
    const cells = [...rows, ...beside].map(({ status }) => {
      const { device } = status;
      const size = device ? `${device.major}, ${device.minor}` : this.size(status);
      return [String(status.nlink), ...this.owners(status), size] as const;
    });
    const width = (column: 0 | 1 | 2 | 3): number => Math.max(0, ...cells.map((row) => row[column].length));
    const [links, users, groups, sizes] = [width(0), width(1), width(2), width(3)];
    return rows
      .map((row, at) => {
        const [nlink, user, group, size] = cells[at] ?? ['', '', '', ''];
        return (
          `${this.number(row)}${modeText(row.status)} ${nlink.padStart(links)} ${this.aligned(user, users)} ` +
          `${this.aligned(group, groups)} ${size.padStart(sizes)} ${this.when(row.status)} ${this.named(row)}\n`
        );
      })
      .join('');
  }

  /** Numbers stand to the right, names to the left. */
  private aligned(owner: string, width: number): string {
    return /^\d/.test(owner) && this.options.has('n') ? owner.padStart(width) : owner.padEnd(width);
  }

  private owners({ uid, gid }: FileStatus): readonly [string, string] {
    return [this.users.get(uid) ?? String(uid), this.groups.get(gid) ?? String(gid)];
  }

  private size(status: FileStatus): string {
    return this.options.has('h') ? human(sizeOf(status)) : String(sizeOf(status));
  }

  private number({ status }: Row): string {
    return this.options.has('i') ? `${this.task.files.inodeNumber(status)} ` : '';
  }

  private named({ name, status }: Row): string {
    return status.target === undefined ? `${name}${this.mark(status)}` : `${name} -> ${status.target}`;
  }

  private mark({ kind, mode }: FileStatus): string {
    if (kind === 'directory') return this.options.has('F') || this.options.has('p') ? '/' : '';
    if (!this.options.has('F')) return '';
    if (kind === 'symlink') return '@';
    if (kind === 'fifo') return '|';
    if (kind === 'socket') return '=';
    return kind === 'file' && (mode & 0o111) !== 0 ? '*' : '';
  }

  /** The hour of what is younger than half a year, the year of everything else. */
  private when({ mtime }: FileStatus): string {
    const at = new Date(millisOf(mtime));
    const age = (millisOf(this.task.machine.now) - at.getTime()) / 1000;
    const isRecent = age < (365 * 86_400) / 2 && age > -15 * 60;
    const [, month = ''] = /^\w+, \d+ (\w+)/.exec(at.toUTCString()) ?? [];
    const clock = at.toISOString().slice(11, 16);
    return `${month} ${String(at.getUTCDate()).padStart(2)} ${isRecent ? clock : ` ${at.getUTCFullYear()}`}`;
  }
}

/** `4.0K`: one digit after the point below ten units, as both tools print it. */
const human = (bytes: number): string => {
  const units = ['', 'K', 'M', 'G', 'T'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
  return unit === 0 ? String(bytes) : `${value.toFixed(value < 10 ? 1 : 0)}${units[unit]}`;
};
