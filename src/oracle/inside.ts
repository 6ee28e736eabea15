/** A process as the container's own `/proc` shows it; a parent outside is 0. */
export type InsideRow = { readonly pid: number; readonly ppid: number; readonly command: string };

/**
 * The container's own view, in the order of its numbers. Of these only 0 and 1 mean the same everywhere: the runtime's own threads
 * take some.
 */
export const insideLines = (rows: readonly InsideRow[]): readonly string[] =>
  [...rows]
    .sort((a, b) => a.pid - b.pid)
    .map(({ pid, ppid, command }) => `${numberText(pid)} below ${numberText(ppid)}: ${command}`);

const numberText = (pid: number): string => (pid <= 1 ? String(pid) : 'n');
