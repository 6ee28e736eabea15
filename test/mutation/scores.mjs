import { parts, rowOf } from './parts.mjs';

// The table of docs/mutation.md, from Stryker's report.

const caught = new Set(['Killed', 'Timeout']);
const missed = new Set(['Survived', 'NoCoverage']);

/** Wilson's interval, 95 %: for a sample it says where the score of all mutants lies. */
const interval = (killed, all) => {
  const z = 1.96;
  const share = killed / all;
  const middle = share + (z * z) / (2 * all);
  const width = z * Math.sqrt((share * (1 - share)) / all + (z * z) / (4 * all * all));
  const bound = (sign) => ((middle + sign * width) / (1 + (z * z) / all)) * 100;
  return `${bound(-1).toFixed(1)}–${bound(1).toFixed(1)} %`;
};

const line = (name, statuses) => {
  const killed = statuses.filter((status) => caught.has(status)).length;
  const unreached = statuses.filter((status) => status === 'NoCoverage').length;
  const score = ((killed / statuses.length) * 100).toFixed(1);
  const cells = [name, statuses.length, killed, statuses.length - killed - unreached, unreached];
  return `| ${[...cells, `${score} %`, interval(killed, statuses.length)].join(' | ')} |`;
};

export const scores = (report) => {
  const byRow = new Map();
  for (const [file, { mutants }] of Object.entries(report.files))
    for (const { status } of mutants)
      if (caught.has(status) || missed.has(status)) byRow.set(rowOf(file), [...(byRow.get(rowOf(file)) ?? []), status]);
  const lines = [
    '| files | mutants | killed | survived | not reached | score | 95 % interval |',
    '|---|---|---|---|---|---|---|',
  ];
  for (const [part, rows] of Object.entries(parts)) {
    const names = Object.keys(rows).filter((name) => byRow.has(name));
    if (names.length > 0)
      lines.push(
        line(
          `**${part}**`,
          names.flatMap((name) => byRow.get(name)),
        ),
      );
    for (const name of names) lines.push(line(name, byRow.get(name)));
  }
  return lines.join('\n');
};
