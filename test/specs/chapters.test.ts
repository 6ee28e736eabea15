import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseChapter } from '../../specs/run/chapter.ts';
import { mismatch, noNames, withNames } from '../../specs/run/match.ts';
import { modelConsole } from '../../specs/run/model-console.ts';
import { runChapter } from '../../specs/run/run-chapter.ts';
import { loadChapters, nameOfChapter } from '../../specs/run/run-chapters.ts';

describe('every chapter runs on the model', () => {
  it.each(loadChapters().map((chapter) => [chapter.title, chapter] as const))(
    '%s',
    async (_, chapter) => {
      const { failures, passed } = await runChapter(chapter, modelConsole());
      expect(
        failures.map(({ exchange, why }) => `${chapter.file}:${exchange.line}: ${exchange.command}: ${why}`),
      ).toEqual([]);
      expect(passed).toBe(chapter.exchanges.filter(({ on }) => on !== 'engine').length);
    },
    30_000,
  );
});

describe('the list of claims', () => {
  const claims = readFileSync(new URL('../../docs/claims.md', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => /^\| \d+ \|/.test(line))
    .map((line) => line.split(' | '));

  it('has a verdict and a chapter that is there for each', () => {
    const names = loadChapters().map(nameOfChapter);
    for (const [number, claim = '', verdict = '', evidence = '', chapter = ''] of claims) {
      expect(['true', 'nuance', 'false'], `${number} ${claim}`).toContain(verdict);
      expect(evidence, claim).not.toBe('');
      const told = [...chapter.matchAll(/chapters\/([\w-]+)\.md/g)].map(([, name]) => name);
      expect(told.length, claim).toBeGreaterThan(0);
      for (const name of told) expect(names, claim).toContain(name);
    }
  });

  it('counts its verdicts in the heading as they are', () => {
    const heading = readFileSync(new URL('../../docs/claims.md', import.meta.url), 'utf8');
    const count = (verdict: string): number => claims.filter((line) => line[2] === verdict).length;
    expect(heading).toContain(
      `${claims.length} claims: ${count('true')} true, ${count('nuance')} with a nuance, ${count('false')} false.`,
    );
  });
});

describe('answers are compared up to renaming', () => {
  const long = 'a'.repeat(64);

  it('takes the same thing for the same name only', () => {
    const names = noNames();
    expect(mismatch(['<id:web>'], [long], names)).toBeUndefined();
    expect(mismatch(['<id:web> up'], [`${long.slice(0, 12)} up`], names)).toBeUndefined();
    expect(mismatch(['<id:web>'], ['b'.repeat(64)], names)).toMatch(/was a{12}, now it is b/);
    expect(mismatch(['<id:other>'], [long], names)).toMatch(/is <id:other> here and was <id:web>/);
  });

  it('puts the whole of what a name stands for into the next command', () => {
    const names = noNames();
    mismatch(['<id:web> <digest:image>'], [`${long.slice(0, 12)} sha256:${'c'.repeat(64)}`], names);
    mismatch(['<id:web>'], [long], names);
    expect(withNames('ls <id:web> <digest:image> <id:unknown>', names)).toBe(
      `ls ${long} ${'c'.repeat(64)} <id:unknown>`,
    );
  });

  it('tells missing and extra lines', () => {
    expect(mismatch(['a', 'b'], ['a'], noNames())).toBe('a line is missing: b');
    expect(mismatch(['a'], ['a', 'b'], noNames())).toBe('an extra line: b');
  });
});

describe('a chapter', () => {
  it('has its exchanges in console blocks, with the place where they hold', () => {
    const text =
      '# T\n\n```console\n$ a\nout\n(exit code 3)\n```\n\n```console model: it is so\n# b \\\n  c\n```\n\n```text\n$ no\n```\n';
    expect(parseChapter('x.md', text).exchanges).toEqual([
      { prompt: '$', command: 'a', expected: ['out'], exitCode: 3, line: 4, on: 'both' },
      { prompt: '#', command: 'b c', expected: [], exitCode: 0, line: 10, on: 'model', because: 'it is so' },
    ]);
  });

  it('is refused when a block begins without a command or does not end', () => {
    expect(() => parseChapter('x.md', '```console\nout\n```\n')).toThrow('x.md:2:');
    expect(() => parseChapter('x.md', '```console\n$ a\n')).toThrow('not closed');
    expect(() => parseChapter('x.md', '```console model\n$ a\n```\n')).toThrow('says why');
  });
});
