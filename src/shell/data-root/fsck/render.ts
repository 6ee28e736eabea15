import type { Colours } from '../../cli/io.ts';
import { printable } from '../../text/printable.ts';
import type { Report } from './fsck.ts';
import type { Severity } from './rule.ts';

const mostShown = 20;

/** The report for a terminal: what is broken, what that means, what to do, where. */
export const renderReport = ({ dir, rules, counts, broken, orphaned }: Report, colours: Colours): string => {
  const paint: Readonly<Record<Severity, (text: string) => string>> = {
    harmless: colours.dim,
    repairable: colours.yellow,
    'lost data': colours.red,
  };
  const lines = broken.flatMap(({ id, sentence, severity, means, todo, reports = [], findings }) => [
    `${paint[severity](`${id} ${severity}`)}  not so: ${sentence}`,
    `   means  ${means}`,
    `   do     ${todo}`,
    ...(reports.length > 0 ? [`   see    ${reports.join(', ')}`] : []),
    ...findings.slice(0, mostShown).map(({ path, found }) => `   at     ${printable(path)}: ${printable(found)}`),
    ...(findings.length > mostShown ? [`   and ${findings.length - mostShown} more`] : []),
    '',
  ]);
  const { images, layers, containers, volumes, objects } = counts;
  const what = `${images} images, ${layers} layers, ${containers} containers, ${volumes} volumes, ${objects} objects`;
  const space =
    orphaned.directories === 0
      ? []
      : [`${orphaned.bytes} bytes in ${orphaned.directories} directories belong to nothing`];
  const end = broken.length === 0 ? `all ${rules} rules hold` : `${broken.length} of ${rules} rules are broken`;
  return [...lines, ...space, `${printable(dir)}: ${what}: ${end}`, ''].join('\n');
};
