import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { checkOverlayCases, runOverlayCheck } from '../../src/shell/overlay-cases/index.ts';

const good = {
  id: 'table/x',
  lowers: [{ '/f': { type: 'file', mode: '0644', content: 'old' } }],
  upper: {},
  ops: [{ op: 'unlink', path: '/f' }],
  results: [{ ok: true }],
  mergedAfter: {},
  upperAfter: { '/': { type: 'dir', mode: '0755', uuid: true }, '/f': { type: 'whiteout' } },
};
const lines = (...cases: readonly object[]): readonly string[] => cases.map((it) => JSON.stringify(it));

describe('the check of recorded overlay cases', () => {
  test('agrees with a true case, overlay’s invisible marks aside', async () => {
    expect(await checkOverlayCases(lines(good))).toMatchObject({ cases: 1, agree: 1, disagree: [] });
  });

  test('names the first place where a case and the model part', async () => {
    const wrong = [
      { ...good, results: [{ errno: 'EPERM' }] },
      { ...good, mergedAfter: good.lowers[0] },
      { ...good, upperAfter: {} },
      { ...good, upperAfter: { '/f': { type: 'dir', mode: '0755', opaque: true } } },
      { ...good, ops: [{ op: 'fread', path: '', fd: 3 }] },
    ];
    const { agree, disagree } = await checkOverlayCases(lines(...wrong));
    expect(agree).toBe(0);
    expect(disagree.map(({ line, where }) => `${line} ${where}`)).toEqual([
      '1 result 1 (unlink /f)',
      '2 mergedAfter /f',
      '3 upperAfter /f',
      '4 upperAfter /f',
      '5 result 1 (fread )',
    ]);
    expect(disagree[2]).toMatchObject({ recorded: undefined, model: { type: 'whiteout' } });
  });

  test.each([
    ['{"id": ', /^line 2: /],
    ['[]', /^line 2: not a JSON object/],
    ['{}', /^line 2: no "id"/],
    [JSON.stringify({ ...good, results: [] }), /^line 2: 1 ops but 0 results/],
    [JSON.stringify({ ...good, ops: [{ op: 'unlink' }] }), /^line 2: op 1 is malformed/],
    [JSON.stringify({ ...good, ops: [{ op: 'fly', path: '/' }] }), /^line 2: unknown operation "fly"/],
    [JSON.stringify({ ...good, ops: [{ op: '__proto__', path: '/' }] }), /^line 2: unknown operation "__proto__"/],
    [
      JSON.stringify({ ...good, lowers: [{ f: { type: 'file' } }] }),
      /^line 2: tree lowers\[0\]: f: the path is not absolute/,
    ],
    [JSON.stringify({ ...good, upper: { '/f': { type: 'door' } } }), /^line 2: tree "upper": \/f: unknown type/],
    [JSON.stringify({ ...good, upper: { '/f/g': { type: 'file' } } }), /^line 2: tree "upper": \/f\/g: its directory/],
  ])('refuses a malformed line with its number: %s', async (line, message) => {
    await expect(checkOverlayCases([...lines(good), line])).rejects.toThrow(message);
  });

  test('as a command: 0 all agree, 1 one does not, 2 bad input; gzip or not', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'overlay-'));
    const run = async (name: string, content: string | Uint8Array): Promise<readonly [number, string, string]> => {
      const [out, err]: [string[], string[]] = [[], []];
      await writeFile(join(dir, name), content);
      const json = join(dir, `${name}.json`);
      const code = await runOverlayCheck(join(dir, name), {
        json,
        out: (it) => out.push(it),
        err: (it) => err.push(it),
      });
      return [code, out.join('\n'), err.join('\n')];
    };
    const text = `${lines(good, good).join('\n')}\n`;
    expect((await run('good.jsonl', text))[1]).toContain('2 of 2 cases agree');
    expect((await run('good.jsonl.gz', gzipSync(text)))[0]).toBe(0);
    expect(JSON.parse(await readFile(join(dir, 'good.jsonl.json'), 'utf8'))).toMatchObject({ cases: 2, agree: 2 });
    const [code, out] = await run('bad.jsonl', lines({ ...good, upperAfter: {} }).join('\n'));
    expect([code, out.split('\n')[0]]).toEqual([1, '✗ table/x (line 1): upperAfter /f']);
    const [torn, , why] = await run('torn.gz', gzipSync(text).subarray(0, 40));
    expect([torn, why]).toEqual([2, expect.stringContaining('unexpected end of file')]);
    expect((await run('torn.jsonl', text.slice(0, -20)))[2]).toMatch(/torn.jsonl: line 2: /);
    const errors: string[] = [];
    expect(await runOverlayCheck(join(dir, 'none'), { err: (it) => errors.push(it) })).toBe(2);
    expect(errors[0]).toMatch(/ENOENT/);
  });
});
