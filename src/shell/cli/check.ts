import { existsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { printStep } from '../../oracle/step.ts';
import { BadInput, NotHere } from '../bad-input.ts';
import type { CheckReport, Target } from '../check/run-check.ts';
import { jsonText } from '../text/json-text.ts';
import { printable } from '../text/printable.ts';
import type { Subcommand } from './program.ts';

type Options = {
  readonly engine: string;
  readonly seed: number;
  readonly sequences: number;
  readonly length: number;
  readonly time: number;
  readonly known?: string;
  readonly share?: true;
  readonly junit?: string;
  readonly save?: string;
  readonly case?: string;
  readonly json?: true;
};

export const checkCommand: Subcommand = (io, end) =>
  new Command('check')
    .summary('hold an engine against the model')
    .description(
      'Performs random commands on an engine and on the model, compares after each what they answer and show, and prints ' +
        'the shortest commands after which they part. Everything that it makes is named plimsoll-… and is taken away again.',
    )
    .requiredOption(
      '--engine <socket>',
      'unix://SOCKET or tcp://HOST:PORT: an engine that speaks the Docker Engine API; exec:COMMAND: an adapter (docs/adapters.md)',
    )
    .option('--seed <n>', 'which sequences', wholeNumber, 1)
    .option('--sequences <n>', 'how many sequences, with the seeds from --seed on', wholeNumber, 10)
    .option('--length <n>', 'how many commands each has', wholeNumber, 30)
    .option('--time <seconds>', 'begin no sequence later than this', wholeNumber, 3600)
    .option('--known <file>', 'differences that are known (docs/known); those that are gone are told')
    .option('--share', 'go on where the engine holds containers of others')
    .option('--case <file>', 'the commands of a saved divergence instead of random ones')
    .option('--save <dir>', 'keep each divergence there, as a case and as a shell script')
    .option('--junit <file>', 'write the report as JUnit XML')
    .option('--json', 'print the report as JSON')
    .action(async ({ engine, known, case: kept, save, junit, ...options }: Options) => {
      for (const place of [save, junit === undefined ? undefined : dirname(junit)])
        if (place !== undefined && !existsSync(place)) throw new BadInput(`${printable(place)}: no such directory`);
      const { checkJunit } = await import('../check/check-junit.ts');
      const { readCase, saveCases } = await import('../check/cases.ts');
      const steps = kept === undefined ? undefined : readCase(kept);
      const target = await targetOf(engine);
      const { missingPrograms } = await import('../twin/twin-images.ts');
      const missing = missingPrograms(false);
      if (missing.length > 0) throw new NotHere(`needs ${missing.join(', ')} (scripts/install-engine.sh installs it)`);
      const { readKnown } = await import('../judge/read-known.ts');
      const { runCheck } = await import('../check/run-check.ts');
      const stopping = new AbortController();
      const stop = (): void => stopping.abort();
      process.on('SIGINT', stop).on('SIGTERM', stop);
      try {
        const report = await runCheck({
          ...options,
          engine: target,
          time: options.time * 1000,
          share: options.share === true,
          ...(steps && { steps, sequences: 1 }),
          ...(known !== undefined && { known: readKnown(known) }),
          stop: stopping.signal,
          progress: ({ sequence, compared }) => {
            if (process.stderr.isTTY) process.stderr.write(`\r${sequence} sequences, ${compared} commands agree `);
          },
        });
        if (process.stderr.isTTY) process.stderr.write('\n');
        if (junit !== undefined) writeFileSync(junit, checkJunit(report));
        if (save !== undefined) for (const file of saveCases(save, report.found)) io.err(`${printable(file)}\n`);
        io.out(options.json ? jsonText(report) : told(report, engine));
        if (report.found.length > 0 || report.gone.length > 0) end(1);
        else if (stopping.signal.aborted) end(130);
      } catch (error) {
        if (
          error instanceof Error &&
          'code' in error &&
          ['ECONNREFUSED', 'ENOENT', 'EACCES'].includes(String(error.code))
        )
          throw new NotHere(`${printable(engine)}: no engine answers there`);
        throw error;
      } finally {
        process.off('SIGINT', stop).off('SIGTERM', stop);
      }
    });

const targetOf = async (text: string): Promise<Target> => {
  const { addressOf } = await import('../oracle/http.ts');
  if (/^exec:./s.test(text)) return { kind: 'exec', command: text.slice('exec:'.length) };
  const address = addressOf(text);
  if (!address)
    throw new BadInput(`--engine ${printable(text)}: neither unix://SOCKET nor tcp://HOST:PORT nor exec:COMMAND`);
  return { kind: 'api', address };
};

const told = (report: CheckReport, engine: string): string => {
  const { found, unsteady, gone, known, compared, sequences, seconds, took } = report;
  const lines: string[] = [];
  for (const { seed, steps, differences } of found) {
    lines.push(`seed ${seed}:`, ...steps.map((step) => `  ${printStep(step)}`));
    for (const { aspect, at, expected, actual } of differences)
      lines.push(`  ${aspect} ${at}`, `    the model: ${printable(expected)}`, `    the engine: ${printable(actual)}`);
    lines.push(`  again: plimsoll check --engine ${engine} --seed ${seed} --sequences 1`);
  }
  for (const { seed, steps, differences } of unsteady)
    lines.push(
      `seed ${seed}: ${differences.map(({ aspect, at }) => `${aspect} ${at}`).join(', ')} after ${steps.length} commands, but not again`,
    );
  for (const id of gone) lines.push(`known difference ${id}: no longer there`);
  for (const [id, times] of Object.entries(known)) lines.push(`known difference ${id}: ${times} times`);
  lines.push(
    `${report.engine.name} ${report.engine.version}: ${compared} commands in ${sequences} sequences agree, ` +
      `${found.length} differences (${seconds.toFixed(1)} s; the model ${took.model.toFixed(1)} s, the engine ${took.engine.toFixed(1)} s)`,
  );
  return `${lines.join('\n')}\n`;
};

const wholeNumber = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return Number(text);
};
