import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Stryker, StrykerCli } from '@stryker-mutator/core';
import { parts } from './parts.mjs';
import { scores } from './scores.mjs';

// `npm run mutation`: Stryker's own options, and three of ours.
//
//   --part decide|evolve   one half of the core (parts.mjs); both without it
//   --sample N             only N of the mutants, in an order by hash
//   --seed S               another order; 1 when it is not given

const ours = { part: { type: 'string' }, sample: { type: 'string' }, seed: { type: 'string' } };
const { values, tokens } = parseArgs({ options: ours, strict: false, tokens: true });

const refuse = (words) => {
  process.stderr.write(`mutation: ${words}\n`);
  process.exit(2);
};
const numberOf = (name, otherwise) => {
  const text = values[name] ?? otherwise;
  return text === undefined || /^[1-9]\d*$/.test(text) ? text : refuse(`--${name} wants a whole number, not ${text}`);
};
const size = numberOf('sample');
const seed = numberOf('seed', '1');
if (values.part !== undefined && !Object.hasOwn(parts, values.part))
  refuse(`--part is ${Object.keys(parts).join(' or ')}, not ${values.part}`);

const own = new Set(
  tokens
    .filter(({ kind, name }) => kind === 'option' && name in ours)
    .flatMap(({ index, inlineValue }) => (inlineValue ? [index] : [index, index + 1])),
);
const others = process.argv.slice(2).filter((_, at) => !own.has(at));

const run = async (options) => {
  await new Stryker({
    ...options,
    ...(values.part && { mutate: Object.values(parts[values.part]).flat() }),
    ...(size && { checkers: ['sample'], sample: { size: Number(size), seed } }),
  }).runMutationTest();
  const { jsonReporter } = JSON.parse(readFileSync('stryker.config.json', 'utf8'));
  const report = JSON.parse(readFileSync(jsonReporter.fileName, 'utf8'));
  if (Object.keys(report.files).length === 0) refuse('there is nothing to change in the files that were named');
  console.log(scores(report));
};

new StrykerCli([...process.argv.slice(0, 2), 'run', ...others], undefined, run).run();
