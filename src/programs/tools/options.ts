/** The letters of `-abc` and the words beside them; after `--` every word is a word. */
export const lettersAndWords = (
  args: readonly string[],
): { readonly has: (letter: string) => boolean; readonly letters: string; readonly words: readonly string[] } => {
  const end = args.indexOf('--');
  const before = end < 0 ? args : args.slice(0, end);
  const letters = before
    .filter((arg) => /^-[^-]/.test(arg))
    .map((arg) => arg.slice(1))
    .join('');
  const words = [
    ...before.filter((arg) => arg === '-' || !arg.startsWith('-')),
    ...(end < 0 ? [] : args.slice(end + 1)),
  ];
  return { has: (letter) => letters.includes(letter), letters, words };
};

/** `KEY=VALUE` operands, as dd takes them. */
export const operands = (args: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    args.map((arg): [string, string] => {
      const at = arg.indexOf('=');
      return at < 0 ? [arg, ''] : [arg.slice(0, at), arg.slice(at + 1)];
    }),
  );
