import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runOverlayCheck } from '../../src/shell/overlay-cases/index.ts';

const file = fileURLToPath(new URL('./data/overlay-cases.jsonl.gz', import.meta.url));

test('every recorded case of the kernel agrees', async () => {
  const lines: string[] = [];
  const code = await runOverlayCheck(file, { out: (line) => lines.push(line) });
  expect(lines.join('\n')).toContain('3759 of 3759 cases agree');
  expect(code).toBe(0);
});
