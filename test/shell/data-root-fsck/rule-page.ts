import { rules } from '../../../src/shell/data-root/fsck/rules/index.ts';
import { corruptions } from './corruptions.ts';

/** What docs/fsck.md says: written from the rules and from the damages that prove them. */
export const rulePage = (): string =>
  [
    head,
    '| rule | severity | holds | proved by | what it means, what to do |',
    '|---|---|---|---|---|',
    ...rules.map(({ id, severity, sentence, means, todo, reports = [], stoppedOnly }) =>
      [
        '',
        id,
        `${severity}${stoppedOnly ? ' (stopped engine only)' : ''}`,
        sentence,
        corruptions
          .filter(({ rule }) => rule === id)
          .map(({ damage, also = [] }) => `${damage}${also.length > 0 ? ` (breaks ${also.join(', ')} too)` : ''}`)
          .join('; '),
        `${means}. To do: ${todo}.${reports.length > 0 ? ` Seen in ${reports.join(', ')}.` : ''}`,
        '',
      ]
        .map((cell) => cell.replaceAll('|', '\\|'))
        .join(' | ')
        .trim(),
    ),
    '',
    tail,
  ].join('\n');

const head = `# plimsoll fsck

\`plimsoll fsck [DIR]\` holds a real data root (overlay2, classic image store; \`/var/lib/docker\` if no DIR is given) against
${rules.length} rules and says of each that is broken what that means and what to do. It reads and never writes. It prints a report for people, or
JSON with \`--json [FILE]\`; the exit code is 1 when something is wrong, 2 for what is no data root, 3 without the right to read it.

- \`--live\` checks beside a running engine: rules that a running engine breaks all the time are left out, and a finding counts only when it
  is there on a second look. Without it, a root that an engine runs on is refused: dockerd's lock on its databases tells.
- \`--deep\` also puts every layer's tar together again from its tar-split and its files and compares the digest (rule L10): what
  \`docker save\` would find out. It reads every byte of every layer.
- \`--rules\` prints the rules.

Severities: *harmless* needs nothing, *repairable* can be put right without loss, *lost data* is gone for good (pull, load or make it again).

## The rules

Ids are those of [the facts](facts/data-root.md), section 5. Each damage in the table is done to a root by \`test/shell/data-root-fsck\`, and must break
that rule and no other than those named; this page is written from the same table.
`;

const tail = `## Measured

See [the data root](data-root.md): how many healthy roots raised no alarm, and time and memory on a root of a million files.
`;
