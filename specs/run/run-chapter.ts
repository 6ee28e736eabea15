import type { Chapter, Exchange } from './chapter.ts';
import { mismatch, noNames, withNames } from './match.ts';

/** Whoever answers command lines: the model's own console, or a real shell beside a real engine. */
export type Console = {
  readonly kind: 'model' | 'engine';
  readonly run: (prompt: '$' | '#', command: string) => Promise<{ readonly output: string; readonly exitCode: number }>;
};

export type ChapterResult = {
  readonly chapter: Chapter;
  readonly passed: number;
  /** Exchanges that this console is not asked. */
  readonly leftOut: readonly Exchange[];
  readonly failures: readonly { readonly exchange: Exchange; readonly why: string; readonly output: string }[];
};

/** Runs a chapter from its first line to its last in one console. What follows a failure is still run. */
export const runChapter = async (chapter: Chapter, console: Console): Promise<ChapterResult> => {
  const names = noNames();
  const failures: ChapterResult['failures'][number][] = [];
  const leftOut: Exchange[] = [];
  let passed = 0;
  for (const exchange of chapter.exchanges) {
    if (exchange.on !== 'both' && exchange.on !== console.kind) {
      leftOut.push(exchange);
      continue;
    }
    const { output, exitCode } = await console.run(exchange.prompt, withNames(exchange.command, names));
    const lines = output === '' ? [] : output.replace(/\n$/, '').split('\n');
    const why =
      mismatch(
        exchange.expected,
        lines,
        names,
        exchange.prompt === '#' && console.kind === 'engine' ? 'any' : 'exact',
      ) ?? (exitCode === exchange.exitCode ? undefined : `expected exit code ${exchange.exitCode}, got ${exitCode}`);
    if (why === undefined) passed += 1;
    else failures.push({ exchange, why, output });
  }
  return { chapter, passed, leftOut, failures };
};
