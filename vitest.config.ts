import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'specs/**/*.test.ts'],
    globalSetup: ['test/engine/announce.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
