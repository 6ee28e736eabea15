import { Command, InvalidArgumentError } from 'commander';
import type { ExitCode, Io } from './io.ts';
import type { Subcommand } from './program.ts';

export const overlayCommand: Subcommand = (io, end) =>
  new Command('overlay')
    .description('The union file system by itself.')
    .addCommand(checkCommand(io, end))
    .addCommand(campaignCommand(io, end));

const checkCommand: Subcommand = (io, end) =>
  new Command('check')
    .summary("hold recorded cases of the kernel's overlayfs against the model")
    .argument('<file>', 'recorded cases, JSON Lines, gzipped or not')
    .option('--json <file>', 'write the report as JSON; - prints it')
    .action(async (file: string, { json }: { readonly json?: string }) => {
      const { runOverlayCheck } = await import('../overlay-cases/index.ts');
      const out = lineTo(io.out);
      const err = (line: string): void => io.err(`plimsoll: ${line}\n`);
      end((await runOverlayCheck(file, { out, err, ...(json !== undefined && { json }) })) as ExitCode);
    });

type CampaignFlags = {
  readonly ops: number;
  readonly seed: number;
  readonly backing: string;
  readonly fuse?: true;
  readonly all?: true;
  readonly cases?: string;
};

const campaignCommand: Subcommand = (io, end) =>
  new Command('campaign')
    .summary('hold random calls on a real overlay mount of this machine against the model (root, Linux, a C compiler)')
    .option('--ops <number>', 'ends after so many calls', positive, 20_000)
    .option('--seed <number>', 'where the random cases start', positive, 1)
    .option('--backing <name>', 'file system below: tmpfs, ext4 (in an image file) or a directory', 'tmpfs')
    .option('--fuse', 'fuse-overlayfs instead of the kernel; collects its differences')
    .option('--all', 'collect all kinds of differences instead of ending at the first')
    .option('--cases <file>', 'write the cases that differ as recorded cases')
    .action(async ({ backing, ...flags }: CampaignFlags) => {
      const { isBacking, runCampaign } = await import('../kernel/index.ts');
      if (!isBacking(backing))
        throw new InvalidArgumentError(`--backing ${backing} is neither tmpfs, ext4 nor absolute`);
      end(await runCampaign({ ...flags, backing, out: lineTo(io.out) }));
    });

const lineTo =
  (out: Io['out']) =>
  (line: string): void =>
    out(`${line}\n`);

const positive = (text: string): number => {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('It is no positive number.');
  return Number(text);
};
