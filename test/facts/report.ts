import { checkOverlayCases } from '../../src/shell/overlay-cases/index.ts';
import { dataFile } from './data-file.ts';
import type { FactResult } from './fact.ts';
import { imageFacts } from './images/image-facts.ts';
import { lifecycleFacts } from './lifecycle/lifecycle-facts.ts';
import { processFacts } from './processes/process-facts.ts';

/** `npm run facts`: how many measured rows hold on the model, and each one that is not modelled with its reason. */
const tables: readonly (readonly [subject: string, floor: number, rows: readonly FactResult[]])[] = [
  ['container lifecycle rows', 0.95, lifecycleFacts()],
  ['process scenarios', 0.85, processFacts()],
  ['image and layer cases', 0.95, await imageFacts()],
];

let failed = false;
for (const [subject, floor, rows] of tables) {
  const holding = rows.filter(({ holds }) => holds).length;
  const share = (100 * holding) / Math.max(1, rows.length);
  process.stdout.write(`${subject}: ${holding} of ${rows.length} hold (${share.toFixed(1)} %)\n`);
  for (const { id, holds, why, notModelled } of rows) {
    if (holds) continue;
    process.stdout.write(
      `  ${notModelled === undefined ? 'DIFFERS' : 'not modelled'}: ${id}: ${notModelled ?? why ?? ''}\n`,
    );
    failed ||= notModelled === undefined;
  }
  failed ||= holding < floor * rows.length;
}

const overlay = await checkOverlayCases(dataFile('../../overlay/data/overlay-cases.jsonl.gz').trimEnd().split('\n'));
process.stdout.write(`overlayfs cases: ${overlay.agree} of ${overlay.agree + overlay.disagree.length} agree\n`);
process.exitCode = failed || overlay.disagree.length > 0 ? 1 : 0;
