import { Command } from 'commander';
import { readLog } from '../log/read-log.ts';
import { type Reason, why } from '../log/why.ts';
import { logNames } from '../stores/open-store.ts';
import { jsonText } from '../text/json-text.ts';
import { printable } from '../text/printable.ts';
import type { Subcommand } from './program.ts';

export const whyCommand: Subcommand = (io) =>
  new Command('why')
    .summary('which commands and events made something what it is')
    .description(
      'Tells the chain of commands and events that made a container, a file of a container, an image, a layer, a reference\n' +
        'or a volume what it is, from where it came: a container from its image, an image from a pull or a commit.',
    )
    .argument('<log>', `event log: ${logNames}`)
    .argument('<what>', 'container, CONTAINER:/PATH, image, reference, layer (diff id or chain id) or volume')
    .option('--json', 'print the chain as JSON')
    .action((log: string, what: string, { json }: { readonly json?: true }) => {
      const reasons = why(() => readLog(log), what);
      io.out(json ? jsonText(reasons) : render(reasons));
    });

/** The command once, then its events. */
const render = (reasons: readonly Reason[]): string => {
  let [text, latest] = ['', 0];
  for (const { seq, time, command, n, stream, type, says } of reasons) {
    if (n !== latest) text += `${time}  ${printable(command)} (command ${n})\n`;
    latest = n;
    text += `  ${String(seq).padStart(6)} ${type.padEnd(22)} ${printable(short(stream))}  ${printable(says)}`.trimEnd();
    text += '\n';
  }
  return text;
};

/** Ids as people know them. */
const short = (stream: string): string => stream.replace(/(sha256:)?([0-9a-f]{12})[0-9a-f]{52}/, '$2');
