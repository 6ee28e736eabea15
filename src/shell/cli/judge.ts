import { Command } from 'commander';
import { jsonText } from '../text/json-text.ts';
import type { Subcommand } from './program.ts';

type Options = { readonly known?: string; readonly json?: true };

export const judgeCommand: Subcommand = (io, end) =>
  new Command('judge')
    .summary('whether the model allows a recorded session')
    .description(
      "Judges a recording of `plimsoll record`, or what `docker events --format '{{json .}}'` printed, without any engine: " +
        'which step breaks which rule, and what was allowed instead (docs/traces.md).',
    )
    .argument('<trace>', 'the recording; - for standard input')
    .option('--known <file>', 'what is known to differ (docs/known/)')
    .option('--json', 'print the judgement as JSON')
    .action(async (file: string, { known, json }: Options) => {
      const { judgeTrace } = await import('../judge/judge-trace.ts');
      const { readTrace } = await import('../judge/read-trace.ts');
      const { readKnown } = await import('../judge/read-known.ts');
      const { judgementText } = await import('../judge/judgement-text.ts');
      const judgement = await judgeTrace(readTrace(file), known === undefined ? undefined : readKnown(known));
      io.out(json ? jsonText(judgement) : judgementText(judgement, io.colours));
      end(judgement.violations.length > 0 ? 1 : 0);
    });
