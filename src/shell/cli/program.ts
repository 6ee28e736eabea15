import { Command, CommanderError } from 'commander';
import { BadInput, NotHere } from '../bad-input.ts';
import { adapterCommand } from './adapter.ts';
import { checkCommand } from './check.ts';
import { diffStateCommand } from './diff-state.ts';
import { forkCommand } from './fork.ts';
import { fsckCommand } from './fsck.ts';
import { ingestCommand } from './ingest.ts';
import type { ExitCode, Io } from './io.ts';
import { judgeCommand } from './judge.ts';
import { layersCommand } from './layers.ts';
import { loadCommand } from './load.ts';
import { logCommand } from './log/log.ts';
import { materializeCommand } from './materialize.ts';
import { overlayCommand } from './overlay.ts';
import { recordCommand } from './record.ts';
import { replayCommand } from './replay.ts';
import { runCommand } from './run.ts';
import { specCommand } from './spec.ts';
import { vectorsCommand } from './vectors.ts';
import { whereCommand } from './where.ts';
import { whoseCommand } from './whose.ts';
import { whyCommand } from './why.ts';

/** What a subcommand is given: where to print, and a way to say how it ended. */
export type Subcommand = (io: Io, end: (code: ExitCode) => void) => Command;

const subcommands: readonly Subcommand[] = [
  specCommand,
  runCommand,
  replayCommand,
  diffStateCommand,
  forkCommand,
  whyCommand,
  logCommand,
  loadCommand,
  overlayCommand,
  materializeCommand,
  ingestCommand,
  fsckCommand,
  checkCommand,
  adapterCommand,
  whereCommand,
  whoseCommand,
  layersCommand,
  recordCommand,
  judgeCommand,
  vectorsCommand,
];

/** Runs one `plimsoll …` command line; answers its exit code. */
export const runCli = async (args: readonly string[], io: Io): Promise<ExitCode> => {
  let code: ExitCode = 0;
  const program = new Command('plimsoll')
    .description("An executable specification of Docker's layers, containers and processes")
    .version('0.1.0')
    .addHelpText('after', exitCodes)
    .helpCommand(true);
  const end = (ended: ExitCode): void => {
    code = ended;
  };
  for (const subcommand of subcommands) program.addCommand(subcommand(io, end));
  quietly(program, io);
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return told(error, io);
  }
};

const exitCodes = `
Exit codes: 0 it holds, 1 something is violated, 2 bad usage or bad input, 3 what it needs is not on this machine.`;

/** Commander must neither exit nor print by itself. */
const quietly = (command: Command, io: Io): void => {
  command.exitOverride().configureOutput({ writeOut: io.out, writeErr: io.err });
  for (const child of command.commands) quietly(child, io);
};

/** One line on standard error, never a stack; a defect of Plimsoll itself is thrown on. */
const told = (error: unknown, io: Io): ExitCode => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof BadInput) {
    io.err(`plimsoll: ${error.message}\n`);
    return 2;
  }
  if (error instanceof NotHere) {
    io.err(`plimsoll: ${error.message}\n`);
    return 3;
  }
  throw error;
};
