import { ChaiStyleAssertions, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';
import * as chai from 'chai';

// What the tests of the mutants use of Vitest, over Vitest's own matchers: `it` only writes down what there is to run.
// in-place-runner.mjs puts this in the place of 'vitest' and runs the list.

chai.use(JestExtend);
chai.use(JestAsymmetricMatchers);
chai.use(JestChaiExpect);
chai.use(ChaiStyleAssertions);

// Snapshots need Vitest's own files; a test with one says less here.
chai.use(({ Assertion }, { addMethod }) => addMethod(Assertion.prototype, 'toMatchInlineSnapshot', () => undefined));

export const expect = chai.expect;

type Body = () => unknown;
export const tests: { readonly name: string; readonly body: Body }[] = [];

const path: string[] = [];

export const describe = (name: string, body: () => void): void => {
  path.push(name);
  body();
  path.pop();
};

const one = (name: string, body: Body): void => {
  tests.push({ name: [...path, name].join(' '), body });
};
export const it = Object.assign(one, {
  each:
    (rows: readonly unknown[]) =>
    (name: string, body: (...row: readonly unknown[]) => unknown): void => {
      rows.forEach((row, at) => {
        one(`${name.replace('%s', String(Array.isArray(row) ? row[0] : row))} (${at})`, () =>
          Array.isArray(row) ? body(...row) : body(row),
        );
      });
    },
});
export const test = it;
