import { busyboxWords } from './busybox-words.ts';
import type { Flavour } from './call.ts';
import { reasonOf } from './tools/errors.ts';

/**
 * The interpreter's words as each shell says them, under the name that it was called by, and its tools' as the image's tools do
 * (measured, docs/facts.md).
 */
export const toldBy = (flavour: Flavour, text: string, shell = flavour === 'bash' ? 'bash' : 'sh'): string => {
  if (text === '') return text;
  const plain = text.replace(/: (E[A-Z]+): [^\n]*/g, (_, errno: string) => `: ${reasonOf(new Error(errno))}`);
  if (flavour === 'bash') return plain.replace(/^bash: (?:line 1: )?/gm, `${shell}: line 1: `);
  const isBusybox = flavour === 'busybox';
  const prefix = isBusybox ? `${shell}: ` : `${shell}: 1: `;
  const shells = plain
    .replace(/^bash: ([^\n]*?)command not found$/gm, `${prefix}$1not found`)
    .replace(
      /^bash: (?:line \d+: )?cd: (.*): No such file or directory$/gm,
      isBusybox ? `${shell}: cd: line 0: can't cd to $1: No such file or directory` : `${prefix}cd: can't cd to $1`,
    )
    .replace(
      /^bash: (?:line \d+: )?([^:\n]*): No such file or directory$/gm,
      isBusybox ? `${shell}: can't open $1: no such file` : `${prefix}cannot open $1: No such file`,
    )
    .replace(
      /^bash: (?:line \d+: )?([^:\n]*): Is a directory$/gm,
      isBusybox ? `${shell}: can't create $1: Is a directory` : `${prefix}cannot create $1: Is a directory`,
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
