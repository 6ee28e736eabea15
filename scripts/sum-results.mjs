#!/usr/bin/env node
// Adds up the counts of Vitest's JSON reports and prints `N passed, N failed`; exit 1 when anything failed.
// Usage: node scripts/sum-results.mjs FAILED_STEPS REPORT.json…
// A report that is missing or broken counts as one failure: the run that should have written it did not end. FAILED_STEPS is
// the number of further commands that failed.
import { readFileSync } from 'node:fs';

const [failedSteps, ...files] = process.argv.slice(2);

const countsOf = (file) => {
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites, success } = JSON.parse(readFileSync(file, 'utf8'));
    // A suite that could not even be read has no failed tests, but is no success either.
    const failed = numFailedTests > 0 ? numFailedTests : success ? 0 : Math.max(1, numFailedTestSuites);
    return { passed: numPassedTests, failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
};

const counts = files.map(countsOf);
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, Number(failedSteps));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
