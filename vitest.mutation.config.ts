import { defineConfig } from 'vitest/config';

/** The tests that say what decide and evolve must do: measured facts, laws, and the core's own. */
export default defineConfig({
  test: {
    include: ['test/core/**/*.test.ts', 'test/facts/**/*.test.ts', 'test/specs/laws.test.ts', 'test/overlay/*.test.ts'],
    testTimeout: 120_000,
    env: { PLIMSOLL_RUNS: '60' },
  },
});
