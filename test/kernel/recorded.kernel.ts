import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { compare, predict, scriptOf } from '../../src/shell/kernel/index.ts';
import { type OverlayCase, parseCase } from '../../src/shell/overlay-cases/index.ts';
import { realMount } from './mounts.ts';

const read = (name: string): readonly OverlayCase[] => {
  const bytes = readFileSync(new URL(`../overlay/data/${name}`, import.meta.url));
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line, at) => parseCase(line, at + 1));
};

describe('cases that were recorded on some kernel', () => {
  const mount = realMount();

  test.each(['overlay-cases.jsonl.gz', 'found-by-campaign.jsonl'])(
    'come out the same on this one, after every call: %s',
    async (name) => {
      const parted: string[] = [];
      for (const it of read(name)) {
        const answer = mount.now().run(it);
        const model = predict(it);
        const difference = compare(it.ops, await answer, model);
        if (difference) parted.push(`${it.id}: ${difference.where}\n${scriptOf(it)}`);
      }
      expect(parted).toEqual([]);
    },
  );
});
