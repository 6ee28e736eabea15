import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type ProfileName, profiles } from '../../core/streams/host/profile.ts';
import { BadInput, NotHere } from '../bad-input.ts';
import type { Target } from '../check/run-check.ts';
import { NoEngineApi } from '../oracle/http.ts';
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
  readonly html?: string;
  readonly profile: ProfileName;
  readonly save?: string;
  readonly draws?: true;
  readonly case?: string;
  readonly json?: string | true;
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
    .option('--save <dir>', 'keep each divergence there, as a case and as a shell script; the directory is made')
    .option('--junit <file>', 'write the report as JUnit XML')
    .option('--html <file>', 'write the report as a page')
    .addOption(
      new Option('--profile <name>', 'which engine the model is')
        .choices(Object.keys(profiles))
        .default('docker-20.10'),
    )
    .option('--draws', 'print how often each verb was performed and each refusal met (--json always has it)')
    .option('--json [file]', 'write the report as JSON (- or no file: print it)')
    .action(async ({ engine, known, case: kept, save, junit, html, json, draws, ...options }: Options) => {
      const jsonFile = json === true || json === '-' ? undefined : json;
      for (const place of [junit, html, jsonFile].map((file) => file && dirname(file)))
        if (place !== undefined && !existsSync(place)) throw new BadInput(`${printable(place)}: no such directory`);
      if (save !== undefined) makeDirectory(save);
      const { checkJunit } = await import('../check/check-junit.ts');
      const { checkHtml } = await import('../check/check-html.ts');
      const { checkText } = await import('../check/check-text.ts');
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
        if (junit !== undefined) writeReport(junit, checkJunit(report));
        if (html !== undefined) writeReport(html, checkHtml(report));
        if (save !== undefined) for (const file of saveCases(save, report.found)) io.err(`${printable(file)}\n`);
        if (jsonFile !== undefined) writeReport(jsonFile, jsonText(report));
        io.out(json !== undefined && jsonFile === undefined ? jsonText(report) : checkText(report, engine, draws));
        if (report.found.length > 0 || report.gone.length > 0) end(1);
        else if (stopping.signal.aborted) end(130);
      } catch (error) {
        throw noEngine(engine, error) ?? error;
      } finally {
        process.off('SIGINT', stop).off('SIGTERM', stop);
      }
    });

const makeDirectory = (path: string): void => {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new BadInput(`${printable(path)}: ${(error as Error).message}`);
  }
};

const writeReport = (file: string, text: string): void => {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new BadInput(`${printable(file)}: ${(error as Error).message}`);
  }
};

/** What a socket says that is no engine's, or none at all. */
const noEngine = (engine: string, error: unknown): NotHere | undefined => {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? String(error.code) : '';
  const where = printable(engine);
  if (
    ['ECONNREFUSED', 'ENOENT', 'EACCES', 'ENOTSOCK', 'EPERM', 'ENOTFOUND', 'EHOSTUNREACH', 'ETIMEDOUT'].includes(code)
  )
    return new NotHere(`${where}: no engine answers there (${code})`);
  if (error instanceof NoEngineApi || code.startsWith('HPE_') || code === 'ECONNRESET' || code === 'EPIPE')
    return new NotHere(`${where}: what answers there does not speak the Docker Engine API`);
  return undefined;
};

const targetOf = async (text: string): Promise<Target> => {
  const { addressOf } = await import('../oracle/http.ts');
  if (/^exec:./s.test(text)) return { kind: 'exec', command: text.slice('exec:'.length) };
  const address = addressOf(text);
  if (!address)
    throw new BadInput(`--engine ${printable(text)}: neither unix://SOCKET nor tcp://HOST:PORT nor exec:COMMAND`);
  if ('host' in address && !/^(?:localhost|127(?:\.\d{1,3}){3})$/.test(address.host))
    throw new BadInput(`--engine ${printable(text)}: tcp:// goes to this machine only (127.0.0.1, localhost)`);
  return { kind: 'api', address };
};

const wholeNumber = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return Number(text);
};
