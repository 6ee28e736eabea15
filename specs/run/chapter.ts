/** One command line of a chapter, and the answer that the chapter shows. */
export type Exchange = {
  /** `$` is the docker command; `#` is a command of the host's root. */
  readonly prompt: '$' | '#';
  readonly command: string;
  readonly expected: readonly string[];
  /** 0 unless the chapter says `(exit code N)` in a last line. */
  readonly exitCode: number;
  /** Line of the chapter's file, from 1. */
  readonly line: number;
  /** `both`: holds for the model and for a real engine; else for one of them. */
  readonly on: 'both' | 'model' | 'engine';
  /** Why an engine is not asked, of what is the model's alone. */
  readonly because?: string;
};

export type Chapter = { readonly file: string; readonly title: string; readonly exchanges: readonly Exchange[] };

export class BadChapter extends Error {
  override readonly name = 'BadChapter';
}

const fence = /^```console(?: (model|engine))?(?:: (.+))?\s*$/;
const exit = /^\(exit code (\d+)\)$/;

/** Reads the `console` blocks of a Markdown chapter, in order. Text around them is for people. */
export const parseChapter = (file: string, text: string): Chapter => {
  const exchanges: Exchange[] = [];
  let on: Exchange['on'] | undefined;
  let because: string | undefined;
  let open: { prompt: '$' | '#'; command: string; line: number; expected: string[] } | undefined;
  const close = (): void => {
    if (!open || on === undefined) return;
    const code = exit.exec(open.expected.at(-1) ?? '');
    const expected = code ? open.expected.slice(0, -1) : open.expected;
    exchanges.push({
      ...open,
      expected,
      exitCode: Number(code?.[1] ?? 0),
      on,
      ...(because !== undefined && { because }),
    });
    open = undefined;
  };
  for (const [at, line] of text.split('\n').entries()) {
    const fenced = fence.exec(line);
    if (fenced && on === undefined) {
      on = (fenced[1] as Exchange['on'] | undefined) ?? 'both';
      because = fenced[2];
      if (on === 'model' && because === undefined)
        throw new BadChapter(`${file}:${at + 1}: a block of the model's own says why: console model: REASON`);
    } else if (on === undefined) continue;
    else if (line.startsWith('```')) {
      close();
      on = undefined;
    } else if (/^[$#] /.test(line)) {
      close();
      open = { prompt: line[0] as '$' | '#', command: line.slice(2), line: at + 1, expected: [] };
    } else if (open?.expected.length === 0 && open.command.endsWith('\\'))
      open.command = `${open.command.slice(0, -1)}${line.trim()}`;
    else if (open) open.expected.push(line);
    else throw new BadChapter(`${file}:${at + 1}: a console block begins with a command after '$ ' or '# '`);
  }
  if (on !== undefined) throw new BadChapter(`${file}: a console block is not closed`);
  return { file, title: /^# (.*)$/m.exec(text)?.[1] ?? file, exchanges };
};
