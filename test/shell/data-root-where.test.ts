import { writeFileSync } from 'node:fs';
import pc from 'picocolors';
import { beforeAll, describe, expect, test } from 'vitest';
import { findImage } from '../../src/core/images/find-image.ts';
import { savedImages } from '../../src/core/images/saved.ts';
import { hostPathOf, known, unionOf, unionOfImage, type World, walkMerged } from '../../src/index.ts';
import { runCli } from '../../src/shell/cli/program.ts';
import { bytesOfLog } from '../../src/shell/data-root/log-bytes.ts';
import { openWorld } from '../../src/shell/log/open-world.ts';
import { runScript } from '../../src/shell/run/index.ts';
import { saveArchive } from '../../src/shell/save.ts';
import { estateOfWorld } from '../../src/views/data-root/estate-of-world.ts';
import { linesOfTree } from '../../src/views/data-root/lines-of-tree.ts';
import { storyOfStack } from '../../src/views/data-root/stack-story.ts';
import { whereIsPath } from '../../src/views/data-root/where.ts';
import { whoseIs } from '../../src/views/data-root/whose.ts';
import { layersOf } from '../../src/views/layer-stack.ts';
import { drawnWorlds } from '../kernel/data-root-worlds.ts';
import { scratch } from './scratch.ts';

const seed = Number(process.env.PLIMSOLL_SEED ?? 7);

describe(`on random histories (seed ${seed})`, () => {
  const worlds = drawnWorlds(seed, 8).map(({ world }) => world);

  test('where finds the object that the union shows, there where the data root has it, and whose finds the way back', () => {
    let checked = 0;
    for (const world of worlds) {
      const estate = estateOfWorld(world);
      for (const placed of estate.containers) {
        const container = known(
          [...world.containers.values()].find(({ id }) => id === placed.id),
          placed.id,
        );
        const union = known(unionOf(world, container.id), placed.id);
        for (const { path, node } of walkMerged(union)) {
          const found = whereIsPath(estate.root, placed, path);
          // Before the first start the engine's own files are not there yet, whatever will be bound over the placeholders.
          if (!placed.prepared && /^\/etc\/(?:hosts|hostname|resolv\.conf)$/.test(path)) continue;
          const lies = hostPathOf(world, container, path)?.lies;
          if (found.mount || found.provider === 'kernel' || found.provider === 'file of the engine') continue;
          expect([path, found.state, found.object?.kind, found.object?.mtime]).toEqual([
            path,
            'there',
            node.inode.kind,
            node.inode.mtime,
          ]);
          expect(found.place?.hostPath).toBe(lies);
          const back = whoseIs(estate, known(lies, path))?.seenBy.find(({ container: id }) => id === placed.id);
          expect([back?.path, back?.sees]).toEqual([path, 'this']);
          checked += 1;
        }
      }
    }
    expect(checked).toBeGreaterThan(1000);
  });

  test('what a whiteout covers is deleted, and the layer below still holds it', () => {
    let checked = 0;
    for (const world of worlds)
      for (const placed of estateOfWorld(world).containers) {
        const layer = known(
          [...world.writeLayers.values()].find(({ container }) => container === placed.id),
          placed.id,
        );
        for (const { path, kind } of linesOfTree(layer.upper)) {
          if (kind !== 'whiteout') continue;
          const found = whereIsPath('/var/lib/docker', placed, path);
          if (found.mount || found.provider) continue;
          expect([found.state, found.deletedBy?.role]).toEqual(['deleted', 'write layer']);
          expect(found.hides.length).toBeGreaterThan(0);
          checked += 1;
        }
      }
    expect(checked).toBeGreaterThan(3);
  });

  test('the bytes of a stack are those that are seen and those that are wasted', () => {
    let checked = 0;
    for (const world of worlds)
      for (const image of world.images.values()) {
        const layers = layersOf(world, image);
        const told = layers.map(({ tree, ...it }) => ({ ...it, lines: linesOfTree(tree) }));
        const story = storyOfStack(told);
        expect(story.visible + story.wasted).toBe(story.size);
        expect(story.visible).toBe(visibleBytes(world, image));
        for (const { size, adds, changes } of story.layers) expect(adds.bytes + changes.bytes).toBe(size);
        checked += 1;
      }
    expect(checked).toBeGreaterThan(10);
  });
});

const visibleBytes = (world: World, image: Parameters<typeof unionOfImage>[1]): number => {
  const counted = new Set<string>();
  return [...walkMerged(unionOfImage(world, image))].reduce((sum, { node: { inode, lower } }) => {
    const key = lower?.origin;
    if (inode.nlink > 1 && key !== undefined && counted.has(key)) return sum;
    if (key !== undefined) counted.add(key);
    return sum + (inode.kind === 'file' ? inode.size : inode.kind === 'symlink' ? Buffer.byteLength(inode.target) : 0);
  }, 0);
};

const plimsoll = async (...args: readonly string[]) => {
  let [out, err] = ['', ''];
  const io = {
    out: (text: string | Uint8Array) => {
      out += Buffer.from(text as string).toString();
    },
    err: (text: string | Uint8Array) => {
      err += Buffer.from(text as string).toString();
    },
    colours: pc.createColors(false),
    isTerminal: false,
  };
  return { code: await runCli(args, io), out, err };
};

describe('plimsoll where, whose, layers', () => {
  const log = scratch();
  const archive = scratch('image.tar');

  beforeAll(async () => {
    const script = scratch('story.docker');
    writeFileSync(
      script,
      [
        'docker pull -q busybox',
        'docker run -d --name web -v data:/data -v /anonymous --tmpfs /t -v /srv:/srv:ro busybox sleep 600',
        "docker exec web sh -c 'echo x >>/etc/passwd; rm /etc/group; echo new >/new; echo kept >/data/file'",
        'docker commit web kept:1',
        'docker run -d --name other kept:1 sleep 600',
        "docker exec other sh -c 'rm /new'",
      ].join('\n'),
    );
    await runScript({ script, log, seed: 'where', out: () => {}, err: () => {} });
    const { world } = openWorld(log, undefined);
    const found = findImage(world, 'kept:1');
    if ('rejection' in found) throw new Error(found.rejection.message);
    const saved = savedImages(world, ['kept:1']);
    if ('rejection' in saved || !Array.isArray(saved)) throw new Error('not saved');
    writeFileSync(archive, Buffer.concat([...saveArchive(world, saved, bytesOfLog(log))]));
  });

  test.each([
    [
      'web:/new',
      0,
      [
        /^web:\/new: in the container's own write layer\n/,
        /by +write \/new \(WriteFile, event \d+/,
        /commit +goes into the new layer/,
      ],
    ],
    [
      'web:/etc/passwd',
      0,
      [
        /it was copied up from the image layer 1/,
        /hides +file of \d+ bytes in the image layer 1 of 1/,
        /append \/etc\/passwd/,
      ],
    ],
    [
      'web:/etc/group',
      1,
      [/deleted: a whiteout in the write layer/, /hides +file of/, /commit +the deletion goes into the new layer/],
    ],
    ['web:/bin/sh', 0, [/from the image: layer 1 of 1/, /remove +stays in the image/]],
    [
      'web:/data/file',
      0,
      [/comes from the volume data, mounted on \/data/, /lies +\/var\/lib\/docker\/volumes\/data\/_data\/file/],
    ],
    ['web:/anonymous', 0, [/comes from the anonymous volume/, /goes with docker rm --volumes/]],
    ['web:/t/x', 0, [/tmpfs, mounted on \/t/, /restart +is lost/]],
    ['web:/srv/a', 0, [/read-only bind, mounted on \/srv/, /lies +\/srv\/a\n/]],
    [
      'web:/etc/hosts',
      0,
      [/a file that the engine writes/, /containers\/[0-9a-f]{64}\/hosts/, /hides +file of 0 bytes in the init layer/],
    ],
    ['web:/.dockerenv', 0, [/in the container's init layer/, /never committed/]],
    ['web:/proc/1', 0, [/made by the kernel/]],
    ['web:/nothing', 1, [/nothing is there, in no layer/]],
    ['other:/new', 1, [/deleted: a whiteout in the write layer/, /hides +file of 4 bytes in the image layer 2 of 2/]],
    ['other:/etc/group', 1, [/deleted: a whiteout in the image layer/]],
  ] as const)('where %s', async (what, code, sayings) => {
    const said = await plimsoll('where', log, what);
    expect([said.code, said.err]).toEqual([code, '']);
    for (const saying of sayings) expect(said.out).toMatch(saying);
    const json = await plimsoll('where', log, what, '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      asked: what.slice(what.indexOf(':') + 1),
      container: { status: 'running' },
    });
  });

  test('whose names who sees it, and what hides it elsewhere', async () => {
    const lies = JSON.parse((await plimsoll('where', log, 'other:/etc/passwd', '--json')).out).place.hostPath as string;
    const said = await plimsoll('whose', log, lies);
    expect(said.out).toMatch(/in layer 2 of 2 of kept:1/);
    expect(said.out).toMatch(/seen as +other:\/etc\/passwd\n/);
    const below = JSON.parse((await plimsoll('where', log, 'web:/etc/passwd', '--json')).out).hides[0]
      .hostPath as string;
    expect((await plimsoll('whose', log, below)).out).toMatch(
      /web:\/etc\/passwd \(hidden there by .*diff\/etc\/passwd\)/,
    );
    expect((await plimsoll('whose', log, '/srv/x')).out).toMatch(
      /a path of the host that containers bind[\s\S]*web:\/srv\/x/,
    );
    const volume = JSON.parse((await plimsoll('whose', log, '/var/lib/docker/volumes/data/_data/file', '--json')).out);
    expect(volume.seenBy).toMatchObject([{ name: 'web', path: '/data/file', sees: 'this' }]);
  });

  test('layers says the same of a log and of the archive that docker save would write', async () => {
    const [ofLog, ofArchive] = [
      await plimsoll('layers', log, 'kept:1', '--json'),
      await plimsoll('layers', archive, '--json'),
    ];
    const layersIn = (text: string) => JSON.parse(text)[0].layers;
    expect(layersIn(ofArchive.out)).toEqual(layersIn(ofLog.out));
    expect((await plimsoll('layers', log, 'kept:1')).out).toMatch(
      /\/etc\/group +in layer 1, deleted by layer 2\n(?:.*\n)*shares 1 layers .* with busybox:latest/,
    );
    expect((await plimsoll('layers', 'redis')).out).toMatch(/^redis:latest/);
  });

  test.each([
    [['where', log, 'nobody:/x'], /^plimsoll: No such container: nobody; there are other, web\n$/],
    [['where', log, 'web'], /^plimsoll: web: not of the form CONTAINER:\/PATH\n$/],
    [['where', '/nowhere', 'web:/x'], /^plimsoll: \/nowhere: no such file/],
    [['where', '/etc', 'web:/x'], /^plimsoll: \/etc: neither overlay2\/ nor image\/overlay2\//],
    [['where', log], /missing required argument/],
    [['whose', log, '/usr/bin/env'], /^plimsoll: \/usr\/bin\/env: belongs to no image, container or volume/],
    [['layers', log, 'nobody'], /^plimsoll: No such image: nobody:latest\n$/],
    [['layers', 'nobody'], /^plimsoll: nobody: no such file, and no image that comes with plimsoll\n$/],
    [['ingest', '/etc', '--log', '/tmp/x.jsonl'], /neither overlay2\/|needs root/],
    [['fsck', '/etc'], /neither overlay2\//],
    [['fsck', '/nowhere'], /no such directory/],
  ])('%j ends with one line', async (args, complaint) => {
    const { code, out, err } = await plimsoll(...args);
    expect([2, 3]).toContain(code);
    expect([out, err.split('\n').length]).toEqual(['', 2]);
    expect(err).toMatch(complaint);
  });
});
