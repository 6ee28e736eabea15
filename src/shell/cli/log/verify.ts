import { Command } from 'commander';
import { BadInput } from '../../bad-input.ts';
import { type Finding, verifyLog } from '../../log/verify-log.ts';
import { logNames, readStore, warnOnTerminal } from '../../stores/open-store.ts';
import { jsonText } from '../../text/json-text.ts';
import { printable } from '../../text/printable.ts';
import type { Subcommand } from '../program.ts';

type Options = { readonly head?: string; readonly json?: true };

export const verifyCommand: Subcommand = (io, end) =>
  new Command('verify')
    .summary('find changed, removed and reordered lines')
    .description(
      "Holds every line of a log against the chain of hashes, and against the schema. Prints the last line's hash: kept\n" +
        'elsewhere and given with --head, it also shows lines that were cut off at the end.',
    )
    .argument('<log>', `event log: ${logNames}`)
    .option('--head <hash>', 'the hash that the last line must have')
    .option('--json', 'print the findings as JSON')
    .action((log: string, { head, json }: Options) => {
      if (head !== undefined && !/^[0-9a-f]{64}$/.test(head))
        throw new BadInput(`${head}: not a SHA-256 in hexadecimal`);
      const store = readStore(log, { warn: warnOnTerminal });
      try {
        const verified = verifyLog(store, head);
        const { findings, records, sealed } = verified;
        if (json) io.out(jsonText(verified));
        else if (findings.length > 0) for (const finding of findings) io.out(lineOf(log, finding));
        else io.out(`${records} records, ${sealed} sealed, head ${verified.head}\n`);
        end(findings.length === 0 ? 0 : 1);
      } finally {
        store.close();
      }
    });

const lineOf = (log: string, { line, kind, says }: Finding): string =>
  `${log}: ${line === 0 ? '' : `line ${line}: `}${kind}: ${printable(says)}\n`;
