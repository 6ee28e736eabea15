import { type Program, result } from '../call.ts';
import { mountTable } from '../mount-table.ts';
import { absolute } from '../paths.ts';

/** Without words the table; a container's processes may not mount anything. */
export const mount: Program = async (task, { args, cwd }) => {
  const target = args.filter((arg) => !arg.startsWith('-')).at(-1);
  if (target !== undefined)
    return task.isBusybox
      ? result(255, '', `mount: permission denied (are you root?)\n`)
      : result(
          32,
          '',
          `mount: ${absolute(cwd, target)}: permission denied.\n       dmesg(1) may have more information after failed mount system call.\n`,
        );
  const rows = mountTable(task.machine.world, task.around.container);
  return result(0, rows.map((it) => `${it.device} on ${it.target} type ${it.type} (${it.options})\n`).join(''));
};

export const umount: Program = async (task, { args }) => {
  const target = args.find((arg) => !arg.startsWith('-')) ?? '';
  const text = task.isBusybox
    ? `umount: can't unmount ${target}: Operation not permitted\n`
    : `umount: ${target}: must be superuser to unmount.\n`;
  return result(task.isBusybox ? 1 : 32, '', text);
};
