import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { InodeData } from '../../src/core/overlay/index.ts';
import { known, mountOptions, unionOf, type World, walkMerged } from '../../src/index.ts';
import { DiskBlobs } from '../../src/shell/blobs/disk-blobs.ts';
import { entriesOfTar } from '../../src/shell/data-root/ingest/read-tree.ts';
import { packing } from '../../src/shell/data-root/tar/gnu-tar.ts';
import { materialize } from '../../src/shell/data-root/write/materialize.ts';
import { drawnWorlds } from './data-root-worlds.ts';
import { numberOf } from './mounts.ts';

const seed = numberOf('PLIMSOLL_SEED', 20_261_124);
const runs = numberOf('PLIMSOLL_DATA_ROOT_RUNS', 12);

const scratch = mkdtempSync('/tmp/pl-k.');
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** One line an object: all that can be seen of it. */
const lineOf = (path: string, node: InodeData): string => {
  const { kind, mode, uid, gid, mtime, xattrs = {} } = node;
  const own =
    kind === 'file'
      ? `${node.size} ${node.content}`
      : kind === 'symlink'
        ? node.target
        : kind === 'device'
          ? `${node.device} ${node.major},${node.minor}`
          : '';
  const attributes = Object.entries(xattrs)
    .filter(([key]) => !key.startsWith('trusted.overlay.'))
    .sort();
  return `${path} ${kind} ${mode.toString(8)} ${uid}:${gid} ${mtime} ${own} ${JSON.stringify(attributes)}`;
};

const modelLines = (world: World, id: string): readonly string[] => {
  const union = known(unionOf(world, id as never), id);
  return [...walkMerged(union)]
    .map(({ path, node }) => lineOf(path, node.inode))
    .filter((it) => !/^\S+ socket /.test(it));
};

/** In a mount namespace of its own, with the root where the option strings say that it is. */
const script = `
mount -t tmpfs none /var/lib && mkdir /var/lib/docker && mount --bind "$1" /var/lib/docker && cd /var/lib/docker/overlay2 || exit
out=$2; shift 2
while read -r id mount options; do
  mkdir -p "$mount/merged" && mount -t overlay overlay -o "$options" "$mount/merged" || exit
  # A first look at a merged directory marks its upper one as impure, and tar tells so with 1.
  tar --create --file="$out/$id.tar" "$@" --warning=no-file-changed --directory "$mount/merged" . || [ $? = 1 ] || exit 2
  umount "$mount/merged" || exit
done`;

const mountAll = (dir: string, out: string, rows: readonly string[]): void =>
  void execFileSync(
    'unshare',
    ['--mount', '--propagation', 'private', 'bash', '-c', script, 'mount-all', dir, out, ...packing],
    {
      input: rows.map((row) => `${row}\n`).join(''),
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );

test(`D4: mounted on this kernel with the model's option string, every container shows the model's merged view (seed ${seed})`, async () => {
  const counted = { commands: 0, containers: 0, objects: 0 };
  for (const [at, { world, bytes, commands }] of drawnWorlds(seed, runs).entries()) {
    const dir = join(scratch, `root-${at}`);
    await materialize(world, bytes, dir, { as: '/var/lib/docker' });
    const ids = [...world.writeLayers.keys()];
    const rows = ids.map((id) => `${id} ${known(world.writeLayers.get(id), id).mountId} ${mountOptions(world, id)}`);
    mountAll(dir, scratch, rows);
    for (const id of ids) {
      const file = join(scratch, `${id}.tar`);
      const seen = entriesOfTar([readFileSync(file)], new DiskBlobs(join(scratch, 'blobs')));
      const lines = seen.filter(({ path }) => path !== '').map(({ path, node }) => lineOf(`/${path}`, node));
      const again = `container ${id} of history ${at}; again: PLIMSOLL_SEED=${seed} npm run test:kernel -- data-root`;
      const expected = modelLines(world, id);
      expect([...lines].sort(), again).toEqual([...expected].sort());
      counted.containers += 1;
      counted.objects += lines.length;
      rmSync(file);
    }
    counted.commands += commands;
    rmSync(dir, { recursive: true, force: true });
  }
  console.log(
    `${runs} histories, ${counted.commands} commands: ${counted.containers} containers mounted, ${counted.objects} objects compared (seed ${seed})`,
  );
  expect(counted.containers).toBeGreaterThan(runs);
});

test('lowers in a wrong order are seen', async () => {
  const { world, bytes } = known(drawnWorlds(seed, 1)[0], 'a world');
  const dir = join(scratch, 'wrong');
  await materialize(world, bytes, dir, { as: '/var/lib/docker' });
  const id = known([...world.writeLayers.keys()][0], 'a container');
  const options = known(mountOptions(world, id), id).replace(
    /lowerdir=([^,]+)/,
    (_, lowers: string) => `lowerdir=${lowers.split(':').reverse().join(':')}`,
  );
  mountAll(dir, scratch, [`${id} ${known(world.writeLayers.get(id), id).mountId} ${options}`]);
  const seen = entriesOfTar([readFileSync(join(scratch, `${id}.tar`))], new DiskBlobs(join(scratch, 'blobs')));
  const lines = seen.filter(({ path }) => path !== '').map(({ path, node }) => lineOf(`/${path}`, node));
  expect([...lines].sort()).not.toEqual([...modelLines(world, id)].sort());
});
