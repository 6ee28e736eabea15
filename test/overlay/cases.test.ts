import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runOverlayCheck } from '../../src/shell/overlay-cases/index.ts';

test.each([
  ['every recorded case of the kernel', 'overlay-cases.jsonl.gz', '3759 of 3759 cases agree'],
  ['every case that random calls on the kernel found once', 'found-by-campaign.jsonl', '45 of 45 cases agree'],
])('%s agrees', async (_, name, expected) => {
  const lines: string[] = [];
  const file = fileURLToPath(new URL(`./data/${name}`, import.meta.url));
  const code = await runOverlayCheck(file, { out: (line) => lines.push(line) });
  expect(lines.join('\n')).toContain(expected);
  expect(code).toBe(0);
});
