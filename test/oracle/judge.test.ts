import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import pc from 'picocolors';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { Chance } from '../../src/oracle/chance.ts';
import { judgeEvents } from '../../src/oracle/judge/judge-events.ts';
import { runCli } from '../../src/shell/cli/program.ts';

/** Each judgement plays the whole recording on the model. */
vi.setConfig({ testTimeout: 60_000 });

const directory = mkdtempSync(join(tmpdir(), 'plimsoll-judge-'));
afterAll(() => rmSync(directory, { recursive: true }));

const judge = async (...args: readonly string[]) => {
  let out = '';
  let err = '';
  const io = {
    out: (text: string | Uint8Array) => {
      out += String(text);
    },
    err: (text: string | Uint8Array) => {
      err += String(text);
    },
    colours: pc.createColors(false),
    isTerminal: false,
  };
  return { code: await runCli(['judge', ...args], io), out, err };
};

const recording = (name: string): string => `test/oracle/data/${name}.jsonl`;
const linesOf = (name: string): readonly string[] => readFileSync(recording(name), 'utf8').trimEnd().split('\n');

/** The recording with a change in it. */
const tampered = async (name: string, change: (lines: readonly string[]) => readonly string[]) => {
  const before = linesOf(name);
  const after = change(before);
  expect(after).not.toEqual(before);
  const file = join(directory, `${name}.jsonl`);
  writeFileSync(file, `${after.join('\n')}\n`);
  return { file, ...(await judge(file)) };
};

const docker = ['docker-steps-3', 'docker-steps-8', 'docker-session', 'docker-session-2', 'docker-events'];
const podman = ['podman-steps', 'podman-session', 'podman-events'];

test.each(docker)('the model allows what Docker 20.10.24 did: %s', async (name) => {
  const { code, out } = await judge(recording(name));
  expect(out).toContain('the model allows it');
  expect(code).toBe(0);
});

test('with its known differences the model allows the steps that Podman 4.3.1 performed, without them it does not', async () => {
  expect((await judge(recording('podman-steps'), '--known', 'docs/known/podman-4.3.1.json')).out).toContain(
    'the model allows it',
  );
  const { code, out } = await judge(recording('podman-steps'));
  expect(code).toBe(1);
  expect(out).toMatch(/^line 2: step 1, docker /m);
});

test('of what Podman did in a session, the judge names each request that Docker answers otherwise', async () => {
  const { code, out } = await judge(recording('podman-session'), '--json');
  const { violations } = JSON.parse(out) as {
    readonly violations: readonly { readonly what: string; readonly allowed: string }[];
  };
  expect(code).toBe(1);
  const requests = violations.filter(({ what }) => what.startsWith('request'));
  expect(requests.map(({ what, allowed }) => [/that was (\w+): (\d+)/.exec(what)?.slice(1), allowed])).toEqual([
    [['paused', '500'], '204'],
    [['running', '500'], '409'],
    [['created', '204'], '304'],
  ]);
  const words = new Set(violations.flatMap(({ what }) => /^container (\w+)/.exec(what)?.[1] ?? []));
  expect([...words].sort()).toEqual(['cleanup', 'exec', 'exec_died', 'init', 'remove']);
});

test("a stream of Podman's events is judged too: each word that is not Docker's", async () => {
  const { code, out } = await judge(recording('podman-events'));
  expect(code).toBe(1);
  expect(out).toMatch(/container remove/);
  expect(out).toMatch(/not judged:/);
});

/** Each line that holds the text, changed. */
const everywhere = (text: string | RegExp, to: string) => (lines: readonly string[]) =>
  lines.map((line) => line.replace(text, to));
/** The first line that holds the text, changed. */
const once = (has: string, text: string | RegExp, to: string) => (lines: readonly string[]) => {
  const at = lines.findIndex((line) => line.includes(has));
  return lines.map((line, n) => (n === at ? line.replace(text, to) : line));
};
const without = (has: string) => (lines: readonly string[]) => {
  const at = lines.findIndex((line) => line.includes(has));
  return lines.filter((_, n) => n !== at);
};
const moved = (has: string, by: number) => (lines: readonly string[]) => {
  const at = lines.findIndex((line) => line.includes(has));
  const rest = lines.filter((_, n) => n !== at);
  return [...rest.slice(0, at + by), lines[at] ?? '', ...rest.slice(at + by)];
};

describe('tampered recordings of steps are caught', () => {
  test.each([
    ['a container ran on', everywhere('"status":"exited"', '"status":"running"')],
    ['another exit code', everywhere(/"exitCode":(?:[1-9]\d*)/, '"exitCode":55')],
    ['a refusal in other words', everywhere('No such container', 'There is no container')],
    ['a refusal with another status', everywhere('"kind":"refused","status":409', '"kind":"refused","status":500')],
    ['a step that did nothing', everywhere(/"changed":\{.*\}\}$/, '"changed":{}}')],
    [
      'a file that nobody wrote',
      everywhere('"files":{', '"files":{"/forged":"file 644 0:0 1 bytes 0000000000000000",'),
    ],
    ['a layer too many', everywhere(/"layers":\[/, `"layers":["sha256:${'0'.repeat(64)}",`)],
    ['an event too many', everywhere('"container start"', '"container start","container start"')],
    ['a volume that nobody made', everywhere('"named":[', '"named":["plimsoll-v9",')],
  ])('%s', async (_, change) => {
    const results = await Promise.all(
      ['docker-steps-3', 'docker-steps-8'].map(async (name) => {
        const changed = change(linesOf(name));
        return changed.join() === linesOf(name).join() ? undefined : tampered(name, change);
      }),
    );
    const told = results.filter((it) => it !== undefined);
    expect(told.length).toBeGreaterThan(0);
    for (const { code, out } of told) {
      expect(out).toMatch(/^line \d+: step \d+, docker .*\n {4}rule .*\n {4}allowed /m);
      expect(code).toBe(1);
    }
  });
});

describe('tampered sessions and event streams are caught', () => {
  test.each([
    [
      'docker-events',
      'a start told twice',
      (lines: readonly string[]) => lines.flatMap((it) => (it.includes('"Action":"start"') ? [it, it] : [it])),
      'K1',
    ],
    ['docker-events', 'a death that nobody heard of', without('"Action":"die"'), 'K1'],
    ['docker-events', 'a death after the destruction', moved('"Action":"destroy"', -2), 'K1|K5'],
    ['docker-events', 'pause and unpause the wrong way round', moved('"Action":"pause"', 3), 'K1'],
    ['docker-events', 'exit code 0 after SIGKILL', everywhere('"exitCode":"137"', '"exitCode":"0"'), 'P4'],
    ['docker-events', 'an exit code beyond 255', everywhere('"exitCode":"44"', '"exitCode":"300"'), '0 to 255'],
    [
      'docker-events',
      'the old name after a rename',
      once('"Action":"stop"', '"name":"site"', '"name":"web"'),
      'present name',
    ],
    [
      'docker-events',
      'a rename from another name',
      once('"Action":"rename"', '"oldName":"/web"', '"oldName":"/wob"'),
      'present name',
    ],
    ['docker-events', 'an exec that nobody created', without('"Action":"exec_create'), 'exec'],
    ['docker-events', 'a volume destroyed while it is mounted', without('"Action":"unmount"'), 'W4'],
    ['docker-events', 'a word of another engine', everywhere('"Action":"destroy"', '"Action":"remove"'), 'words'],
    [
      'docker-session',
      'a second start that is told as done',
      once('/rename', '"status":204', '"status":304'),
      'section 2',
    ],
    [
      'docker-session',
      'a running container removed without force',
      everywhere('"status":409,"message":"You cannot remove', '"status":204,"message":"You cannot remove'),
      'section 2',
    ],
    [
      'docker-session',
      'a running container without a process',
      everywhere(
        /"status":"running","running":true,"paused":false,"pid":\d+/,
        '"status":"running","running":true,"paused":false,"pid":0',
      ),
      'K3',
    ],
    [
      'docker-session',
      'an exited container that still runs',
      everywhere('"status":"exited","running":false', '"status":"exited","running":true'),
      'K2',
    ],
  ] as const)('%s: %s', async (name, _, change, rule) => {
    const { code, out } = await tampered(name, change);
    expect(out).toMatch(new RegExp(`rule .*(?:${rule})`));
    expect(code).toBe(1);
  });
});

/** The lines of a session with the data of the first request that fits changed. */
type Data = Record<'before' | 'after' | 'made', Record<string, unknown>>;
const inData =
  (
    path: RegExp,
    change: (data: Data) => void,
    fits: (data: Data) => boolean = () => true,
  ): ((lines: readonly string[]) => readonly string[]) =>
  (lines) => {
    const parsed = lines.map((line) => JSON.parse(line) as { readonly path?: string; readonly data?: Data });
    const one = parsed.find(({ path: it, data }) => it !== undefined && path.test(it) && data && fits(data));
    if (one?.data) change(one.data);
    return parsed.map((line) => JSON.stringify(line));
  };
const rests = ({ before }: Data): boolean => before?.status === 'exited';
const changed = (it: object, more: object): void => {
  Object.assign(it, more);
};
const nothing = `sha256:${'0'.repeat(64)}`;

test('a main that answers TERM may end with a code of its own, whatever kill came after', () => {
  const actor = (attributes: Readonly<Record<string, string>>) => ({
    ID: 'a'.repeat(64),
    Attributes: { name: 'web', ...attributes },
  });
  const codes = (signals: readonly string[], exitCode: string) =>
    judgeEvents(
      [
        { Type: 'container', Action: 'create', Actor: actor({}) },
        { Type: 'container', Action: 'start', Actor: actor({}) },
        ...signals.map((signal) => ({ Type: 'container', Action: 'kill', Actor: actor({ signal }) })),
        { Type: 'container', Action: 'die', Actor: actor({ exitCode }) },
      ].map((event, at) => ({ line: at + 1, event })),
    ).violations.map(({ line, allowed }) => [line, allowed]);
  // As `docker stop -t 0` of `trap "exit 7" TERM` was measured, and `docker kill`.
  expect(codes(['15', '9'], '7')).toEqual([]);
  expect(codes(['9'], '137')).toEqual([]);
  expect(codes(['9'], '7')).toEqual([[4, 'exitCode=137, for it was sent signal 9']]);
  expect(codes(['9', '15'], '7')).toEqual([[5, 'exitCode=137, for it was sent signal 9']]);
});

describe('tampered data of sessions are caught: the step, the law, and what was allowed', () => {
  test.each([
    [
      'a created container is not empty',
      inData(/create$/, ({ after }) => changed(after, { diff: ['A /left', 'A /srv', 'A /srv/work'] })),
      [/request 2, POST .*create: container \w+ was created with A \/left$/, 'W2', 'its working directory, /srv/work'],
    ],
    [
      'a change is lost while a container rests',
      inData(/changes$/, ({ after }) => changed(after, { diff: ['A /data', 'A /srv', 'A /srv/work', 'C /greeting'] })),
      [/request 8, GET .*did not run, has lost A \/srv\/work\/page/, 'W3', 'as before'],
    ],
    [
      'a change appears while a container rests',
      inData(/logs$/, ({ after }) => changed(after, { diff: [...(after.diff as string[]), 'D /bin/sh'] }), rests),
      [/has D \/bin\/sh more/, 'W3', 'as before'],
    ],
    [
      'a read from an archive makes more than mount points',
      inData(/never\/archive$/, ({ after }) => changed(after, { diff: ['A /deep', 'A /deep/data', 'A /deep/other'] })),
      [/has A \/deep\/other more/, 'W3', 'no change, as before'],
    ],
    [
      'a commit that has lost a layer',
      inData(/commit$/, ({ made }) => changed(made, { layers: (made.layers as string[]).slice(0, -1) })),
      [/request 13, POST \S*\/commit: the commit has 1 layers, the image of its container 1/, 'C1', '2 layers'],
    ],
    [
      'a commit of two layers',
      inData(/commit$/, ({ made }) => changed(made, { layers: [...(made.layers as string[]), nothing] })),
      [/the commit has 3 layers/, 'C1', '2 layers'],
    ],
    [
      'a commit without a row of history',
      inData(/commit$/, ({ made, before }) =>
        changed(made, { history: (before.image as { readonly history: number }).history }),
      ),
      [/the commit has 1 rows of history/, 'C1', '2 rows'],
    ],
    [
      'a commit on other layers',
      inData(/commit$/, ({ made }) => changed(made, { layers: [nothing, ...(made.layers as string[]).slice(1)] })),
      [/layer 1 of the commit is sha256:0000/, 'C2', 'sha256:'],
    ],
    [
      'a commit that changed its source',
      inData(/commit$/, ({ after }) => changed(after, { diff: [] })),
      [/request 13, .*the diff of container \w+ has lost A \/data/, 'C4', 'A /data, A /srv'],
    ],
    [
      'a commit of nobody',
      inData(/commit$/, ({ made }) => changed(made, { parent: '' })),
      [/the commit's parent is nobody/, 'C5', 'sha256:'],
    ],
    [
      'an image with other layers than before',
      inData(/rename$/, ({ after }) => changed(after.image as object, { layers: [nothing] })),
      [/request 24, .*: image sha256:\w+ has the layers sha256:0000/, 'L1, I1', 'sha256:'],
    ],
    [
      'logs that have shrunk over a restart',
      inData(/restart$/, ({ after }) => changed(after.logs as object, { bytes: 4 })),
      [/request 15, POST .*restart: the logs of container \w+ have 4 bytes/, 'logs', '8 bytes or more'],
    ],
    [
      'logs that begin with something else',
      inData(/restart$/, ({ after }) =>
        changed((after.logs as { readonly begins: object }).begins, { digest: nothing }),
      ),
      [/request 15, .*the first 8 bytes of the logs of container \w+ are sha256:0000/, 'logs', 'sha256:'],
    ],
    [
      'logs of the same length with something else in them',
      inData(/stop$/, ({ after }) => changed(after.logs as object, { digest: nothing })),
      [/request 6, .*the first 8 bytes of the logs/, 'logs', 'sha256:'],
    ],
  ] as const)('%s', async (_, change, [what, law, allowed]) => {
    const { file, code } = await tampered('docker-session-2', change);
    expect(code).toBe(1);
    const { violations } = JSON.parse((await judge(file, '--json')).out) as {
      readonly violations: readonly { readonly what: string; readonly rule: string; readonly allowed: string }[];
    };
    const [first] = violations;
    expect(first?.what).toMatch(what);
    expect(first?.rule).toMatch(new RegExp(`^${law}\\b`));
    expect(first?.allowed).toContain(allowed);
  });
});

describe('what is no trace is said in one line, exit code 2', () => {
  test.each([
    ['a step is missing', (lines: readonly string[]) => lines.filter((_, n) => n !== 3), /step 4 where step 3 belongs/],
    [
      'two steps are swapped',
      (lines: readonly string[]) => [0, 2, 1].map((n) => lines[n] ?? '').concat(lines.slice(3)),
      /step 2 where step 1 belongs/,
    ],
    [
      'a line is cut',
      (lines: readonly string[]) => lines.map((it, n) => (n === 4 ? it.slice(0, 100) : it)),
      /:5: not a line of JSON/,
    ],
    [
      'a line was put in',
      (lines: readonly string[]) => [
        ...lines.slice(0, -1),
        '{"kind":"command","argv":[],"exitCode":0}',
        lines.at(-1) ?? '',
      ],
      /some were taken out or put in/,
    ],
    [
      'another version',
      (lines: readonly string[]) => lines.map((it) => it.replace('"version":1', '"version":9')),
      /version 9/,
    ],
    [
      'a newer version',
      (lines: readonly string[]) => lines.map((it) => it.replace('"version":1', '"version":3')),
      /a trace of version 3; this Plimsoll reads versions 1 and 2$/m,
    ],
    ['not a trace at all', () => ['{"hello":1}'], /neither a line of a trace nor an event/],
  ])('%s', async (_, change, said) => {
    const { code, out, err } = await tampered('docker-steps-8', change);
    expect(err).toMatch(said);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  test.each([
    ['a look without its number', ({ after }: Data) => changed(after, { look: undefined })],
    ['a diff that is a text', ({ after }: Data) => changed(after, { diff: 'A /x' })],
    ['logs of -1 bytes', ({ after }: Data) => changed(after, { logs: { bytes: -1, digest: nothing } })],
    [
      'an image without layers',
      ({ after }: Data) => changed(after, { image: { id: nothing, history: 1, parent: '' } }),
    ],
  ])('data of another shape: %s', async (_, change) => {
    const { code, out, err } = await tampered('docker-session-2', inData(/create$/, change));
    expect(err).toMatch(/:5: not a line of a trace \(docs\/trace.schema.json\)\n$/);
    expect([code, out]).toEqual([2, '']);
  });

  test('a directory', async () => {
    expect(await judge(directory)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^[^\n]+\n$/) });
  });

  test('no such file, an empty file', async () => {
    const empty = join(directory, 'empty');
    writeFileSync(empty, '');
    expect((await judge('/no/such/trace')).code).toBe(2);
    expect(await judge(empty)).toMatchObject({ code: 2, out: '', err: expect.stringContaining('is empty') });
  });
});

test('whatever is changed in a trace, the judge says yes, no or one line, and never fails: 300 changes, seed 5', async () => {
  const codes = new Set<number>();
  const chance = new Chance(5);
  for (let run = 0; run < 300; run++) {
    const lines = [
      ...linesOf(
        run % 30 === 0 ? 'docker-steps-8' : chance.of(['docker-session', 'docker-session-2', 'docker-events']),
      ),
    ];
    const at = chance.below(lines.length);
    const line = JSON.parse(lines[at] ?? '{}') as unknown;
    lines[at] = JSON.stringify(spoiled(line, chance));
    const file = join(directory, 'spoiled.jsonl');
    writeFileSync(file, `${lines.join('\n')}\n`);
    const { code, err } = await judge(file);
    if (code === 2) expect(err.trimEnd().split('\n')).toHaveLength(1);
    codes.add(code);
  }
  expect([...codes].sort()).toEqual([0, 1, 2]);
});

/** One value somewhere in it is another, of any type. */
const spoiled = (it: unknown, chance: Chance): unknown => {
  if (typeof it !== 'object' || it === null || chance.oneIn(6))
    return chance.of<unknown>([7, 'x', true, null, [], {}, -1, '']);
  const keys = Object.keys(it);
  const key = chance.any(keys);
  if (key === undefined) return 7;
  const value = (it as Readonly<Record<string, unknown>>)[key];
  const changed = { ...(it as Readonly<Record<string, unknown>>), [key]: spoiled(value, chance) };
  return Array.isArray(it) ? Object.values(changed) : changed;
};

test('a recording that was cut off is judged as far as it goes, and that is said', async () => {
  const { code, out } = await tampered('docker-session', (lines) => lines.slice(0, 30));
  expect(code).toBe(0);
  expect(out).toContain('cut off');
});

test.each(['docker-session-2', 'docker-events'])('so is one whose last line is torn: %s', async (name) => {
  const whole = readFileSync(recording(name), 'utf8');
  const file = join(directory, 'torn.jsonl');
  writeFileSync(file, whole.slice(0, Math.floor(whole.length / 2)));
  const { code, out } = await judge(file);
  expect([code, out]).toEqual([0, expect.stringContaining('cut off')]);
});

test('every recording is as its schema says', () => {
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
    JSON.parse(readFileSync('docs/trace.schema.json', 'utf8')) as object,
  );
  for (const name of [...docker, ...podman].filter((it) => !it.endsWith('events')))
    for (const [at, line] of linesOf(name).entries()) {
      const isValid = validate(JSON.parse(line));
      expect([name, at + 1, isValid ? [] : validate.errors]).toEqual([name, at + 1, []]);
    }
});
