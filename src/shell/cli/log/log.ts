import { Command } from 'commander';
import type { Subcommand } from '../program.ts';
import { compactCommand } from './compact.ts';
import { copyCommand } from './copy.ts';
import { exportCommand } from './export.ts';
import { stateCommand } from './state.ts';
import { verifyCommand } from './verify.ts';

export const logCommand: Subcommand = (io, end) => {
  const command = new Command('log').description('Event logs themselves: check, copy, compact and export them.');
  for (const subcommand of [verifyCommand, copyCommand, compactCommand, exportCommand, stateCommand])
    command.addCommand(subcommand(io, end));
  return command;
};
