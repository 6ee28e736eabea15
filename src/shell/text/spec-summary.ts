import type { SpecResult } from '../../../specs/run/run-spec.ts';
import { printCommand } from '../../docker/print-command.ts';
import type { Colours } from '../cli/io.ts';

/** What a person reads after `plimsoll spec`. */
export const summaryText = (result: SpecResult, colours: Colours): string =>
  [
    ...chapterLines(result, colours),
    ...leftOutLines(result),
    ...observedLines(result, colours),
    ...lawLines(result, colours),
    ...reachLines(result, colours),
    ...mutantLines(result, colours),
    ...breachLines(result, colours),
    '',
    result.failed === 0
      ? colours.green(`${result.passed} passed, 0 failed`)
      : colours.red(`${result.passed} passed, ${result.failed} failed`),
    '',
  ].join('\n');

const mark = (holds: boolean, colours: Colours): string => (holds ? colours.green('ok  ') : colours.red('FAIL'));

const chapterLines = ({ chapters }: SpecResult, colours: Colours): readonly string[] =>
  chapters.length === 0
    ? []
    : [
        colours.bold('Chapters'),
        ...chapters.flatMap(({ chapter, passed, failures }) => [
          `  ${mark(failures.length === 0, colours)} ${chapter.title} (${passed} of ${passed + failures.length} commands)`,
          ...failures.map(
            ({ exchange, why }) =>
              `         ${chapter.file}:${exchange.line} ${exchange.prompt} ${exchange.command}\n           ${why}`,
          ),
        ]),
        '',
      ];

/** What an engine was not asked, by its reasons. */
const leftOutLines = ({ chapters, observed }: SpecResult): readonly string[] => {
  if (!observed && !chapters.some(({ leftOut }) => leftOut.some(({ on }) => on === 'model'))) return [];
  const reasons = new Map<string, number>();
  for (const { because = 'it holds on engines alone' } of chapters.flatMap(({ leftOut }) => leftOut))
    reasons.set(because, (reasons.get(because) ?? 0) + 1);
  const count = [...reasons.values()].reduce((sum, some) => sum + some, 0);
  return [`Not asked of the engine: ${count} commands`, ...[...reasons].map(([why, some]) => `  ${some}  ${why}`), ''];
};

const observedLines = ({ observed, laws }: SpecResult, colours: Colours): readonly string[] => {
  if (!observed) return [];
  const lines: string[] = [colours.bold('Laws, as the engine shows them')];
  for (const { id, sentence } of laws) {
    const seen = observed.find((it) => it.id === id);
    if (seen?.verdict === 'held')
      lines.push(`  ${mark(true, colours)} ${id.padEnd(4)}${sentence} (${seen.looks} looks)`);
    else if (seen?.verdict === 'broken') {
      lines.push(`  ${mark(false, colours)} ${id.padEnd(4)}${sentence}`);
      lines.push(...seen.breaches.slice(0, 3).map((breach) => `         ${breach}`));
    } else if (seen) lines.push(`  --   ${id.padEnd(4)}${sentence}: not observable: ${seen.why}`);
  }
  return [...lines, ''];
};

const lawLines = ({ laws, properties }: SpecResult, colours: Colours): readonly string[] => {
  if (!properties) return [];
  const { runs, commands, refused, events, milliseconds, seed, breach } = properties;
  const rate = Math.round(commands / Math.max(0.001, milliseconds / 1000));
  const lines: string[] = [];
  let family = '';
  for (const law of laws) {
    if (law.family !== family) lines.push(colours.bold(law.family));
    family = law.family;
    lines.push(`  ${mark(breach?.law !== law.id, colours)} ${law.id.padEnd(4)}${law.sentence}`);
  }
  return [
    ...lines,
    '',
    `${runs} histories, ${commands} commands (${refused} refused), ${events} events, seed ${seed}, ` +
      `${(milliseconds / 1000).toFixed(1)} s, ${rate} commands/s with every law checked`,
  ];
};

const reachLines = ({ properties, unreached }: SpecResult, colours: Colours): readonly string[] => {
  if (!properties) return [];
  const of = (kind: string): string =>
    properties.reach
      .rows()
      .filter(([what]) => what.startsWith(`${kind} `))
      .map(([what, times]) => `${what.slice(kind.length + 1)} ${times}`)
      .join(', ');
  return [
    colours.bold('Reach'),
    `  states      ${of('state')}`,
    `  overlay     ${of('overlay')}`,
    `  rejections  ${of('rejection')}`,
    ...unreached.map((what) => colours.red(`  not reached: ${what}`)),
  ];
};

const mutantLines = ({ mutants }: SpecResult, colours: Colours): readonly string[] =>
  mutants.length === 0
    ? []
    : [
        '',
        colours.bold('Broken engines: histories until the law caught them, for three seeds'),
        ...mutants.map(
          ({ law, name, runs }) =>
            `  ${mark(!runs.includes(undefined), colours)} ${law.padEnd(4)}${name.padEnd(62)}${runs.map((run) => String(run ?? 'never').padStart(6)).join('')}`,
        ),
      ];

const breachLines = ({ properties }: SpecResult, colours: Colours): readonly string[] => {
  const breach = properties?.breach;
  if (!properties || !breach) return [];
  return [
    '',
    colours.red(`${breach.law} is violated: ${breach.sentence}`),
    `  ${breach.violation}`,
    '  The shortest sequence that shows it:',
    ...breach.turns.map(({ command, within }) => `    ${printCommand(command, within)}`),
    `  Run it again: plimsoll spec --only ${breach.law} --seed ${properties.seed} --runs ${breach.run}`,
  ];
};

/** The same as data: counts, verdicts, reach, and the commands of a breach. */
export const summaryJson = (result: SpecResult): unknown => {
  const { properties, chapters, ...rest } = result;
  return {
    ...rest,
    chapters: chapters.map(({ chapter, passed, leftOut, failures }) => ({
      file: chapter.file,
      title: chapter.title,
      passed,
      leftOut: leftOut.map(({ line, command, because }) => ({ line, command, because })),
      failures: failures.map(({ exchange, why }) => ({ line: exchange.line, command: exchange.command, why })),
    })),
    ...(properties && { properties: { ...properties, reach: Object.fromEntries(properties.reach.rows()) } }),
  };
};

/** JUnit XML: a suite for the chapters, one for each family of laws, one for the broken engines. */
export const junitOf = (result: SpecResult): string => {
  const cases = [
    ...result.chapters.map(({ chapter, failures }) => ({
      suite: 'chapters',
      name: chapter.title,
      failure: failures.map(({ exchange, why }) => `${chapter.file}:${exchange.line}: ${why}`).join('\n'),
    })),
    ...result.laws.map(({ family, id, sentence }) => ({
      suite: family,
      name: `${id} ${sentence}`,
      failure: failureOf(result, id),
    })),
    ...result.unreached.map((what) => ({ suite: 'reach', name: what, failure: 'no generated history came by it' })),
    ...result.mutants.map(({ law, name, runs }) => ({
      suite: 'broken engines',
      name: `${law} ${name}`,
      failure: runs.includes(undefined) ? 'not caught' : '',
    })),
  ];
  const body = cases.map(({ suite, name, failure }) => {
    const open = `  <testcase classname="${escaped(suite)}" name="${escaped(name)}"`;
    return failure === '' ? `${open}/>` : `${open}><failure>${escaped(failure)}</failure></testcase>`;
  });
  const failed = cases.filter(({ failure }) => failure !== '').length;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="plimsoll spec" tests="${cases.length}" failures="${failed}">\n${body.join('\n')}\n</testsuite>\n`;
};

const failureOf = ({ properties, observed = [] }: SpecResult, id: string): string => {
  const seen = observed.find((it) => it.id === id);
  if (seen?.verdict === 'broken') return seen.breaches.join('\n');
  return properties?.breach?.law === id ? properties.breach.violation : '';
};

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (it) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[it] ?? it);
