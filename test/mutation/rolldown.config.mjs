import { pathToFileURL } from 'node:url';
import { defineConfig } from 'rolldown';

/** A module is found where it was, not where the script lies. */
const ownUrls = {
  name: 'own-urls',
  transform: (code, id) =>
    code.includes('import.meta.url')
      ? code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
      : undefined,
};

/** test/mutation/all.ts in one script, with `vitest` replaced by a list of tests that in-place-runner.mjs runs. */
export default defineConfig({
  input: 'test/mutation/all.ts',
  platform: 'node',
  resolve: { alias: { vitest: new URL('./vitest-in-place.ts', import.meta.url).pathname } },
  // Packages remember nothing of a mutant; they are loaded once, and stay quick.
  external: [/^(chai|@vitest\/expect|fast-check|ts-pattern|just-bash|@noble\/hashes)(\/|$)/],
  plugins: [ownUrls],
  output: {
    file: 'reports/mutation/tests/all.cjs',
    format: 'cjs',
    codeSplitting: false,
  },
});
