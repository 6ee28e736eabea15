import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { InsideRow } from '../../oracle/inside.ts';

/**
 * What a container's own `/proc` would show, read from the host's: every process of its main's pid namespace. Absent when this machine's `/proc` is not
 * the one that the engine's numbers are of.
 */
export const insideOf = (container: string, main: number): readonly InsideRow[] | undefined => {
  const namespace = linkOf(main);
  if (namespace === undefined || !textOf(main, 'cgroup')?.includes(container)) return undefined;
  const members = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => linkOf(pid) === namespace);
  const numbers = new Map(members.map((pid) => [pid, fieldOf(pid, 'NSpid')?.split('\t').at(-1)]));
  return members.flatMap((pid): InsideRow[] => {
    const [own, parent] = [numbers.get(pid), fieldOf(pid, 'PPid')];
    if (own === undefined || parent === undefined) return [];
    return [{ pid: Number(own), ppid: Number(numbers.get(Number(parent)) ?? 0), command: commandOf(pid) }];
  });
};

/** As ps prints it: what has no arguments any more is a zombie. */
const commandOf = (pid: number): string => {
  const words = (textOf(pid, 'cmdline') ?? '').replace(/\0+$/, '').replaceAll('\0', ' ');
  const name = fieldOf(pid, 'Name') ?? '';
  return fieldOf(pid, 'State')?.startsWith('Z') ? `[${name}] <defunct>` : words;
};

const fieldOf = (pid: number, field: string): string | undefined =>
  new RegExp(`^${field}:\\t(.*)$`, 'm').exec(textOf(pid, 'status') ?? '')?.[1];

/** A process may end while one looks. */
const textOf = (pid: number, file: string): string | undefined =>
  orNothing(() => readFileSync(`/proc/${pid}/${file}`, 'utf8'));
const linkOf = (pid: number): string | undefined => orNothing(() => readlinkSync(`/proc/${pid}/ns/pid`));

const orNothing = (read: () => string): string | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};
