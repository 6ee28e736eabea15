import { printStep } from '../../oracle/step.ts';
import { xml } from '../text/xml.ts';
import type { CheckReport } from './run-check.ts';

/** The report as JUnit XML: a test case for each divergence, and one for all sequences that agree. */
export const checkJunit = ({ engine, sequences, found, gone, seconds }: CheckReport): string => {
  const suite = `${engine.name} ${engine.version}`;
  const cases = [
    `    <testcase classname="${xml(suite)}" name="${sequences - found.length} sequences agree"/>`,
    ...found.map(({ seed, steps, differences }) => {
      const story = [
        ...steps.map(printStep),
        ...differences.map(
          ({ aspect, at, expected, actual }) => `${aspect} ${at}: ${expected} expected, ${actual} seen`,
        ),
      ].join('\n');
      return `    <testcase classname="${xml(suite)}" name="seed ${seed}"><failure message="${differences.length} differences">${xml(story)}</failure></testcase>`;
    }),
    ...gone.map(
      (id) =>
        `    <testcase classname="${xml(suite)}" name="known difference ${xml(id)}"><failure message="no longer there"/></testcase>`,
    ),
  ];
  const counts = `tests="${cases.length}" failures="${found.length + gone.length}" time="${seconds.toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="plimsoll check" ${counts}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};
