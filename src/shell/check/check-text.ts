import { printStep } from '../../oracle/step.ts';
import { printable } from '../text/printable.ts';
import { drawsText } from './draws.ts';
import type { CheckReport, Found } from './run-check.ts';

/** A divergence for people: docker lines, and what each side shows after the last one. */
export const divergenceText = ({ seed, steps, differences }: Found): readonly string[] => [
  `seed ${seed}:`,
  ...steps.map((step) => `  ${printStep(step)}`),
  ...differences.flatMap(({ aspect, at, expected, actual }) => [
    `  ${aspect} ${at}`,
    `    the model: ${printable(expected)}`,
    `    the engine: ${printable(actual)}`,
  ]),
];

/** What only one of two takings of the same steps showed. */
export const onceOnlyText = ({ seed, steps, differences }: Found): string =>
  `seed ${seed}: ${differences.map(({ aspect, at }) => `${aspect} ${at}`).join(', ')} after ${steps.length} commands, but not again`;

/** The whole report for people. `engine` is what `--engine` was given; `draws` asks for the tables of what was drawn. */
export const checkText = (report: CheckReport, engine: string, draws = false): string => {
  const { found, unsteady, gone, known } = report;
  const lines = [
    ...found.flatMap((it) => [
      ...divergenceText(it),
      `  again: plimsoll check --engine ${engine} --seed ${it.seed} --sequences 1`,
    ]),
    ...unsteady.map(onceOnlyText),
    ...gone.map((id) => `known difference ${id}: no longer there`),
    ...Object.entries(known).map(([id, times]) => `known difference ${id}: ${times} times`),
    ...(draws ? drawsText(report.draws) : []),
    ...notCompared(report),
    checkSummary(report),
  ];
  return `${lines.join('\n')}\n`;
};

/** What the engine could not be compared in, as one line; none where everything was. */
export const notCompared = ({ engine: { blind } }: CheckReport): readonly string[] =>
  blind.length > 0 ? [`not compared: ${blind.join(', ')}`] : [];

/** The last line: counts and times. */
export const checkSummary = ({ engine, compared, sequences, found, seconds, took }: CheckReport): string =>
  `${engine.name} ${engine.version}: ${compared} commands in ${sequences} sequences agree, ` +
  `${found.length} differences (${seconds.toFixed(1)} s; the model ${took.model.toFixed(1)} s, the engine ${took.engine.toFixed(1)} s)`;
