/** A row of `ps -o pid,ppid,args`. */
export type ProcessRow = { readonly pid: number; readonly ppid: number; readonly command: string };

/** Each process indented below its parent, in the order of birth; pids mean nothing across engines. */
export const processLines = (rows: readonly ProcessRow[]): readonly string[] => {
  const pids = new Set(rows.map(({ pid }) => pid));
  const inOrder = [...rows].sort((a, b) => a.pid - b.pid);
  const below = (parent: number, depth: number): readonly string[] =>
    inOrder
      .filter(({ ppid, pid }) => ppid === parent && pid !== parent)
      .flatMap(({ pid, command }) => [`${'  '.repeat(depth)}${command}`, ...below(pid, depth + 1)]);
  return inOrder.filter(({ ppid }) => !pids.has(ppid)).flatMap(({ pid, command }) => [command, ...below(pid, 1)]);
};
