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

/** Each list of tests in one script, with `vitest` replaced by a list that in-place-runner.mjs runs. */
export default defineConfig(
  ['quick', 'measured', 'thorough'].map((name) => ({
    input: `test/mutation/${name}.ts`,
    platform: 'node',
    resolve: { alias: { vitest: new URL('./vitest-in-place.ts', import.meta.url).pathname } },
    // Packages remember nothing of a mutant; they are loaded once, and stay quick.
    external: [/^(chai|@vitest\/expect|fast-check|ts-pattern|just-bash|@noble\/hashes)(\/|$)/],
    plugins: [ownUrls],
    output: {
      file: `reports/mutation/tests/${name}.cjs`,
      format: 'cjs',
      codeSplitting: false,
    },
  })),
);
