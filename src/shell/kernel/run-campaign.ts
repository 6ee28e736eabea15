import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { release } from 'node:os';
import { scriptOf } from './as-script.ts';
import { type CampaignReport, campaign, type Found } from './campaign.ts';
import type { Tally } from './comparison.ts';
import { type Backing, openRealMount } from './real-mount.ts';
import { type Kind, survey } from './survey.ts';

/** A campaign as a command. */
export type CampaignRun = {
  readonly ops: number;
  readonly seed: number;
  readonly backing?: Backing;
  /** Against fuse-overlayfs; differences are then collected, not the end. */
  readonly fuse?: boolean;
  /** Collects differences of the kernel, too. */
  readonly all?: boolean;
  /** Where the cases that differ go, as recorded cases, one a line. */
  readonly cases?: string;
  readonly out: (line: string) => void;
};

/** `plimsoll overlay campaign`: 0 when the model did as the mount did, 1 when not. */
export const runCampaign = async (run: CampaignRun): Promise<0 | 1> => {
  const { out, seed, backing = 'tmpfs', fuse = false } = run;
  const mount = openRealMount({ backing, fuse });
  const began = performance.now();
  const onlyRoot = !hasUsualProtections();
  if (onlyRoot) out('fs.protected_* is not hardlinks=1 and the rest 0 on this machine: root alone makes the calls');
  out(
    `${fuse ? 'fuse-overlayfs' : 'overlay'} on ${backing}, Linux ${release()}, seed ${seed}, at least ${run.ops} calls`,
  );
  let told = 0;
  const progress = ({ ops }: Tally): void => {
    if (ops - told < 100_000) return;
    told = ops;
    out(`  ${ops} calls, ${rate(ops, began)}`);
  };
  const options = { mount, seed, ops: run.ops, onlyRoot, withoutSticky: onlyRoot, progress };
  try {
    const report = fuse || run.all ? await survey(options) : asSurvey(await campaign(options));
    const found: readonly (Found & Partial<Kind>)[] = report.kinds;
    for (const it of found) for (const line of described(it, fuse)) out(line);
    if (run.cases !== undefined)
      await writeFile(run.cases, found.map((it) => `${JSON.stringify(it.recorded)}\n`).join(''));
    for (const [why, times] of Object.entries(report.explained)) out(`explained, ${times} times: ${why}`);
    out(`${answersSeen(report)}`);
    out(
      `${report.ops} calls in ${report.cases} cases compared, ${found.length} differences, ${rate(report.ops, began)}`,
    );
    return found.length === 0 ? 0 : 1;
  } finally {
    await mount.close();
  }
};

const asSurvey = ({ found, ...report }: CampaignReport) => ({ ...report, kinds: found ? [found] : [] });

const rate = (ops: number, began: number): string => {
  const seconds = (performance.now() - began) / 1000;
  return `${seconds.toFixed(0)} s, ${Math.round(ops / seconds)} a second`;
};

const answersSeen = ({ answers, ops }: Tally): string => {
  const ok = Object.entries(answers).reduce((sum, [answer, times]) => sum + (answer.endsWith(' ok') ? times : 0), 0);
  return `${Object.keys(answers).length} pairs of call and answer seen; ${Math.round((100 * ok) / Math.max(1, ops))}% of the calls succeeded`;
};

const described = (it: Found & Partial<Kind>, fuse: boolean): readonly string[] => [
  '',
  `✗ ${it.kind === undefined ? '' : `${it.kind}, ${it.cases} cases: `}${it.difference.where} (seed ${it.seed})`,
  `    mount: ${JSON.stringify(it.difference.recorded) ?? 'nothing'}`,
  `    model: ${JSON.stringify(it.difference.model) ?? 'nothing'}`,
  '  as a recorded case:',
  JSON.stringify(it.recorded),
  '  as a script:',
  scriptOf(it.recorded, fuse),
];

/** What the model takes for granted about hard links and traps in sticky directories; the sysctls belong to the machine. */
const hasUsualProtections = (): boolean =>
  ['protected_hardlinks=1', 'protected_symlinks=0', 'protected_regular=0', 'protected_fifos=0'].every((it) => {
    const [name, value] = it.split('=');
    try {
      return readFileSync(`/proc/sys/fs/${name}`, 'utf8').trim() === value;
    } catch {
      return false;
    }
  });
