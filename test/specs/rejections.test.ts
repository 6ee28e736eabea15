import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { reachedRejections, unreachedRejections } from '../../specs/properties/rejections.ts';

const core = fileURLToPath(new URL('../../src/core', import.meta.url));

/** Codes as they stand in the sources: `code: 'X'`, `code = 'X'`, or the first argument of `refusal`. */
const codes = new Set(
  readdirSync(core, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...readFileSync(`${core}/${file}`, 'utf8').matchAll(/(?:\bcode: |\brefusal\(\s*)'([A-Z]\w+)'/g),
    ])
    .map(([, code]) => code),
);

test('the sources were read', () => expect(codes.size).toBeGreaterThan(80));

test('every rejection of the core is reached by histories, or it is said why not', () => {
  const declared = [...reachedRejections, ...Object.keys(unreachedRejections)];
  expect(new Set(declared).size, 'a code is declared twice').toBe(declared.length);
  expect([...codes].sort()).toEqual(declared.sort());
});

test('each reason is a sentence', () => {
  for (const [code, reason] of Object.entries(unreachedRejections)) expect(reason.length, code).toBeGreaterThan(30);
});
