import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyWorld } from '../../src/index.ts';
import { BadInput } from '../../src/shell/bad-input.ts';
import { beforeFirst, bodyOf, sealed } from '../../src/shell/log/chain.ts';
import { checkLine } from '../../src/shell/log/check-line.ts';
import { evolveEntry, foldEntries } from '../../src/shell/log/fold-entries.ts';
import { pagesOf } from '../../src/shell/log/lines.ts';
import { QuickLines } from '../../src/shell/log/quick-lines.ts';
import { entriesOf } from '../../src/shell/log/read-log.ts';
import { entryOf } from '../../src/shell/log/record.ts';
import { verifyLog } from '../../src/shell/log/verify-log.ts';
import { Session } from '../../src/shell/session.ts';
import { endsIn, recordsOf, textsOf } from '../../src/shell/stores/page.ts';
import type { LogStore } from '../../src/shell/stores/store.ts';
import { scratch } from '../shell/scratch.ts';
import { liveALittle } from '../shell/story.ts';

/** PLIMSOLL_FUZZ=1000000 for a million. */
const inputs = Number(process.env.PLIMSOLL_FUZZ ?? 20_000);
const seed = Number(process.env.PLIMSOLL_SEED ?? Math.floor(Math.random() * 2 ** 31));

const log = scratch();
const session = new Session({ log, seed: 'fuzz' });
liveALittle(session);
session.close();
const sound = readFileSync(log, 'utf8').trimEnd().split('\n');

/** A log in memory, read as a file is. */
const storeOf = (bytes: Buffer): LogStore => {
  const pages = () => {
    let at = 0;
    return pagesOf(
      (into) => {
        const got = bytes.copy(into, 0, at);
        at += got;
        return got;
      },
      { name: 'fuzzed' },
    );
  };
  const refuse = (): never => {
    throw new Error('read only');
  };
  const read = () => recordsOf(pages());
  return {
    name: 'fuzzed',
    last: refuse,
    append: refuse,
    read,
    pages,
    readStream: refuse,
    subscribe: refuse,
    flush: () => {},
    close: () => {},
  };
};

const quick = new QuickLines();
let quickly = 0;

/** What the quick reader takes, the slow one takes too, and makes the same of it. */
const quicklyAsSlowly = (bytes: Buffer): void => {
  if (!isUtf8(bytes)) return;
  const textAt = textsOf(bytes);
  let from = 0;
  for (const [at, end] of endsIn(bytes).entries()) {
    const entry = quick.read(bytes, from, end, at + 1, textAt);
    if (entry !== undefined) {
      const line = checkLine(bytes.toString('utf8', from, end));
      if (typeof line === 'string') throw new Error(`taken, but ${line}: ${bytes.toString('utf8', from, end)}`);
      expect(JSON.stringify(entry)).toBe(JSON.stringify(entryOf(line)));
      quickly += 1;
    }
    from = end + 1;
  }
};

type Change = { readonly at: number; readonly what: number; readonly with: number; readonly text: string };

/** Bytes, digits, pieces and lines that are changed, put in, taken out, doubled, or moved. */
const changed = (lines: readonly string[], { at, what, with: other, text }: Change): string[] => {
  const line = at % lines.length;
  const own = lines[line] ?? '';
  const place = other % (own.length + 1);
  const replace = (by: string): string[] => lines.map((it, number) => (number === line ? by : it));
  switch (what) {
    case 0:
      return replace(own.slice(0, place) + text + own.slice(place + 1));
    case 1:
      return replace(own.slice(0, place) + text + own.slice(place));
    case 2:
      return replace(own.slice(0, place) + own.slice(place + 1 + (other % 9)));
    case 3:
      return lines.filter((_, number) => number !== line);
    case 4:
      return [...lines.slice(0, line), own, ...lines.slice(line)];
    case 5:
      return [...lines.slice(0, line), ...lines.slice(line + 1), own];
    case 6:
      return replace(
        own.replace(/"(\w+)":("[^"]*"|\d+|\[\]|\{\})/g, (all, key, _, offset) =>
          offset > place ? `"${key}":${text || 'null'}` : all,
        ),
      );
    default:
      return replace(
        own.replace(/\d+/g, (digits, offset) =>
          offset > place && offset < place + 40 ? text.replace(/\D/g, '9') || '-1' : digits,
        ),
      );
  }
};

const sealAgain = (lines: readonly string[]): string[] => {
  let hash = beforeFirst;
  return lines.map((text) => {
    if (!text.startsWith('{')) return text;
    const line = sealed(bodyOf(text), hash);
    hash = line.hash;
    return line.text;
  });
};

const odd = fc.constantFrom(
  '',
  '0',
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\n',
  '\0',
  'null',
  'true',
  '-1',
  '1e999',
  '1.5',
  '9007199254740993',
  '"__proto__"',
  '\ufeff',
  '\ud800',
  '{"$map":[]}',
  '"\\ud800"',
);
const change = fc.record({ at: fc.nat(), what: fc.nat(7), with: fc.nat(), text: odd });
const mutation = fc.record({
  from: fc.nat(),
  length: fc.integer({ min: 1, max: 4 }),
  changes: fc.array(change, { minLength: 1, maxLength: 3 }),
  isSealed: fc.boolean(),
  byte: fc.option(fc.record({ at: fc.nat(), value: fc.nat(255) })),
  cut: fc.option(fc.nat()),
});

test(`${inputs} mutated logs: what is not refused in one clean line is folded`, () => {
  let [refused, folded, slowest] = [0, 0, 0];
  fc.assert(
    fc.property(mutation, ({ from, length, changes, isSealed, byte, cut }) => {
      const start = from % sound.length;
      // A stretch of a sound log, numbered from 1, so that the change is looked at and not the beginning that lacks.
      const stretch = sound
        .slice(start, start + length)
        .map((line, at) => bodyOf(line).replace(/^\{"seq":\d+/, `{"seq":${at + 1}`));
      const mutated = changes.reduce<string[]>(changed, isSealed ? sealAgain(stretch) : stretch);
      const bytes = Buffer.from(`${(isSealed ? sealAgain(mutated) : mutated).join('\n')}\n`);
      if (byte && bytes.length > 0) bytes[byte.at % bytes.length] = byte.value;
      quicklyAsSlowly(bytes);
      const begun = performance.now();
      const store = storeOf(cut === null ? bytes : bytes.subarray(0, cut % (bytes.length + 1)));
      try {
        const entries = [...entriesOf(store)];
        entries.reduce(evolveEntry, emptyWorld);
        foldEntries(entries);
        folded += 1;
      } catch (error) {
        if (!(error instanceof BadInput)) throw error;
        expect(error.message).not.toMatch(/\n/);
        expect(error.message.length).toBeLessThan(600);
        refused += 1;
      }
      expect(Array.isArray(verifyLog(store).findings)).toBe(true);
      slowest = Math.max(slowest, performance.now() - begun);
    }),
    { numRuns: inputs, seed },
  );
  const most = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(
    `${inputs} inputs: ${refused} refused, ${folded} folded; ${quickly} lines read quickly; the slowest took ${Math.ceil(slowest)} ms, ` +
      `the process ${most} MB at the most (PLIMSOLL_SEED=${seed})`,
  );
  expect(refused).toBeGreaterThan(0);
  expect(folded).toBeGreaterThan(0);
  expect(quickly).toBeGreaterThan(0);
}, 36_000_000);

test('no text makes the check of a line throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' })), (text) => {
      expect(['string', 'object']).toContain(typeof checkLine(text));
    }),
    { numRuns: Math.min(inputs, 20_000), seed },
  );
});
