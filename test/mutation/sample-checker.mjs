import { createHash } from 'node:crypto';
import { CheckStatus } from '@stryker-mutator/api/check';
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';

// A sample of the mutants, the same on every machine: all of them in the order of a hash over the seed and what the mutant is,
// and of these the first. The others are told to Stryker as mutants that do not compile, which it leaves out of every score.

class SampleChecker {
  constructor({ size, seed }) {
    this.size = size;
    this.seed = seed;
  }

  async init() {}

  /** One group: who belongs to the first can only be said of all. */
  async group(mutants) {
    return [mutants.map(({ id }) => id)];
  }

  async check(mutants) {
    const order = mutants.map((mutant) => ({ id: mutant.id, key: keyOf(this.seed, mutant) }));
    order.sort((a, b) => (a.key < b.key ? -1 : 1));
    const drawn = new Set(order.slice(0, this.size).map(({ id }) => id));
    const rest = { status: CheckStatus.CompileError, reason: 'not in the sample' };
    return Object.fromEntries(mutants.map(({ id }) => [id, drawn.has(id) ? { status: CheckStatus.Passed } : rest]));
  }
}

const keyOf = (seed, { fileName, location: { start, end }, mutatorName, replacement }) => {
  const file = fileName.slice(fileName.lastIndexOf('/src/core/') + 1);
  const place = [start.line, start.column, end.line, end.column].join(':');
  return createHash('sha256')
    .update(JSON.stringify([seed, file, place, mutatorName, replacement]))
    .digest('hex');
};

const sampleChecker = (options) => new SampleChecker(options.sample);
sampleChecker.inject = tokens(commonTokens.options);

export const strykerPlugins = [declareFactoryPlugin(PluginKind.Checker, 'sample', sampleChecker)];

/** What Stryker may find in its options because of this. */
export const strykerValidationSchema = {
  properties: {
    sample: { type: 'object', properties: { size: { type: 'number' }, seed: { type: 'string' } } },
  },
};
