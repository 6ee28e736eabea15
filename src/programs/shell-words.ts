import { busyboxWords } from './busybox-words.ts';
import type { Flavour } from './task.ts';
import { reasonOf } from './tools/errors.ts';

/** The interpreter's words as each shell says them, and its tools' as the image's tools do (measured, docs/facts.md). */
export const toldBy = (flavour: Flavour, text: string): string => {
  if (text === '') return text;
  const plain = text.replace(/: (E[A-Z]+): [^\n]*/g, (_, errno: string) => `: ${reasonOf(new Error(errno))}`);
  if (flavour === 'bash') return plain.replace(/^bash: (?!line)/gm, 'bash: line 1: ');
  const isBusybox = flavour === 'busybox';
  const prefix = isBusybox ? 'sh: ' : 'sh: 1: ';
  const shells = plain
    .replace(/^bash: ([^\n]*?)command not found$/gm, `${prefix}$1not found`)
    .replace(
      /^bash: (?:line \d+: )?cd: (.*): No such file or directory$/gm,
      isBusybox ? "sh: cd: line 0: can't cd to $1: No such file or directory" : "sh: 1: cd: can't cd to $1",
    )
    .replace(
      /^bash: (?:line \d+: )?([^:\n]*): No such file or directory$/gm,
      isBusybox ? "sh: can't open $1: no such file" : 'sh: 1: cannot open $1: No such file',
    )
    .replace(
      /^bash: (?:line \d+: )?([^:\n]*): Is a directory$/gm,
      isBusybox ? "sh: can't create $1: Is a directory" : 'sh: 1: cannot create $1: Is a directory',
    )
    .replace(/^bash: (?:line \d+: )?/gm, prefix);
  return isBusybox ? busyboxWords(shells) : coreutilsWords(shells);
};

const coreutilsWords = (text: string): string =>
  text
    .replace(/^ln: failed to create link/gm, 'ln: failed to create hard link')
    .replace(
      /^sort: (?!cannot)([^:\n]*): No such file or directory$/gm,
      'sort: cannot read: $1: No such file or directory',
    );
