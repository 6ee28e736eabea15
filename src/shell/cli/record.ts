import { Command, InvalidArgumentError } from 'commander';
import { BadInput, NotHere } from '../bad-input.ts';
import type { Io } from './io.ts';
import type { Subcommand } from './program.ts';

type Options = {
  readonly engine: string;
  readonly out: string;
  readonly for?: number;
  readonly random?: number;
  readonly length: number;
  readonly known?: string;
};

export const recordCommand: Subcommand = (io, end) =>
  new Command('record')
    .summary('record what is asked of an engine and what it does')
    .description(
      'Records a session for `plimsoll judge`. With a command behind --, runs it with DOCKER_HOST leading through the recorder; ' +
        'without one, watches the engine until interrupted (docs/traces.md).',
    )
    .argument('[command...]', 'behind --: what to run, as `docker run busybox true`')
    .requiredOption('--engine <address>', 'unix://SOCKET or tcp://HOST:PORT')
    .requiredOption('--out <file>', 'where the trace goes')
    .option('--for <seconds>', 'watch so long', wholeNumber)
    .option('--random <seed>', 'perform random steps of the oracle, with images and names of its own', wholeNumber)
    .option('--length <n>', 'how many random steps', wholeNumber, 30)
    .option('--known <file>', 'what is known to differ: random steps go on after it')
    .action(async (argv: readonly string[], options: Options) => {
      const address = (await import('../oracle/http.ts')).addressOf(options.engine);
      if (!address)
        throw new BadInput(`${options.engine}: an engine is named unix:///path/to/docker.sock or tcp://host:port`);
      if (options.random !== undefined && argv.length > 0)
        throw new BadInput('--random and a command exclude each other');
      end(await (options.random === undefined ? session(io, argv, options) : steps(io, options)));
    });

const wholeNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
};

const connected = async (engine: string) => {
  const { addressOf } = await import('../oracle/http.ts');
  const { DockerEngine } = await import('../oracle/docker-engine.ts');
  const { twinArchive, hostPrograms, missingPrograms } = await import('../twin/twin-images.ts');
  const { baseImages } = await import('../../oracle/names.ts');
  const address = addressOf(engine);
  if (!address) throw new BadInput(engine);
  return { address, DockerEngine, twinArchive, hostPrograms, missingPrograms, baseImages };
};

/** An engine that does not answer is something that this machine lacks. */
const described = async <T>(engine: string, describe: () => Promise<T>): Promise<T> => {
  try {
    return await describe();
  } catch (error) {
    throw new NotHere(`${engine}: no engine answers there: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const session = async (io: Io, argv: readonly string[], options: Options): Promise<number> => {
  const { address, DockerEngine } = await connected(options.engine);
  const { recordSession } = await import('../record/record-session.ts');
  const asked = new DockerEngine(address, new Uint8Array());
  const { name, version } = await described(options.engine, () => asked.describe());
  const { lines, exitCode } = await recordSession({
    address,
    engine: { name, version },
    out: options.out,
    now: new Date().toISOString(),
    ...(argv.length > 0 && { argv }),
    until: over(options.for),
  });
  io.err(`${options.out}: ${lines} lines\n`);
  return argv.length > 0 ? exitCode : 0;
};

/** After so many seconds, or when interrupted. */
const over = (seconds: number | undefined): Promise<void> =>
  new Promise((resolve) => {
    const timer = seconds === undefined ? undefined : setTimeout(resolve, seconds * 1000);
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        clearTimeout(timer);
        resolve();
      });
  });

const steps = async (io: Io, options: Options): Promise<number> => {
  const { address, DockerEngine, twinArchive, hostPrograms, missingPrograms, baseImages } = await connected(
    options.engine,
  );
  const { recordSteps } = await import('../record/record-steps.ts');
  const { ModelEngine } = await import('../oracle/model-engine.ts');
  const { readKnown } = await import('../judge/read-known.ts');
  const missing = missingPrograms(false);
  if (missing.length > 0) throw new NotHere(`needs ${missing.join(', ')} (scripts/install-engine.sh installs it)`);
  const programs = hostPrograms(false);
  const archive = twinArchive(baseImages, programs);
  const engine = new DockerEngine(address, archive);
  await described(options.engine, () => engine.describe());
  const known = options.known === undefined ? undefined : readKnown(options.known);
  try {
    const { compared, divergence } = await recordSteps({
      engine,
      model: await ModelEngine.open(archive),
      programs,
      out: options.out,
      seed: options.random ?? 1,
      length: options.length,
      now: new Date().toISOString(),
      blind: known?.blind.map(({ aspect }) => aspect) ?? [],
      known: known?.entries ?? [],
    });
    io.err(
      `${options.out}: ${compared + (divergence ? 1 : 0)} steps${divergence ? '; the last one parts from the model' : ''}\n`,
    );
    return divergence ? 1 : 0;
  } finally {
    await engine.close();
  }
};
