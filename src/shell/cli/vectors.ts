import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { BadInput, NotHere } from '../bad-input.ts';
import { jsonText } from '../text/json-text.ts';
import type { Subcommand } from './program.ts';

type Options = { readonly seed: number; readonly histories: number; readonly length: number; readonly json?: true };

export const vectorsCommand: Subcommand = (io) =>
  new Command('vectors')
    .summary('write test vectors for engines in any language')
    .description(
      'Writes OUT/vectors.json, command sequences with what must be answered and seen after each step, and OUT/images.tar, ' +
        'what they begin with (docs/vectors.md).',
    )
    .argument('<out>', 'a directory')
    .option('--seed <n>', 'which histories are generated', wholeNumber, 1)
    .option('--histories <n>', 'how many generated histories', wholeNumber, 20)
    .option('--length <n>', 'how many steps each has', wholeNumber, 20)
    .option('--json', 'print what they reach as JSON')
    .action(async (out: string, options: Options) => {
      const { makeVectors } = await import('../vectors/make-vectors.ts');
      const { hostPrograms, missingPrograms } = await import('../twin/twin-images.ts');
      const missing = missingPrograms(false);
      if (missing.length > 0) throw new NotHere(`needs ${missing.join(', ')} (scripts/install-engine.sh installs it)`);
      const { seed, histories, length } = options;
      const { vectors, archive } = await makeVectors({
        programs: hostPrograms(false),
        seed,
        histories,
        length,
        images: 'images.tar',
      });
      try {
        mkdirSync(out, { recursive: true });
        whole(join(out, 'images.tar'), archive);
        whole(join(out, 'vectors.json'), jsonText(vectors));
      } catch (error) {
        throw new BadInput(`${out}: ${error instanceof Error ? error.message : String(error)}`);
      }
      const { reached, notReached } = vectors;
      const steps = vectors.vectors.reduce((sum, vector) => sum + vector.steps.length, 0);
      if (options.json) io.out(jsonText({ vectors: vectors.vectors.length, steps, reached, notReached }));
      else
        io.out(
          `${vectors.vectors.length} vectors, ${steps} steps: ${reached.commands.length} commands, ${reached.rejections.length} refusals, ${Object.keys(reached.laws).length} laws\n` +
            Object.entries(notReached)
              .map(([what, why]) => `not reached: ${what}: ${why}\n`)
              .join(''),
        );
    });

/** Nobody ever reads half of it. */
const whole = (file: string, content: string | Uint8Array): void => {
  writeFileSync(`${file}.part`, content);
  renameSync(`${file}.part`, file);
};

const wholeNumber = (text: string): number => {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
};
