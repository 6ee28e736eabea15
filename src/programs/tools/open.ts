import { type Program, result } from '../call.ts';
import { absolute } from '../paths.ts';
import { reasonOf } from './errors.ts';

/** `plimsoll-open OPERATOR PATH …`: says what a shell says when it can not open the files of a command's redirections. */
export const open: Program = async (task, { args, cwd }) => {
  for (let at = 0; at + 1 < args.length; at += 2) {
    const [operator = '>', word = ''] = args.slice(at, at + 2);
    const errno = task.files.refusalOf(operator.includes('>>') ? 'AppendFile' : 'WriteFile', absolute(cwd, word));
    if (errno === undefined) continue;
    const { flavour } = task;
    if (flavour === 'bash') return result(1, '', `bash: line 1: ${word}: ${reasonOf(new Error(errno))}\n`);
    const isBusybox = flavour === 'busybox';
    const nonexistent = isBusybox ? 'nonexistent directory' : 'Directory nonexistent';
    const reason = errno === 'ENOENT' ? nonexistent : reasonOf(new Error(errno));
    return isBusybox
      ? result(1, '', `${task.zero}: can't create ${word}: ${reason}\n`)
      : result(2, '', `${task.zero}: 1: cannot create ${word}: ${reason}\n`);
  }
  return result(0);
};
