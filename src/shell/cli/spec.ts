import { writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { BadInput, NotHere } from '../bad-input.ts';
import { jsonText } from '../text/json-text.ts';
import { junitOf, summaryJson, summaryText } from '../text/spec-summary.ts';
import type { Io } from './io.ts';
import type { Subcommand } from './program.ts';

type Options = {
  readonly only?: readonly string[];
  readonly seed: number;
  readonly runs: number;
  readonly jobs?: number;
  readonly mutants?: true;
  readonly engine?: string;
  readonly json?: string;
  readonly junit?: string;
};

export const specCommand: Subcommand = (io, end) =>
  new Command('spec')
    .summary('run the spec suite: chapters, laws, properties')
    .description('Runs the chapters, and holds every law against generated histories of the embedded model.')
    .option('--only <id...>', 'laws, families or chapters by name')
    .option('--seed <n>', 'which histories are generated', wholeNumber, 1)
    .option('--runs <n>', 'how many histories', wholeNumber, 500)
    .option('--jobs <n>', 'threads, by default what the machine runs at once (at most 8)', jobCount)
    .option('--mutants', 'also show how soon each law catches its broken engine')
    .option(
      '--engine <address>',
      'tell the chapters to a real engine instead, and hold the laws against what it shows: unix://SOCKET or tcp://HOST:PORT',
    )
    .option('--json <file>', 'write the result as JSON (- for standard output)')
    .option('--junit <file>', 'write the result as JUnit XML')
    .action(async (options: Options) => {
      const { runSpec, unknownNames } = await import('../../../specs/run/run-spec.ts');
      const only = options.only ?? [];
      const [unknown] = unknownNames(only);
      if (unknown !== undefined) throw new BadInput(`there is no law, family or chapter named ${unknown}`);
      if (options.engine !== undefined && !/^(unix:\/\/\/|tcp:\/\/)./.test(options.engine))
        throw new BadInput(`${options.engine}: an engine is named unix:///path/to/docker.sock or tcp://host:port`);
      const result = await orSaid(
        runSpec({
          only,
          seed: options.seed,
          runs: options.runs,
          mutants: options.mutants === true,
          ...(options.jobs !== undefined && { jobs: options.jobs }),
          ...(options.engine !== undefined && { engine: options.engine }),
          clock: () => performance.now(),
          progress: progressOn(io),
        }),
      );
      if (io.isTerminal) io.err('\r\u001b[K');
      if (options.json === '-') io.out(jsonText(summaryJson(result)));
      else io.out(summaryText(result, io.colours));
      if (options.json !== undefined && options.json !== '-') write(options.json, jsonText(summaryJson(result)));
      if (options.junit !== undefined) write(options.junit, junitOf(result));
      end(result.failed > 0 ? 1 : 0);
    });

/** An engine that the chapters can not be told to: what is missing here is 3, what stands in the way is 2. */
const orSaid = async <T>(run: Promise<T>): Promise<T> => {
  try {
    return await run;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'EngineUnfit')) throw error;
    const { kind } = error as Error & { readonly kind?: string };
    throw kind === 'missing' ? new NotHere(error.message) : new BadInput(error.message);
  }
};

const wholeNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
};

const jobCount = (text: string): number => {
  const jobs = wholeNumber(text);
  if (jobs < 1 || jobs > 64) throw new InvalidArgumentError('It must be a number from 1 to 64.');
  return jobs;
};

/** One line that is written over, and only where somebody is looking. */
const progressOn =
  (io: Io) =>
  (text: string): void => {
    if (io.isTerminal) io.err(`\r\u001b[K${text.slice(0, 100)}`);
  };

const write = (file: string, text: string): void => {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new BadInput(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
};
