import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import vm from 'node:vm';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  determineHitLimitReached,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';

// Runs the lists of tests in this folder for Stryker inside its own worker. Vitest's runner pays a thread, an import and
// a collection for every mutant, over a second; here a mutant costs one evaluation of a script that is compiled already,
// and most mutants get no further than the first and smallest script. Each mutant gets modules of its own, so that no
// cache remembers what another mutant said.

const lists = ['quick', 'measured', 'thorough'];
const namespace = '__stryker__';

class InPlaceRunner {
  static inject = [];

  capabilities() {
    return { reloadEnvironment: true };
  }

  /** Stryker goes into its sandbox only after it has loaded this. */
  async init() {
    globalThis[namespace] ??= {};
    this.timesFile = resolve('reports/mutation/times.json');
    this.scripts = lists.map((list) => {
      const file = resolve(`reports/mutation/tests/${list}.cjs`);
      const text = readFileSync(file, 'utf8');
      return { list, counting: evaluated(text, file), quick: evaluated(withCheapSwitches(text), file) };
    });
  }

  async dryRun() {
    const stryker = globalThis[namespace];
    stryker.activeMutant = undefined;
    const results = [];
    const known = {};
    for (const { list, counting, quick } of this.scripts) {
      const times = new Map();
      for (const test of counting().exports.tests) {
        stryker.currentTestId = test.name;
        const result = await run(test, endless);
        stryker.currentTestId = undefined;
        results.push(result);
        times.set(test.name, result.timeSpentMs);
      }
      // The other form of the script has to pass too, or every mutant would seem killed.
      for (const test of quick(undefined, { count: 0, limit: endless }).exports.tests) {
        const result = await run(test, times.get(test.name));
        if (result === stuck || result.status === TestStatus.Failed) results.push(result);
        else known[test.name] = { list, time: result.timeSpentMs };
      }
    }
    writeFileSync(this.timesFile, JSON.stringify(known));
    return { status: DryRunStatus.Complete, tests: results, mutantCoverage: stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant, mutantActivation, testFilter, hitLimit, disableBail }) {
    const hits = { count: 0, limit: hitLimit ?? endless };
    this.known ??= JSON.parse(readFileSync(this.timesFile, 'utf8'));
    const { known } = this;
    const id = Number(activeMutant.id);
    const wanted = new Set(testFilter ?? Object.keys(known));
    const needed = new Set([...wanted].map((name) => known[name]?.list));
    const results = [];
    try {
      for (const { list, quick } of this.scripts) {
        if (!needed.has(list)) continue;
        const module = quick(mutantActivation === 'static' ? id : undefined, hits);
        const tests = module.exports.tests.filter((test) => wanted.has(test.name));
        tests.sort((a, b) => known[a.name].time - known[b.name].time);
        module.activate(id);
        for (const test of tests) {
          const result = await run(test, known[test.name].time);
          if (result === stuck) return toMutantRunResult({ status: DryRunStatus.Timeout });
          results.push(result);
          if (result.status === TestStatus.Failed && !disableBail) return ended(results, hits, hitLimit);
        }
      }
    } catch (error) {
      results.push(failed('collecting the tests', 0, error));
    }
    return ended(results, hits, hitLimit);
  }
}

const ended = (tests, { count }, hitLimit) =>
  toMutantRunResult(determineHitLimitReached(count, hitLimit) ?? { status: DryRunStatus.Complete, tests });

/** A script's modules, each call evaluates them anew. `active` and `hits` matter to cheap switches alone. */
const evaluated = (text, filename) => {
  const script = new vm.Script(
    `(function (require, exports, module, __filename, __active, __hits) {` +
      `const __hit = () => { if (++__hits.count > __hits.limit) throw new Error('hit limit'); return true; };` +
      `module.activate = (id) => { __active = id; };${text}\n})`,
    { filename },
  );
  return (active, hits) => {
    const module = { exports: {} };
    script.runInThisContext()(createRequire(filename), module.exports, module, filename, active, hits);
    return module;
  };
};

/**
 * Stryker asks a function at each place whether its mutant is the active one, and counts who came by. Only the dry run
 * needs the counts; a comparison with a local variable says the same many times faster.
 */
const withCheapSwitches = (text) =>
  text
    .replaceAll(/\bstryMutAct_9fa48(?:\$\d+)?\("(\d+)"\)/g, '(__active === $1 && __hit())')
    .replaceAll(/\bstryCov_9fa48(?:\$\d+)?\((?:"\d+",?\s*)+\)/g, '0');

const stuck = Symbol('stuck');
const endless = Number.POSITIVE_INFINITY;

/** A loop without end is broken off here: Stryker would wait for as long as all tests take, and start another worker. */
const limitOf = (usual) => Math.ceil(2000 + 20 * usual);

const run = async ({ name, body }, usual) => {
  const start = process.cpuUsage();
  try {
    await (usual === endless ? body() : callWithin(body, limitOf(usual)));
    return { id: name, name, timeSpentMs: spentSince(start), status: TestStatus.Success };
  } catch (error) {
    if (error?.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') return failed(name, spentSince(start), error);
    // On a busy machine it may not have had its turn yet.
    return spentSince(start) > limitOf(usual) / 2 ? stuck : run({ name, body }, 20 * usual + 2000);
  }
};

/** Milliseconds of this process's own: on a machine with other work the clock says little. */
const spentSince = (start) => {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
};

const caller = new vm.Script('globalThis.__inPlaceBody()');

const callWithin = (body, timeout) => {
  globalThis.__inPlaceBody = body;
  return caller.runInThisContext({ timeout });
};

const failed = (name, timeSpentMs, error) => ({
  id: name,
  name,
  timeSpentMs,
  status: TestStatus.Failed,
  failureMessage: String(error?.message ?? error).slice(0, 500),
});

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-place', InPlaceRunner)];
export { InPlaceRunner };
