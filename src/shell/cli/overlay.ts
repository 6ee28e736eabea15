import { Command } from 'commander';
import type { ExitCode } from './io.ts';
import type { Subcommand } from './program.ts';

export const overlayCommand: Subcommand = (io, end) =>
  new Command('overlay').description('The union file system by itself.').addCommand(
    new Command('check')
      .summary("hold recorded cases of the kernel's overlayfs against the model")
      .argument('<file>', 'recorded cases, JSON Lines, gzipped or not')
      .option('--json <file>', 'write the report as JSON; - prints it')
      .action(async (file: string, { json }: { readonly json?: string }) => {
        const { runOverlayCheck } = await import('../overlay-cases/index.ts');
        const out = (line: string): void => io.out(`${line}\n`);
        const err = (line: string): void => io.err(`plimsoll: ${line}\n`);
        end((await runOverlayCheck(file, { out, err, ...(json !== undefined && { json }) })) as ExitCode);
      }),
  );
