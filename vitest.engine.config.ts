import { defineConfig } from 'vitest/config';

/** The suites that hold a real Docker Engine against what we recorded of it. One engine for all, so one file at a time. */
export default defineConfig({
  test: {
    include: ['test/engine/**/*.engine.ts'],
    globalSetup: ['test/engine/private-engine.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 600_000,
  },
});
