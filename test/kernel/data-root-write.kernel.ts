import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { born, model, step } from '../../specs/properties/live.ts';
import { type Event, evolveAll, known, type World } from '../../src/index.ts';
import { fsck } from '../../src/shell/data-root/fsck/fsck.ts';
import { runIngest } from '../../src/shell/data-root/ingest/run-ingest.ts';
import { bytesOfLog } from '../../src/shell/data-root/log-bytes.ts';
import { materialize } from '../../src/shell/data-root/write/materialize.ts';
import { openWorld } from '../../src/shell/log/open-world.ts';
import { type Drawn, drawnWorlds, isTrue } from './data-root-worlds.ts';
import { numberOf } from './mounts.ts';

const seed = numberOf('PLIMSOLL_SEED', 20_261_125);
const runs = numberOf('PLIMSOLL_DATA_ROOT_RUNS', 10);

const scratch = mkdtempSync('/tmp/pl-k.');
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The engine is stopped as a service manager stops it; a daemon that had crashed comes back first. */
const stopped = ({ world, bytes }: Drawn): World => {
  const life = born(model, 'stop', { world, contents: bytes });
  step(life, { issuer: 'host', type: 'StopDaemon' });
  // With live restore, containers would outlive it.
  step(life, { issuer: 'host', type: 'StartDaemon', liveRestore: false });
  step(life, { issuer: 'host', type: 'StopDaemon' });
  return life.world;
};

/** All that `find` and the contents say of a tree, but for times that nothing gives. */
const listing = (dir: string): string =>
  execFileSync(
    'bash',
    [
      '-c',
      'cd "$0" && find . -printf "%p %y %m %U:%G %s %l\\n" | sort && find . -type f -print0 | sort -z | xargs -0 sha256sum',
      dir,
    ],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  ).replace(/^(\S+ d \d+ \d+:\d+) \d+/gm, '$1');

describe('roots of random histories', () => {
  // What has no true digest can be written, but not read in.
  const worlds = drawnWorlds(seed, 2 * runs)
    .filter(isTrue)
    .slice(0, runs);

  test(`pass every rule of fsck, and read in again they are written the same (seed ${seed})`, async () => {
    const counted = { containers: 0, layers: 0, objects: 0 };
    for (const [at, drawn] of worlds.entries()) {
      const world = stopped(drawn);
      const [first, second] = [join(scratch, `first-${at}`), join(scratch, `second-${at}`)];
      await materialize(world, drawn.bytes, first, { as: '/var/lib/docker' });
      const report = fsck(first);
      // A container whose removal failed is dead, and the rule is there to tell so.
      const dead = [...world.containers.values()].filter(({ state }) => state.status === 'dead').length;
      const broken = report.broken.filter(({ id }) => id !== 'C5' || dead === 0);
      expect(broken, `history ${at} of seed ${seed}`).toEqual([]);
      const log = join(scratch, `log-${at}.jsonl`);
      await runIngest(first, log);
      await materialize(openWorld(log, undefined).world, bytesOfLog(log), second, { as: '/var/lib/docker' });
      expect(listing(second), `history ${at} of seed ${seed}`).toBe(listing(first));
      counted.containers += report.counts.containers;
      counted.layers += report.counts.layers;
      counted.objects += report.counts.objects;
      for (const it of [first, second]) rmSync(it, { recursive: true, force: true });
    }
    console.log(
      `${worlds.length} roots: ${counted.containers} containers, ${counted.layers} layers, ${counted.objects} objects, no false alarm, all read in and written again`,
    );
    expect(worlds).toHaveLength(runs);
    expect(counted.containers).toBeGreaterThan(0);
  });

  test('what was cut off goes on where it stopped, and gives the same', async () => {
    const drawn = known(worlds[0], 'a world');
    const [whole, cut] = [join(scratch, 'whole'), join(scratch, 'cut')];
    const options = { as: '/var/lib/docker' };
    const { units } = await materialize(drawn.world, drawn.bytes, whole, options);
    for (const stop of [1, Math.ceil(units / 2), units - 1]) {
      const torn = materialize(drawn.world, drawn.bytes, cut, {
        ...options,
        progress: (done, path) => {
          if (done.units < stop) return;
          // The one that was being written when the power went.
          mkdirSync(join(cut, `${path}-next.plimsoll-partial`), { recursive: true });
          rmSync(join(cut, `${path}-next.plimsoll-partial`), { recursive: true });
          throw new Error('power cut');
        },
      });
      await expect(torn).rejects.toThrow('power cut');
    }
    const other = known(worlds[1], 'another world');
    await expect(materialize(other.world, other.bytes, cut, options)).rejects.toThrow(/another state of a log/);
    const { kept } = await materialize(drawn.world, drawn.bytes, cut, options);
    expect(kept).toBe(units - 1);
    expect(listing(cut)).toBe(listing(whole));
    await expect(materialize(drawn.world, drawn.bytes, cut, options)).rejects.toThrow(/not empty/);
  });
});

describe('whatever a log holds, nothing is written outside the directory', () => {
  const base = known(drawnWorlds(seed + 1, 1)[0], 'a world');
  const at = '2024-01-01T00:00:00.000000000Z';
  const volume = (id: string): Event =>
    ({ stream: 'volume', id, type: 'VolumeCreated', at, driver: 'local', anonymous: false }) as never;
  const inside = (id: string, changes: readonly unknown[]): Event =>
    ({ stream: 'volume', id, type: 'VolumeChanged', at, operation: 'extract', path: '/', changes }) as never;
  const attributes = { mode: 0o644, uid: 0, gid: 0, mtime: at };
  const file = (ino: number) => ({ make: ino, node: { kind: 'fifo', ...attributes } });
  const link = (ino: number, target: string) => ({ make: ino, node: { kind: 'symlink', target, ...attributes } });
  const name = (directory: number, text: string, ino: number) => ({ in: directory, name: text, ino });

  /** A directory beside the root that a hostile log aims at. */
  const attempt = async (what: string, events: readonly Event[], prepare?: (dir: string, victim: string) => void) => {
    const place = join(scratch, `hostile-${what.replace(/\W/g, '-')}`);
    const [dir, victim] = [join(place, 'a/b/root'), join(place, 'victim')];
    mkdirSync(victim, { recursive: true });
    mkdirSync(join(place, 'a/b'), { recursive: true });
    writeFileSync(join(victim, 'file'), 'untouched');
    prepare?.(dir, victim);
    const before = listing(victim);
    const world = evolveAll(base.world, events);
    const outcome = await materialize(world, base.bytes, dir).then(
      () => 'written',
      (error: Error) => error.message,
    );
    expect(listing(victim)).toBe(before);
    expect(readdirSync(place).sort()).toEqual(['a', 'victim']);
    expect(readdirSync(join(place, 'a'))).toEqual(['b']);
    expect(readdirSync(join(place, 'a/b')).filter((it) => it !== 'root')).toEqual([]);
    return outcome;
  };

  const victim = (what: string): string => join(scratch, `hostile-${what.replace(/\W/g, '-')}`, 'victim');
  const refused = /which no engine would write/;

  test.each(['../../../victim/x', '..', 'x/../../../victim', '', '.', 'nul\0x', '/etc/x'])(
    'a volume named %j',
    async (id) => {
      expect(await attempt(`volume ${id}`, [volume(id)])).toMatch(refused);
    },
  );

  test.each(['..', 'a/../../../../../../victim/x', '.', '', 'nul\0x'])('a file named %j', async (text) => {
    const events = [volume('v'), inside('v', [file(2), name(1, text, 2)])];
    expect(await attempt(`file ${text}`, events)).toMatch(refused);
  });

  test('a file under a link that leads out', async () => {
    const what = 'under a link';
    const events = [
      volume('v'),
      inside('v', [link(2, victim(what)), name(1, 'out', 2), file(3), name(1, 'out/planted', 3)]),
    ];
    await attempt(what, events);
    expect(existsSync(join(victim(what), 'planted'))).toBe(false);
  });

  test('a link that leads out is written as a link', async () => {
    const what = 'a link';
    expect(await attempt(what, [volume('v'), inside('v', [link(2, victim(what)), name(1, 'out', 2)])])).toBe('written');
  });

  test.each(['overlay2', 'containers', 'image'])('a link that somebody put in the place of %s', async (part) => {
    const outcome = await attempt(`put ${part}`, [], (dir, target) => {
      mkdirSync(dir);
      symlinkSync(target, join(dir, part));
    });
    expect(outcome).toMatch(/not empty/);
  });

  test.each(['overlay2', 'containers', 'volumes'])(
    'a link that somebody puts in the place of %s while it is written',
    async (part) => {
      const place = join(scratch, `race-${part}`);
      const [dir, target] = [join(place, 'root'), join(place, 'victim')];
      mkdirSync(target, { recursive: true });
      let first = true;
      const outcome = materialize(base.world, base.bytes, dir, {
        progress: () => {
          if (!first) return;
          first = false;
          rmSync(join(dir, part), { recursive: true, force: true });
          symlinkSync(target, join(dir, part));
        },
      });
      await expect(outcome).rejects.toThrow(/not a directory/);
      expect(readdirSync(target)).toEqual([]);
    },
  );
});
