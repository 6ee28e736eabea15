import { defineConfig } from 'vitest/config';

/** The suites that hold the union file system against real overlay mounts of this machine. */
export default defineConfig({
  test: {
    include: ['test/kernel/**/*.kernel.ts'],
    globalSetup: ['test/kernel/needs.ts'],
    fileParallelism: false,
    disableConsoleIntercept: true,
    testTimeout: 300_000,
  },
});
