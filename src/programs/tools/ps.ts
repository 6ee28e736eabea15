import { containerView } from '../../views/processes.ts';
import { type Program, result } from '../call.ts';
import type { Task } from '../task.ts';

/** The processes that the pid namespace shows; busybox and procps print them differently. */
export const ps: Program = async (task, { args }) => {
  const rows = containerView(task.machine.world, task.around.container.id);
  const command = (row: (typeof rows)[number]): string => (row.args.length > 0 ? row.args.join(' ') : `[${row.comm}]`);
  const option = args.join(' ');
  const [, columns] = /-?(?:[a-zA-Z]*)o ?([\w,]+)/.exec(option) ?? [];
  if (columns !== undefined) {
    const cells: Readonly<Record<string, (row: (typeof rows)[number]) => string>> = {
      pid: ({ pid }) => String(pid),
      ppid: ({ ppid }) => String(ppid),
      comm: ({ comm }) => comm,
      args: command,
      cmd: command,
      stat: ({ state }) => state,
      s: ({ state }) => state,
    };
    const titles: Readonly<Record<string, string>> = { args: 'COMMAND', comm: 'COMMAND' };
    const names = columns.split(',').filter((name) => Object.hasOwn(cells, name));
    const table = [
      names.map((name) => titles[name] ?? name.toUpperCase()),
      ...rows.map((row) => names.map((name) => cells[name]?.(row) ?? '')),
    ];
    return result(
      0,
      table
        .map((line) => `${line.map((cell, at) => (at < line.length - 1 ? cell.padStart(5) : cell)).join(' ')}\n`)
        .join(''),
    );
  }
  if (task.around.flavour === 'busybox')
    return result(
      0,
      `PID   USER     TIME  COMMAND\n${rows.map((row) => `${String(row.pid).padStart(5)} root      0:00 ${command(row)}\n`).join('')}`,
    );
  if (/^-?a?ux/.test(option))
    return result(
      0,
      `USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n${rows
        .map(
          (row) =>
            `root     ${String(row.pid).padStart(7)}  0.0  0.0      0     0 ?        ${row.state}    ${clock(task)}   0:00 ${command(row)}\n`,
        )
        .join('')}`,
    );
  return result(
    0,
    `UID          PID    PPID  C STIME TTY          TIME CMD\n${rows
      .map(
        (row) =>
          `root     ${String(row.pid).padStart(7)} ${String(row.ppid).padStart(7)}  0 ${clock(task)} ?        00:00:00 ${command(row)}\n`,
      )
      .join('')}`,
  );
};

const clock = (task: Task): string => task.machine.now.slice(11, 16);
