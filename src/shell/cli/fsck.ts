import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { BadInput } from '../bad-input.ts';
import { jsonText } from '../text/json-text.ts';
import type { Subcommand } from './program.ts';

type Options = { readonly json?: string | true; readonly live?: true; readonly deep?: true; readonly rules?: true };

export const fsckCommand: Subcommand = (io, end) =>
  new Command('fsck')
    .summary('check a real /var/lib/docker')
    .description(
      "Holds an engine's data root (overlay2) against what must be so in it, and says of everything that is not what it " +
        'means and what to do. It reads and never writes. Exit code 1 when something is wrong.',
    )
    .argument('[dir]', 'data root', '/var/lib/docker')
    .option('--json [file]', 'write the report as JSON, to a file or to standard output')
    .option('--live', 'an engine runs on it')
    .option('--deep', 'read every layer, and compare it with its digest')
    .option('--rules', 'print the rules instead')
    .action(async (dir: string, { json, live, deep, rules: list }: Options) => {
      const { fsck, fsckDeep } = await import('../data-root/fsck/fsck.ts');
      const { renderReport } = await import('../data-root/fsck/render.ts');
      if (list) {
        const { rules } = await import('../data-root/fsck/rules/index.ts');
        io.out(
          json
            ? jsonText(rules)
            : rules
                .map(({ id, severity, sentence }) => `${id.padEnd(4)} ${severity.padEnd(10)} ${sentence}\n`)
                .join(''),
        );
        return;
      }
      let seen = 0;
      const tick = (objects: number): void => {
        seen += objects;
        io.err(`\r${seen} objects\u001b[K`);
      };
      const options = { live: live === true, ...(io.isTerminal && { tick }) };
      const report = deep ? await fsckDeep(resolve(dir), options) : fsck(resolve(dir), options);
      if (io.isTerminal) io.err('\r\u001b[K');
      if (typeof json === 'string') writeReport(json, jsonText(report));
      io.out(json === true ? jsonText(report) : renderReport(report, io.colours));
      end(report.broken.length > 0 ? 1 : 0);
    });

const writeReport = (file: string, text: string): void => {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new BadInput((error as Error).message);
  }
};
