import type { HostRow, OwnRow } from '../../views/processes.ts';
import { printable } from './printable.ts';

type Row = Pick<OwnRow, 'pid' | 'ppid' | 'comm' | 'args' | 'state'> & { readonly threads: readonly unknown[] };

/** The whole host as a tree, like `ps axf`. */
export const renderHost = (rows: readonly HostRow[]): string =>
  rendered(rows, (row) => (row.nsPid.length > 1 ? String(row.nsPid[1]) : ''));

/** The processes of one pid namespace in its own numbers. */
export const renderOwn = (rows: readonly OwnRow[]): string => rendered(rows);

const rendered = <R extends Row>(rows: readonly R[], inside?: (row: R) => string): string => {
  const present = new Set(rows.map(({ pid }) => pid));
  const children = new Map<number, R[]>();
  for (const row of rows) {
    const parent = present.has(row.ppid) && row.ppid !== row.pid ? row.ppid : -1;
    children.set(parent, [...(children.get(parent) ?? []), row]);
  }
  const lines = [['PID', 'PPID', ...(inside ? ['NSPID'] : []), 'S', 'THREADS', 'COMMAND']];
  const walk = (pid: number, depth: number): void => {
    for (const row of children.get(pid) ?? []) {
      const numbers = [row.pid, row.ppid].map(String);
      const command = row.args.length > 0 ? row.args.join(' ') : `[${row.comm}]`;
      lines.push([
        ...numbers,
        ...(inside ? [inside(row)] : []),
        row.state,
        String(1 + row.threads.length),
        `${'  '.repeat(depth)}${printable(command)}`,
      ]);
      walk(row.pid, depth + 1);
    }
  };
  walk(-1, 0);
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)));
  return lines
    .map(
      (line) => `${line.map((cell, at) => (at < line.length - 1 ? cell.padStart(widths[at] ?? 0) : cell)).join(' ')}\n`,
    )
    .join('');
};
