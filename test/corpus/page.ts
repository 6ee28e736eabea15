import type { Report } from './bug.ts';
import type { Found } from './find.ts';

const titles: Readonly<Record<Report['level'], string>> = {
  union: 'The union file system',
  commit: 'Commit: writing a layer',
  unpack: 'Reading a layer',
  stack: 'Stacking layers',
  diff: 'docker diff',
  save: 'docker save',
};

const linkOf = (issue: string): string => {
  const [repository = '', number = ''] = issue.split('#');
  return `[${issue}](https://github.com/${repository}/issues/${number})`;
};

const section = (
  level: Report['level'],
  all: readonly { readonly bug: Report; readonly found: Found | undefined }[],
): string => {
  const rows = all
    .filter(({ bug }) => bug.level === level)
    .map(({ bug, found }) => {
      const how = found ? `${found.runs} | ${found.what} | \`${found.shortest}\`` : 'not found | |';
      return `| ${bug.issues.map(linkOf).join(', ')} | ${bug.sentence} | ${how} |`;
    });
  return [
    `## ${titles[level]}`,
    '',
    '| reported | the bug | runs | seen in | shortest history |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
};

/** docs/corpus.md, as a run of the suite with this seed makes it. */
export const page = (
  all: readonly { readonly bug: Report; readonly found: Found | undefined }[],
  seed: number,
): string =>
  `# Known bugs, found again

Bugs of real engines and storage drivers, each built into the model as a deliberately broken driver (\`test/corpus/\`). Random
histories, from an empty image on, are played on the model and on the broken driver; the first difference in an answer, the
merged view, the upper directory, \`docker diff\` or the layer of a commit is the bug, found. \`runs\` is how many histories it
took, \`seen in\` what differed. The history is then shortened. After a \`docker commit\` a new container of the new image goes on.

The first column says where each was reported or fixed; a bug that several projects had stands once. Reports whose threads could not be read are left out: moby#8819, 44909, 45440, 42964, podman#3582, buildah#1709, fuse-overlayfs#69.

The sentences are ours; the links lead to where it was reported or fixed. This page is written by
\`npx vitest run test/corpus --update\` (seed ${seed}); another seed: \`PLIMSOLL_SEED=1 npx vitest run test/corpus\`.

${(['union', 'commit', 'unpack', 'stack', 'diff', 'save'] as const).map((level) => section(level, all)).join('\n\n')}
`;

/** One line a bug, for the terminal. */
export const linesOf = (all: readonly { readonly bug: Report; readonly found: Found | undefined }[]): string =>
  all
    .map(
      ({ bug, found }) =>
        `${(bug.issues[0] ?? '').padEnd(46)} ${found ? `${`${found.runs}`.padStart(5)} runs  ${found.shortest}` : 'NOT FOUND'}`,
    )
    .join('\n');
