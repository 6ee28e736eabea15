import { expect, test } from 'vitest';
import { runCampaign } from '../../src/shell/kernel/index.ts';
import { numberOf } from './mounts.ts';

const ops = numberOf('PLIMSOLL_OPS', 20_000);
const seed = numberOf('PLIMSOLL_SEED', 1 + Math.floor(Date.now() / 86_400_000) * 1000);

/** Without known habits of the file system below, see `src/shell/kernel/explained.ts`. */
const run = async (backing: 'tmpfs' | 'ext4', calls: number): Promise<void> => {
  const lines: string[] = [];
  const code = await runCampaign({ ops: calls, seed, backing, out: (line) => lines.push(line) });
  console.log(lines.join('\n'));
  if (code !== 0) console.log(`again: PLIMSOLL_SEED=${seed} PLIMSOLL_OPS=${calls} npm run test:kernel`);
  expect(code, lines.join('\n')).toBe(0);
};

test('random calls: the model answers and leaves behind what overlay does', () => run('tmpfs', ops));

test('so it does on ext4, which Docker mostly runs on', () => run('ext4', Math.ceil(ops / 10)));
