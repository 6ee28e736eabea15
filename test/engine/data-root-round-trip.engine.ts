import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fsck } from '../../src/shell/data-root/fsck/fsck.ts';
import { runIngest } from '../../src/shell/data-root/ingest/run-ingest.ts';
import { bytesOfLog } from '../../src/shell/data-root/log-bytes.ts';
import { materialize } from '../../src/shell/data-root/write/materialize.ts';
import { openWorld } from '../../src/shell/log/open-world.ts';
import { ownEngine } from './data-root-engine.ts';
import { doneBy, seenBy } from './data-root-seen.ts';
import { liveRichly } from './data-root-story.ts';

/** A real engine, its stopped root read into a log, the log written as a root, a real engine on that. */
describe('real engine, ingest, materialize, real engine', () => {
  const [first, second] = [ownEngine(), ownEngine()];
  const asked = [
    ...['images', 'history', 'inspect of images', 'ps', 'inspect of containers', 'diff', 'logs', 'inspect of volumes'],
    ...['export', 'save', 'commit', 'start', 'exec', 'a new container'],
  ];
  const log = `${first.dir}/log.jsonl`;
  let before: ReturnType<typeof seenBy> = {};
  let after: ReturnType<typeof seenBy> = {};

  beforeAll(async () => {
    first.start();
    liveRichly(first);
    first.stop();
    first.start();
    before = seenBy(first);
    await expect(runIngest(first.root, log)).rejects.toThrow(/an engine runs on it/);
    first.stop();
    await runIngest(first.root, log);
    await materialize(openWorld(log, undefined).world, bytesOfLog(log), second.root);
    expect([...fsck(first.root).broken, ...fsck(second.root).broken]).toEqual([]);
    second.start();
    after = { ...seenBy(second), ...doneBy(second) };
    first.start();
    before = { ...before, ...doneBy(first) };
  });
  afterAll(() => {
    first.remove();
    second.remove();
  });

  test.each(asked)('docker says the same of: %s', (what) => {
    expect(after[what]).toEqual(before[what]);
  });
});
