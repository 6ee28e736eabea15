import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, test } from 'vitest';
import type { EngineUnderTest } from '../../src/oracle/engine.ts';
import { baseImages } from '../../src/oracle/names.ts';
import { printStep, type Step } from '../../src/oracle/step.ts';
import { AdapterEngine } from '../../src/shell/adapter/adapter-engine.ts';
import { broken, brokenEngines } from '../../src/shell/adapter/broken-engines.ts';
import { serveAdapter } from '../../src/shell/adapter/serve-adapter.ts';
import { readCase, saveCases } from '../../src/shell/check/cases.ts';
import { checkJunit } from '../../src/shell/check/check-junit.ts';
import { checkText } from '../../src/shell/check/check-text.ts';
import { runCheck, type Target } from '../../src/shell/check/run-check.ts';
import { ModelEngine } from '../../src/shell/oracle/model-engine.ts';
import { twinArchive } from '../../src/shell/twin/twin-images.ts';

/** Something of the size of a busybox: the model runs no binaries, and what it looks for in one is its name. */
const standIn = new TextEncoder().encode('BusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1)'.padEnd(4096));
const archive = twinArchive(baseImages, { busybox: standIn, redis: [] });
const schema = JSON.parse(readFileSync('docs/adapter.schema.json', 'utf8')) as {
  readonly definitions: Readonly<Record<string, object>>;
};

/** The schema as one would write it who lets nothing through that it does not name. */
const closed = (it: unknown): unknown => {
  if (Array.isArray(it)) return it.map(closed);
  if (typeof it !== 'object' || it === null) return it;
  const fields = Object.fromEntries(Object.entries(it).map(([name, value]) => [name, closed(value)]));
  return 'properties' in it && !('additionalProperties' in it) ? { ...fields, additionalProperties: false } : fields;
};
// A line's `id` stands beside what it says.
const { request, response, ...told } = schema.definitions;
const isLine = new Ajv({ strict: false }).compile({
  ...schema,
  definitions: { request, response, ...(closed(told) as object) },
});
const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-adapters-'));
afterAll(() => rmSync(scratch, { recursive: true }));

let lines = 0;
/** Kinds of steps that were sent. */
const sent = new Set<string>();

/** The model behind the protocol, both ends in this process; every line is held against the schema. */
const served = (change: (engine: EngineUnderTest) => EngineUnderTest = (it) => it): Target => ({
  kind: 'own',
  open: async (images) => {
    const [requests, responses] = [new PassThrough(), new PassThrough()];
    const seen = (line: string): void => {
      lines += 1;
      const it = JSON.parse(line) as { readonly step?: Step };
      if (it.step) sent.add(it.step.do);
      if (!isLine(it)) throw new Error(`${JSON.stringify(isLine.errors)}: ${line.slice(0, 300)}`);
    };
    requests.on('data', (chunk: Buffer) => seen(chunk.toString('utf8')));
    void serveAdapter(
      async (bytes) => change(await ModelEngine.open(bytes, 'adapter')),
      requests,
      (line) => {
        seen(line);
        responses.write(line);
      },
    );
    return new AdapterEngine(
      { name: 'the model', input: requests, output: responses, end: () => responses.end() },
      images,
    );
  },
});

const check = (engine: Target, sequences: number, seed = 1, length = 40, steps?: readonly Step[]) =>
  runCheck({
    ...(steps && { steps }),
    engine,
    seed,
    sequences,
    length,
    time: 3_600_000,
    share: false,
    archive,
    rest: 30,
    stop: new AbortController().signal,
    progress: () => {},
  });

test('the model agrees with itself behind the protocol, 300 commands from seed 1 on', async () => {
  const { compared, found, unsteady } = await check(served(), 10, 1, 30);
  expect([found, unsteady, compared]).toEqual([[], [], 300]);
  expect(lines).toBeGreaterThan(1800);
  expect([...sent].sort()).toEqual(['ask', 'build', 'exec', 'import', 'put', 'reload']);
}, 120_000);

test('the schema names the commands that are drawn, and no others', async () => {
  const model = await ModelEngine.open(archive);
  const drawn = new Set<string>();
  for (let first = 0; first < 3000; first += 50)
    for (const step of model.stepsBy(Array.from({ length: 50 }, (_, at) => first + at)))
      if (step.do === 'ask') drawn.add(step.command.type);
  const named = JSON.stringify(schema.definitions.step).match(/(?<="enum":)\[[^\]]*\]/)?.[0] ?? '[]';
  expect([...drawn].sort()).toEqual([...(JSON.parse(named) as readonly string[])].sort());
});

test('an adapter that shows no disk is blind for it, whatever it says', async () => {
  const showsNone = (engine: EngineUnderTest): EngineUnderTest => ({
    describe: () => engine.describe(),
    perform: (step) => engine.perform(step),
    observe: async (focus) => {
      const { disk: _, ...seen } = await engine.observe(focus);
      return seen;
    },
    reset: () => engine.reset(),
    close: () => engine.close(),
  });
  const report = await check(served(showsNone), 2, 1, 20);
  expect([report.found, report.engine.blind]).toEqual([[], ['disk']]);
  expect(checkText(report, 'exec:it')).toMatch(/^not compared: disk$/m);
  expect(checkText(await check(served(), 1, 1, 5), 'exec:it')).not.toContain('not compared');
}, 60_000);

test('what was drawn is counted: each verb, and each refusal by its name', async () => {
  const unknown: Step = { do: 'ask', command: { issuer: 'client', type: 'StartContainer', container: 'plimsoll-c1' } };
  const exec: Step = { do: 'exec', container: 'plimsoll-c1', argv: ['true'] };
  const report = await check(served(), 1, 1, 40, [unknown, exec, unknown]);
  expect(report.draws).toEqual({
    verbs: { StartContainer: { performed: 2, refused: 2 }, exec: { performed: 1, refused: 1 } },
    refusals: { ContainerNotFound: 3 },
  });
  expect(checkText(report, 'exec:it', true)).toContain('        2        2  StartContainer\n');
  expect(checkText(report, 'exec:it')).not.toContain('StartContainer');
}, 60_000);

test('the examples are short enough to read', () => {
  for (const name of ['engine-api.py', 'wrong-kill.sh', 'describe-engine.ts'])
    expect(readFileSync(`docs/examples/adapters/${name}`, 'utf8').trimEnd().split('\n').length).toBeLessThan(100);
});

describe('an engine that is wrong in one thing is found', () => {
  test.each(Object.entries(brokenEngines))(
    '%s',
    async (name, fault) => {
      let commands = 0;
      for (let seed = 1; seed <= 40; seed++) {
        const { compared, found } = await check(
          served((engine) => broken(engine, fault)),
          1,
          seed,
        );
        commands += compared;
        const [first] = found;
        if (!first) continue;
        console.info(`${name}: after ${commands + 1} commands, shrunk to ${first.steps.length} (seed ${seed})`);
        expect(first.differences.length, first.steps.map(printStep).join('\n')).toBeGreaterThan(0);
        expect(first.steps.length).toBeLessThanOrEqual(8);
        return;
      }
      expect.unreachable(`not found in ${commands} commands, seeds 1 to 40`);
    },
    120_000,
  );
});

describe('what an adapter says wrongly is one line', () => {
  const said = async (script: string): Promise<string> => {
    const file = join(scratch, 'adapter.sh');
    writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const engine = AdapterEngine.run(file, archive);
    try {
      await engine.describe();
      await engine.reset();
      return 'nothing is wrong';
    } catch (error) {
      expect((error as Error).name).toBe('BadInput');
      return (error as Error).message.replace(file, 'FILE');
    } finally {
      await engine.close();
    }
  };
  const named = `{"id":1,"capabilities":{"name":"x","version":"1","blind":[]}}`;

  test.each([
    ['exit 3', 'exec:FILE ended before it was told to'],
    ['read line; echo hello', 'exec:FILE answers describe with no JSON object: hello'],
    [`read line; echo '{"id":7,"done":true}'`, 'exec:FILE answers describe 1 with the id 7'],
    [`read line; echo '{"id":1,"done":true}'`, 'exec:FILE answers describe without capabilities: {"id":1,"done":true}'],
    [`read line; echo '{"id":1,"error":"no luck"}'`, 'exec:FILE gives up at describe: no luck'],
    [
      `read line; echo '{"id":1,"capabilities":{"name":"x","version":"1","blind":["__proto__"]}}'`,
      'exec:FILE is blind for "__proto__", not for some of answer, containers, images, volumes, diff, files, logs, processes, inside, disk, events',
    ],
    [`read line; echo '${named}'; read line`, 'exec:FILE ended before it was told to'],
    [`read line; printf '\\377\\376\\n'; cat`, 'exec:FILE answers describe with no JSON object: \uFFFD\uFFFD'],
  ])('%s', async (script, message) => {
    expect(await said(script)).toBe(message);
  });
});

const plimsoll = 'dist/src/shell/cli/main.js';
test.skipIf(!existsSync(plimsoll))(
  existsSync(plimsoll)
    ? 'the shell example is found out from the command line'
    : `the shell example needs ${plimsoll}: npm run build`,
  async () => {
    process.env.PLIMSOLL = `${process.execPath} ${plimsoll}`;
    const { found } = await check({ kind: 'exec', command: 'docs/examples/adapters/wrong-kill.sh' }, 6);
    expect(JSON.stringify(found[0]?.differences)).toContain('exitCode=137');
    expect(JSON.stringify(found[0]?.differences)).toContain('exitCode=1"');
  },
  120_000,
);

test('a divergence is kept as a script and as a case that shows it again', async () => {
  const fault = brokenEngines['kills-with-one'];
  if (!fault) throw new Error('no such engine');
  const wrong = served((engine) => broken(engine, fault));
  const report = await check(wrong, 2);
  const [json = '', script = ''] = saveCases(scratch, report.found);
  expect(readFileSync(script, 'utf8')).toMatch(/^#!\/bin\/sh\n# containers .*137.*\n/);
  const again = await check(wrong, 1, 1, 40, readCase(json));
  expect(again.found[0]?.steps).toEqual(report.found[0]?.steps);
  expect((await check(served(), 1, 1, 40, readCase(json))).found).toEqual([]);
  expect(checkJunit(report)).toContain(
    `<testcase classname="plimsoll 20.10.24" name="seed ${report.found[0]?.seed}"><failure`,
  );
  for (const [text, why] of [
    ['{', /cases.json: .*JSON/],
    ['null', /cases.json: not a case/],
    [
      '{"format":"plimsoll-case","version":1,"steps":[{"do":"exec","container":"__proto__"}]}',
      /cases.json: step 1 is none$/,
    ],
  ] as const) {
    const file = join(scratch, 'cases.json');
    writeFileSync(file, text);
    expect(() => readCase(file)).toThrow(why);
  }
}, 60_000);

test('a line that is no request is told with its number, exit code 2', () => {
  if (!existsSync(plimsoll)) return console.info(`left out: ${plimsoll} is not built`);
  try {
    execFileSync(process.execPath, [plimsoll, 'adapter'], {
      input: '{"id":1,"do":"describe"}\n{"__proto__":1}\n',
      stdio: 'pipe',
    });
    expect.unreachable('it took it');
  } catch (error) {
    const { status, stderr } = error as { readonly status: number; readonly stderr: Buffer };
    expect([status, stderr.toString()]).toEqual([
      2,
      'plimsoll: standard input:2: no request of the adapter protocol (docs/adapters.md)\n',
    ]);
  }
});
