import { Command } from 'commander';
import { BadInput } from '../bad-input.ts';
import { logNames } from '../stores/open-store.ts';
import { jsonText } from '../text/json-text.ts';
import type { Subcommand } from './program.ts';
import { entriesUntil, untilOf } from './read-world.ts';

type Options = { readonly until?: string; readonly json?: true };

export const whereCommand: Subcommand = (io, end) =>
  new Command('where')
    .summary('say where a path of a container lies on the host')
    .description(
      'Says which layer or mount provides a path, where that is on the host, whether it was copied up and by what, what it ' +
        'hides, and what becomes of it on restart, commit and remove. Of a log, or of a real /var/lib/docker (root).',
    )
    .argument('<log|dir>', `event log (${logNames}), or data root`)
    .argument('<container:path>', 'by name or id, and an absolute path in it')
    .option('--until <point>', 'of a log: the state at a sequence number or at a time')
    .option('--json', 'print the answer as JSON')
    .addHelpText('after', '\nExit code 1 when nothing is there.')
    .action(async (from: string, what: string, { until, json }: Options) => {
      const { containerIn, isDataRoot, openEstate } = await import('../data-root/explain/open-estate.ts');
      const { whereIsPath } = await import('../../views/data-root/where.ts');
      const { renderWhere } = await import('../data-root/explain/render-where.ts');
      const colon = what.indexOf(':/');
      if (colon <= 0) throw new BadInput(`${what}: not of the form CONTAINER:/PATH`);
      const estate = openEstate(from, untilOf(until));
      const container = containerIn(estate, what.slice(0, colon));
      const answer = whereIsPath(estate.root, container, what.slice(colon + 1));
      const cause = isDataRoot(from) ? undefined : await causeOf(from, until, container.name, answer.path);
      io.out(json ? jsonText({ ...answer, ...(cause && { cause }) }) : renderWhere(answer, cause));
      end(answer.state === 'there' || answer.state === 'not known' ? 0 : 1);
    });

/** The last event that touched the path in the container's own layer. */
const causeOf = async (log: string, until: string | undefined, container: string, path: string) => {
  const { why } = await import('../log/why.ts');
  try {
    const last = why(() => entriesUntil(log, untilOf(until)), `${container}:${path}`).findLast(
      ({ type }) => type === 'UpperChanged' || type === 'VolumeChanged',
    );
    return last && { seq: last.seq, time: last.time, command: last.command, says: last.says };
  } catch (error) {
    if (error instanceof BadInput) return undefined;
    throw error;
  }
};
