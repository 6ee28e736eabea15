import { Command, Option } from 'commander';
import { brokenEngines } from '../adapter/broken-engines.ts';
import type { Subcommand } from './program.ts';

const names = Object.keys(brokenEngines);

export const adapterCommand: Subcommand = (io) =>
  new Command('adapter')
    .summary('serve the model in the adapter protocol')
    .description(
      'Serves the model over standard input and output, one JSON object a line (docs/adapters.md), as an engine that ' +
        "`plimsoll check --engine exec:'plimsoll adapter'` can be tried on.",
    )
    .addOption(new Option('--broken <name>', 'a model that is wrong in one thing').choices(names))
    .addHelpText(
      'after',
      `\nBroken models:\n${names.map((it) => `  ${it.padEnd(20)} ${brokenEngines[it]?.sentence}`).join('\n')}`,
    )
    .action(async ({ broken: name }: { readonly broken?: string }) => {
      const { serveAdapter } = await import('../adapter/serve-adapter.ts');
      const { broken } = await import('../adapter/broken-engines.ts');
      const { ModelEngine } = await import('../oracle/model-engine.ts');
      const fault = name === undefined ? undefined : brokenEngines[name];
      await serveAdapter(
        async (archive) => {
          const model = await ModelEngine.open(archive, 'adapter');
          return fault ? broken(model, fault) : model;
        },
        process.stdin,
        io.out,
      );
    });
