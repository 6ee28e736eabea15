import { defineConfig } from 'rolldown';

/** test/mutation/all.ts in one script, with `vitest` replaced by a list of tests that in-place-runner.mjs runs. */
export default defineConfig({
  input: 'test/mutation/all.ts',
  platform: 'node',
  resolve: { alias: { vitest: new URL('./vitest-in-place.ts', import.meta.url).pathname } },
  transform: { define: { 'import.meta.url': '__moduleUrl' } },
  output: {
    file: 'reports/mutation/tests/all.cjs',
    format: 'cjs',
    codeSplitting: false,
  },
});
