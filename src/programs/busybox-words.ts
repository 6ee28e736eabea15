/** What busybox says where coreutils says the same in other words (measured, docs/facts.md). */
const words: readonly (readonly [coreutils: RegExp, busybox: string])[] = [
  [/^cat: .*: Is a directory$/gm, 'cat: read error: Is a directory'],
  [/^cat: (?!read error)(?!can't open )(.*): (.*)$/gm, "cat: can't open '$1': $2"],
  [
    /^(head|tail|sort|uniq|wc|cut|grep|sed|awk): (?:cannot open ')?([^:']*)'?(?: for reading)?: No such file or directory$/gm,
    '$1: $2: No such file or directory',
  ],
  [/^rm: cannot remove '(.*)': Is a directory$/gm, "rm: '$1' is a directory"],
  [/^rm: cannot remove '(.*)': (.*)$/gm, "rm: can't remove '$1': $2"],
  [/^mkdir: cannot create directory '(.*)': (.*)$/gm, "mkdir: can't create directory '$1': $2"],
  [/^rmdir: failed to remove '(.*)': (.*)$/gm, "rmdir: '$1': $2"],
  [/^mv: cannot stat '(.*)': (.*)$/gm, "mv: can't rename '$1': $2"],
  [/^ln: failed to create (?:symbolic |hard )?link '(.*?)'(?: => '.*')?: (.*)$/gm, 'ln: $1: $2'],
  [/^touch: cannot touch '(.*)': (.*)$/gm, 'touch: $1: $2'],
  [/^du: cannot access '(.*)': (.*)$/gm, 'du: $1: $2'],
  [/^chmod: cannot access '(.*)': (.*)$/gm, 'chmod: $1: $2'],
  [/^(chown|chgrp): cannot access '(.*)': (.*)$/gm, '$1: $2: $3'],
];

export const busyboxWords = (text: string): string =>
  text === '' ? text : words.reduce((told, [coreutils, busybox]) => told.replace(coreutils, busybox), text);
