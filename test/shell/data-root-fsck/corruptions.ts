import { mkdirSync } from 'node:fs';
import { digestOf, hexOf } from '../../../src/index.ts';
import { writeBolt } from '../../../src/shell/data-root/bolt/write-bolt.ts';
import { chainOf } from '../../../src/shell/data-root/fsck/stack.ts';
import type { Root } from './plain-root.ts';

/** One way to damage a root, the rule that tells of it, and the rules that break with it because they must. */
export type Corruption = {
  readonly rule: string;
  readonly damage: string;
  readonly also?: readonly string[];
  readonly corrupt: (root: Root) => void;
};

const random = (seed: string): string => hexOf(digestOf(seed));
const flag = (config: string, name: string, value: unknown): string =>
  config.replace(new RegExp(`"${name}":[^,}]+`), `"${name}":${JSON.stringify(value)}`);
const configOf = (root: Root, name: string): string => `${root.container(name).dir}/config.v2.json`;

const volume = (name: string): string => JSON.stringify({ Name: name, Driver: 'local', Labels: null, Options: null });

export const corruptions: readonly Corruption[] = [
  {
    rule: 'I1',
    damage: "one byte of an image's config changes",
    corrupt: (root) => root.edit(root.image('redis').config, (it) => it.replace('amd64', 'amd65')),
  },
  {
    rule: 'I1',
    damage: "an image's config is cut to nothing (moby#42964)",
    also: ['I2'],
    corrupt: (root) => root.write(root.image('redis').config, ''),
  },
  {
    rule: 'I2',
    damage: 'a config says a root file system that is none of layers',
    corrupt: (root) => void root.addImage('{"rootfs":{"type":"floppy"}}'),
  },
  {
    rule: 'I3',
    damage: 'a config has a row of history too many',
    corrupt: (root) =>
      void root.addImage(`{"rootfs":{"type":"layers","diff_ids":["${root.base.diffId}"]},"history":[{},{}]}`),
  },
  {
    rule: 'I4',
    damage: 'an image names a layer that is not there (moby#21215)',
    corrupt: (root) => void root.addImage(`{"rootfs":{"type":"layers","diff_ids":["${digestOf('gone')}"]}}`),
  },
  {
    rule: 'I5',
    damage: 'metadata of an image that was removed',
    corrupt: (root) =>
      root.write(`image/overlay2/imagedb/metadata/sha256/${random('gone')}/lastUpdated`, '2024-01-01T00:00:00Z'),
  },
  {
    rule: 'I6',
    damage: "an image's parent is removed by hand",
    corrupt: (root) => root.write(`${root.image('kept').metadata}/parent`, digestOf('gone')),
  },
  {
    rule: 'I7',
    damage: 'the parent of an image is one that it was not made of',
    corrupt: (root) => {
      const other = root.addImage(
        `{"rootfs":{"type":"layers","diff_ids":["${root.base.diffId}"]},"history":[{"created_by":"other"}]}`,
      );
      root.write(`${root.image('kept').metadata}/parent`, `sha256:${other}`);
    },
  },
  {
    rule: 'I8',
    damage: 'the time of the last tag is torn',
    corrupt: (root) => root.write(`${root.image('kept').metadata}/lastUpdated`, '2024-01-'),
  },
  {
    rule: 'I9',
    damage: 'two images are parents of each other',
    also: ['I7'],
    corrupt: (root) => root.write(`${root.image('redis').metadata}/parent`, root.image('kept').id),
  },
  { rule: 'R0', damage: 'repositories.json is cut to nothing', corrupt: (root) => root.write(root.repositories, '') },
  {
    rule: 'R0',
    damage: 'repositories.json is zeroed',
    corrupt: (root) => root.write(root.repositories, new Uint8Array(200)),
  },
  {
    rule: 'R1',
    damage: 'a name leads to an image that is gone',
    corrupt: (root) => root.edit(root.repositories, (it) => it.replace(root.image('kept').id, digestOf('gone'))),
  },
  {
    rule: 'R2',
    damage: 'a name stands under another repository',
    corrupt: (root) => root.edit(root.repositories, (it) => it.replace('"kept":{"kept:1"', '"kept":{"keep:1"')),
  },
  {
    rule: 'R3',
    damage: 'a repository without names',
    corrupt: (root) =>
      root.edit(root.repositories, (it) => it.replace('{"Repositories":{', '{"Repositories":{"empty":{},')),
  },
  {
    rule: 'L1',
    damage: 'a removal was cut off: <chain>-<random>-removing',
    corrupt: (root) => root.write(`image/overlay2/layerdb/sha256/${random('x')}-123-removing/diff`, digestOf('x')),
  },
  {
    rule: 'E1',
    damage: "an empty directory under a layer's name (moby#44909)",
    corrupt: (root) => void mkdirSync(root.path(`image/overlay2/layerdb/sha256/${random('x')}`)),
  },
  {
    rule: 'L2',
    damage: "a layer's cache-id is empty (moby#41190)",
    also: ['O5'],
    corrupt: (root) => root.write(`${root.top.record}/cache-id`, ''),
  },
  {
    rule: 'L2',
    damage: 'a tar-split is deleted',
    corrupt: (root) => root.remove(`${root.base.record}/tar-split.json.gz`),
  },
  {
    rule: 'L3',
    damage: "a layer's diff id is another one's",
    corrupt: (root) => root.write(`${root.base.record}/diff`, digestOf('other')),
  },
  {
    rule: 'L4',
    damage: "a layer's parent is deleted from layerdb (moby#21215)",
    also: ['I4', 'O5', 'O8'],
    corrupt: (root) => root.remove(root.base.record),
  },
  {
    rule: 'L5',
    damage: 'a stack of 130 layers',
    also: ['L9'],
    corrupt: (root) => {
      const diffIds = Array.from({ length: 130 }, (_, at) => digestOf(`layer ${at}`));
      const chain = chainOf(diffIds);
      for (const [at, name] of chain.entries()) {
        const record = `image/overlay2/layerdb/sha256/${name}`;
        const [id, link] = [random(`cache ${at}`), linkName(at)];
        root.write(`${record}/diff`, diffIds[at] ?? '');
        root.write(`${record}/size`, '0');
        root.write(`${record}/cache-id`, id);
        root.write(`${record}/tar-split.json.gz`, '');
        if (at > 0) root.write(`${record}/parent`, `sha256:${chain[at - 1]}`);
        mkdirSync(root.path(`overlay2/${id}/diff`), { recursive: true });
        root.write(`overlay2/${id}/link`, link);
        root.link(`../${id}/diff`, `overlay2/l/${link}`);
        if (at === 0) continue;
        mkdirSync(root.path(`overlay2/${id}/work`));
        root.write(`overlay2/${id}/lower`, Array.from({ length: at }, (_, n) => `l/${linkName(at - 1 - n)}`).join(':'));
      }
    },
  },
  {
    rule: 'L6',
    damage: 'two layers name the same directory',
    also: ['L8', 'O5', 'O8'],
    corrupt: (root) => root.write(`${root.top.record}/cache-id`, root.base.cacheId),
  },
  {
    rule: 'L7',
    damage: "a layer's directory is deleted",
    also: ['O7'],
    corrupt: (root) => root.remove(root.top.place),
  },
  {
    rule: 'L8',
    damage: 'a file of a layer grows',
    corrupt: (root) => root.edit(`${root.base.place}/diff/etc/passwd`, (it) => `${it}evil\n`),
  },
  {
    rule: 'L8',
    damage: 'a file of a layer is deleted',
    corrupt: (root) => root.remove(`${root.base.place}/diff/etc/passwd`),
  },
  {
    rule: 'L9',
    damage: 'an image is deleted by hand and its layers stay (moby#45939)',
    also: ['R1', 'I5'],
    corrupt: orphanLayer,
  },
  { rule: 'T1', damage: 'a download was cut off', corrupt: (root) => root.write('tmp/GetImageBlob123', 'half') },
  {
    rule: 'T1',
    damage: 'a layer was being registered',
    corrupt: (root) => root.write('image/overlay2/layerdb/tmp/write-set-1/diff', digestOf('x')),
  },
  {
    rule: 'M1',
    damage: "a container's directory is deleted by hand (moby#45939)",
    corrupt: (root) => root.remove(root.container('other').dir),
  },
  {
    rule: 'M2',
    damage: 'a mount-id is empty',
    also: ['O5'],
    corrupt: (root) => root.write(`${root.container('other').mount}/mount-id`, ''),
  },
  {
    rule: 'M3',
    damage: "a container's mount is deleted",
    also: ['O5'],
    corrupt: (root) => root.remove(root.container('other').mount),
  },
  {
    rule: 'M4',
    damage: "a mount's parent is not there",
    also: ['M6', 'O8'],
    corrupt: (root) => root.write(`${root.container('other').mount}/parent`, digestOf('gone')),
  },
  {
    rule: 'M5',
    damage: "a container's write layer is deleted",
    also: ['O7'],
    corrupt: (root) => root.remove(root.container('web').upper),
  },
  {
    rule: 'M6',
    damage: 'a mount stands on another layer than its image',
    also: ['O8'],
    corrupt: (root) => root.write(`${root.container('web').mount}/parent`, root.middle.chainId),
  },
  {
    rule: 'O1',
    damage: '"link" of an image layer is empty after a power loss (moby#42456)',
    corrupt: (root) => root.write(`${root.base.place}/link`, ''),
  },
  { rule: 'O2', damage: 'a short link is deleted', corrupt: (root) => root.remove(`overlay2/l/${root.base.link}`) },
  {
    rule: 'O2',
    damage: 'a short link leads elsewhere',
    corrupt: (root) => {
      root.remove(`overlay2/l/${root.base.link}`);
      root.link(`../${root.middle.cacheId}/diff`, `overlay2/l/${root.base.link}`);
    },
  },
  {
    rule: 'O3',
    damage: "a write layer's diff is deleted",
    corrupt: (root) => root.remove(`${root.container('web').upper}/diff`),
  },
  { rule: 'O4', damage: 'work is deleted', corrupt: (root) => root.remove(`${root.container('web').upper}/work`) },
  { rule: 'O4', damage: '"lower" is empty', corrupt: (root) => root.write(`${root.container('web').upper}/lower`, '') },
  {
    rule: 'O5',
    damage: 'a directory that nothing claims',
    corrupt: (root) => root.write(`overlay2/${random('orphan')}/diff/file`, 'x'.repeat(1000)),
  },
  {
    rule: 'O6',
    damage: 'merged stays after a crash',
    corrupt: (root) => void mkdirSync(root.path(`${root.container('web').upper}/merged`)),
  },
  {
    rule: 'O7',
    damage: 'a short link that belongs to nothing',
    corrupt: (root) => root.link(`../${random('gone')}/diff`, `overlay2/l/${'A'.repeat(26)}`),
  },
  {
    rule: 'O8',
    damage: '"lower" is cut off at a block',
    corrupt: (root) => root.edit(`${root.container('web').upper}/lower`, (it) => it.slice(0, 28)),
  },
  {
    rule: 'O9',
    damage: 'a write layer is marked as committed',
    corrupt: (root) => root.write(`${root.container('web').upper}/committed`, ''),
  },
  {
    rule: 'O9',
    damage: "an init layer's mark is deleted",
    corrupt: (root) => root.remove(`${root.container('web').init}/committed`),
  },
  {
    rule: 'O10',
    damage: 'somebody wrote into an init layer',
    corrupt: (root) => root.write(`${root.container('web').init}/diff/evil`, ''),
  },
  {
    rule: 'O11',
    damage: 'a tool unpacked whiteouts as files',
    corrupt: (root) => root.write(`${root.container('web').upper}/diff/.wh.file`, ''),
  },
  {
    rule: 'C1',
    damage: 'config.v2.json is cut to nothing (moby#41190)',
    corrupt: (root) => root.write(configOf(root, 'other'), ''),
  },
  {
    rule: 'C1',
    damage: "config.v2.json is another container's",
    also: ['C3', 'M6'],
    corrupt: (root) =>
      root.write(
        configOf(root, 'other'),
        root.read(configOf(root, 'web')).replaceAll(`${root.container('web').id}/`, 'x/'),
      ),
  },
  {
    rule: 'C2',
    damage: 'hostconfig.json is cut to nothing',
    corrupt: (root) => root.write(`${root.container('other').dir}/hostconfig.json`, ''),
  },
  {
    rule: 'C3',
    damage: 'two containers of one name',
    corrupt: (root) => root.edit(configOf(root, 'other'), (it) => it.replace('"Name":"/other"', '"Name":"/web"')),
  },
  {
    rule: 'C5',
    damage: 'the machine went down while a container ran',
    corrupt: (root) => root.edit(configOf(root, 'web'), (it) => flag(flag(it, 'Running', true), 'Pid', 4711)),
  },
  {
    rule: 'C5',
    damage: 'a removal was cut off: the container is dead',
    corrupt: (root) => root.edit(configOf(root, 'web'), (it) => flag(it, 'Dead', true)),
  },
  {
    rule: 'C6',
    damage: 'a log is deleted',
    corrupt: (root) => root.remove(`${root.container('web').dir}/${root.container('web').id}-json.log`),
  },
  {
    rule: 'C7',
    damage: "a container's hosts is deleted",
    corrupt: (root) => root.remove(`${root.container('web').dir}/hosts`),
  },
  {
    rule: 'C8',
    damage: 'a block of the log is zeroed',
    corrupt: (root) =>
      root.edit(
        `${root.container('web').dir}/${root.container('web').id}-json.log`,
        (it) => `${'\0'.repeat(4096)}\n${it}`,
      ),
  },
  {
    rule: 'C9',
    damage: 'a process id without a process',
    corrupt: (root) => root.edit(configOf(root, 'web'), (it) => flag(it, 'Pid', 4711)),
  },
  {
    rule: 'V1',
    damage: "a volume's directory is deleted",
    also: ['V4'],
    corrupt: (root) => root.remove('volumes/data'),
  },
  {
    rule: 'V2',
    damage: 'the volume database is zeroed',
    corrupt: (root) => root.write('volumes/metadata.db', new Uint8Array(32768)),
  },
  { rule: 'V3', damage: '_data of a volume is deleted', corrupt: (root) => root.remove('volumes/data/_data') },
  {
    rule: 'V4',
    damage: 'the database names a volume that is not there',
    corrupt: (root) =>
      root.write(
        'volumes/metadata.db',
        writeBolt('volumes', [
          ['data', volume('data')],
          ['gone', volume('gone')],
        ]),
      ),
  },
  {
    rule: 'N1',
    damage: 'the network database is zeroed',
    corrupt: (root) => root.write('network/files/local-kv.db', new Uint8Array(32768)),
  },
  {
    rule: 'D1',
    damage: 'the diff id of a blob is torn',
    corrupt: (root) => root.write(`image/overlay2/distribution/diffid-by-digest/sha256/${random('blob')}`, 'sha256:12'),
  },
  {
    rule: 'D2',
    damage: 'a list of places is cut off',
    corrupt: (root) =>
      root.write(`image/overlay2/distribution/v2metadata-by-diffid/sha256/${random('diff')}`, '[{"Digest":'),
  },
];

/** 26 characters of the alphabet of short names. */
const linkName = (at: number): string =>
  `${'B'.repeat(23)}${['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J'][Math.floor(at / 100)]}${String.fromCharCode(65 + (Math.floor(at / 10) % 10))}${String.fromCharCode(65 + (at % 10))}`;

function orphanLayer(root: Root): void {
  root.remove(root.image('kept').config);
  root.remove(root.container('other').mount);
  root.remove(root.container('other').dir);
  for (const it of [root.container('other').upper, root.container('other').init]) {
    const link = root.read(`${it}/link`);
    root.remove(it);
    root.remove(`overlay2/l/${link}`);
  }
}
