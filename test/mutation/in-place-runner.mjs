import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  determineHitLimitReached,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';

// Runs the tests of test/mutation/all.ts for Stryker inside its own worker. Vitest's runner pays a thread, an import and
// a collection for every mutant, over a second; here a mutant costs one evaluation of a script that is compiled already.
// Each mutant gets modules of its own, so that no cache remembers what another mutant said.

// Stryker goes into its sandbox only after it has loaded this.
let bundle = '';
let timesFile = '';
const namespace = '__stryker__';

class InPlaceRunner {
  static inject = [];

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    bundle = resolve('reports/mutation/tests/all.cjs');
    timesFile = resolve('reports/mutation/times.json');
    const text = readFileSync(bundle, 'utf8');
    this.url = pathToFileURL(bundle).href;
    this.script = new vm.Script(`(function (require, exports, module, __filename, __moduleUrl) {${text}\n})`, {
      filename: bundle,
    });
    globalThis[namespace] ??= {};
  }

  /** The list of tests, from modules evaluated anew. */
  collect() {
    const module = { exports: {} };
    this.script.runInThisContext()(createRequire(bundle), module.exports, module, bundle, this.url);
    return module.exports.tests;
  }

  async dryRun() {
    const stryker = globalThis[namespace];
    stryker.activeMutant = undefined;
    const results = [];
    for (const test of this.collect()) {
      stryker.currentTestId = test.name;
      results.push(await run(test));
      stryker.currentTestId = undefined;
    }
    writeFileSync(timesFile, JSON.stringify(Object.fromEntries(results.map((it) => [it.id, it.timeSpentMs]))));
    return { status: DryRunStatus.Complete, tests: results, mutantCoverage: stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant, mutantActivation, testFilter, hitLimit, disableBail }) {
    const stryker = globalThis[namespace];
    stryker.activeMutant = mutantActivation === 'static' ? activeMutant.id : undefined;
    stryker.hitCount = 0;
    stryker.hitLimit = hitLimit;
    const results = [];
    try {
      const wanted = testFilter && new Set(testFilter);
      const times = JSON.parse(readFileSync(timesFile, 'utf8'));
      const tests = this.collect().filter((test) => !wanted || wanted.has(test.name));
      tests.sort((a, b) => (times[a.name] ?? 0) - (times[b.name] ?? 0));
      stryker.activeMutant = activeMutant.id;
      for (const test of tests) {
        const result = await run(test);
        results.push(result);
        if (result.status === TestStatus.Failed && !disableBail) break;
      }
    } catch (error) {
      results.push(failed('collecting the tests', 0, error));
    } finally {
      stryker.activeMutant = undefined;
    }
    const stuck = determineHitLimitReached(stryker.hitCount, hitLimit);
    return toMutantRunResult(stuck ?? { status: DryRunStatus.Complete, tests: results });
  }
}

const run = async ({ name, body }) => {
  const start = performance.now();
  try {
    await body();
    return { id: name, name, timeSpentMs: performance.now() - start, status: TestStatus.Success };
  } catch (error) {
    return failed(name, performance.now() - start, error);
  }
};

const failed = (name, timeSpentMs, error) => ({
  id: name,
  name,
  timeSpentMs,
  status: TestStatus.Failed,
  failureMessage: String(error?.message ?? error).slice(0, 500),
});

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-place', InPlaceRunner)];
