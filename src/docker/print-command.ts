import type { Command } from '../core/decide.ts';
import { never } from '../core/kernel/impossible.ts';
import { clientLine } from './print/client.ts';
import { hostLine } from './print/host.ts';
import { processLine, type Within } from './print/process.ts';
import { comment } from './print/words.ts';

export type { Within } from './print/process.ts';

/**
 * A command as a line to paste: `docker …` for a client's, `docker exec` for what a process does that any process of its
 * container could do, a comment for the host's and for what only that one process can do.
 */
export const printCommand = (command: Command, within?: Within): string => {
  switch (command.issuer) {
    case 'client':
      return clientLine(command);
    case 'process':
      return processLine(command, within);
    case 'host':
      return comment(`host: ${hostLine(command)}`);
    case 'registry':
      return comment(`registry: ${command.repository}:${command.tag} now leads to ${command.manifest}`);
    default:
      return never(command);
  }
};
