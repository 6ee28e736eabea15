import { defineConfig } from 'vitest/config';

/** test/mutation/all.ts in one file, so that a mutant costs one worker and one import; Stryker builds it (stryker.config.json). */
export default defineConfig({
  test: {
    include: ['reports/mutation/tests/all.test.mjs'],
    testTimeout: 120_000,
  },
});
