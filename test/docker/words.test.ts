import { describe, expect, test } from 'vitest';
import { wrongCount } from '../../src/docker/cli/argument-count.ts';
import { FlagError, flagsOf, parseFlags } from '../../src/docker/cli/flags.ts';
import { commandsOf, isUnfinished } from '../../src/docker/cli/words.ts';

const wordsOf = (line: string): readonly (readonly string[])[] =>
  commandsOf(line).map(({ words }) =>
    words.map((word) => word.map((piece) => (piece.kind === 'text' ? piece.text : `<${piece.kind}>`)).join('')),
  );

describe('a line is split as a shell splits it', () => {
  test.each([
    ['docker ps -a', [['docker', 'ps', '-a']]],
    [`docker run x sh -c 'echo "a b" $HOME'`, [['docker', 'run', 'x', 'sh', '-c', 'echo "a b" $HOME']]],
    ['a "b c" d\\ e "" # rest', [['a', 'b c', 'd e', '']]],
    ['a; b && c || d', [['a'], ['b'], ['c'], ['d']]],
    ['a "x$Y" $(docker ps -q | head)', [['a', 'x<variable>', '<command>']]],
    ['a \\\n b', [['a', 'b']]],
  ])('%s', (line, expected) => expect(wordsOf(line)).toEqual(expected));

  test('pipes and redirections are refused', () => expect(() => commandsOf('docker ps | head')).toThrow("'|'"));
  test('a quotation goes on over lines', () => {
    expect(isUnfinished("docker run x sh -c 'a")).toBe(true);
    expect(isUnfinished('docker ps \\')).toBe(true);
    expect(isUnfinished('docker ps')).toBe(false);
  });
});

describe('flags are read as the real client reads them', () => {
  test('they come from the help text', () => {
    expect(flagsOf('run').find(({ name }) => name === 'volume')).toEqual({ name: 'volume', short: 'v', type: 'list' });
    expect(flagsOf('container rm').find(({ name }) => name === 'force')).toEqual({
      name: 'force',
      short: 'f',
      type: 'bool',
    });
  });
  test('short ones run together, values stand apart or with =', () => {
    const options = parseFlags('run', ['-dit', '-e', 'A=1', '-eB=2', '--name=x', '-v/a:/b', 'img', '-e', 'C=3']);
    expect([
      options.is('detach'),
      options.is('tty'),
      options.all('env'),
      options.one('name'),
      options.all('volume'),
    ]).toEqual([true, true, ['A=1', 'B=2'], 'x', ['/a:/b']]);
    expect(options.args).toEqual(['img', '-e', 'C=3']);
  });
  test('elsewhere flags may follow arguments', () => {
    const options = parseFlags('rm', ['web', '-fv', 'db']);
    expect([options.args, options.is('force'), options.is('volumes')]).toEqual([['web', 'db'], true, true]);
  });
  test('unknown ones are refused', () => expect(() => parseFlags('ps', ['--nope'])).toThrow(FlagError));
  test('the number of arguments is known from the usage', () => {
    expect(wrongCount('tag', 1)).toContain('requires exactly 2 arguments.');
    expect(wrongCount('ps', 1)).toContain('accepts no arguments.');
    expect(wrongCount('top', 3)).toBeUndefined();
    expect(wrongCount('cp', 2)).toBeUndefined();
  });
});
