import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The examples name the package as its users do.
  resolve: { alias: { 'plimsoll/vitest': new URL('src/vitest.ts', import.meta.url).pathname } },
  test: {
    include: ['test/**/*.test.ts', 'specs/**/*.test.ts'],
    globalSetup: ['test/engine/announce.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
