import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { encodeHeader } from '../../core/layers/encode-header.ts';
import { TarReader } from '../../core/layers/read-tar.ts';
import { blockSize, paddingOf, type TarHeader } from '../../core/layers/tar-header.ts';
import { digestOf, embeddedRegistry, hexOf } from '../../index.ts';

/**
 * The embedded registry's images for a real engine: the same layers, files and history, but where the model's images have
 * a stand-in for a program, these have a program that runs: busybox under each tool's name, and the host's redis-server with
 * the libraries it needs.
 */
export const twinArchive = (images: readonly TwinImage[], host: HostPrograms = hostPrograms()): Uint8Array => {
  const layers = new Map<string, { readonly name: string; readonly diffId: string; readonly tar: Uint8Array }>();
  const members: Member[] = [];
  const manifest: unknown[] = [];
  for (const { of: tag, as = tag } of images) {
    const [repository = '', version = 'latest'] = tag.split(':');
    const image = embeddedRegistry().find(repository, version);
    if (!image) throw new Error(`${tag} is not in the embedded registry`);
    const own = image.image.layers.map(({ diffId }) => {
      const made = layers.get(diffId) ?? twinLayer(diffId, embeddedRegistry().contents(diffId) ?? none, host);
      layers.set(diffId, made);
      return made;
    });
    const config = JSON.parse(image.image.config) as { rootfs: { diff_ids: readonly string[] } };
    const text = JSON.stringify({ ...config, rootfs: { ...config.rootfs, diff_ids: own.map(({ diffId }) => diffId) } });
    const name = `${hexOf(digestOf(text))}.json`;
    members.push({ header: regular(name), bytes: new TextEncoder().encode(text) });
    manifest.push({
      Config: name,
      RepoTags: [as.includes(':') ? as : `${as}:latest`],
      Layers: own.map((it) => it.name),
    });
  }
  for (const { name, tar } of layers.values()) members.push({ header: regular(name), bytes: tar });
  members.push({ header: regular('manifest.json'), bytes: new TextEncoder().encode(JSON.stringify(manifest)) });
  return packed(members);
};

/** An image of the embedded registry, and the name that it shall have. */
export type TwinImage = { readonly of: string; readonly as?: string };

type Member = { readonly header: TarHeader; readonly bytes: Uint8Array };

const none = new Uint8Array();

const regular = (name: string): TarHeader => ({
  name,
  type: '0',
  mode: 0o644,
  uid: 0,
  gid: 0,
  uname: '',
  gname: '',
  linkname: '',
  mtime: '1970-01-01T00:00:00.000000000Z' as TarHeader['mtime'],
  devmajor: 0,
  devminor: 0,
  size: 0,
});

/** Programs of this machine that run in any container of the twin images. */
export type HostPrograms = { readonly busybox: Uint8Array; readonly redis: readonly HostFile[] };

type HostFile = { readonly path: string; readonly bytes: Uint8Array };

const busyboxPath = '/bin/busybox';
const redisPath = '/usr/bin/redis-server';

/** What is missing on this machine, in words; nothing when all is there. */
export const missingPrograms = (needsRedis = true): readonly string[] =>
  [busyboxPath, ...(needsRedis ? [redisPath] : [])].filter((path) => !existsSync(path));

export const hostPrograms = (needsRedis = true): HostPrograms => ({
  busybox: readFileSync(busyboxPath),
  redis: needsRedis ? redisFiles() : [],
});

const redisFiles = (): readonly HostFile[] => {
  const listed = execFileSync('ldd', [redisPath], { encoding: 'utf8' });
  const libraries = [...listed.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map(([, path = '']) => path);
  return [
    { path: 'usr/local/bin/redis-server', bytes: readFileSync(realpathSync(redisPath)) },
    ...libraries.map((path) => ({ path: inRoot(path), bytes: readFileSync(path) })),
  ];
};

/** Where a library stands in an image whose /lib and /lib64 are links into /usr. */
const inRoot = (path: string): string => path.replace(/^\/(lib64|lib)\//, '/usr/$1/').slice(1);

const twinLayer = (diffId: string, tar: Uint8Array, { busybox, redis }: HostPrograms) => {
  const members: Member[] = [];
  let firstTool: string | undefined;
  for (const { header, bytes } of unpacked(tar)) {
    if (!isStandIn(bytes)) {
      members.push({ header, bytes });
      continue;
    }
    if (isServer(header.name)) members.push({ header, bytes: redis[0]?.bytes ?? none });
    else if (firstTool === undefined) {
      firstTool = header.name;
      members.push({ header, bytes: busybox });
    } else members.push({ header: { ...header, type: '1', linkname: firstTool, size: 0 }, bytes: none });
  }
  if (members.some(({ header }) => header.name === 'usr/local/bin/redis-server')) members.push(...libraries(redis));
  const twin = packed(members);
  return { name: `${hexOf(digestOf(diffId))}/layer.tar`, diffId: digestOf(twin), tar: twin };
};

const libraries = (files: readonly HostFile[]): readonly Member[] =>
  files.slice(1).map(({ path, bytes }) => ({ header: { ...regular(path), mode: 0o755 }, bytes }));

/** One binary under several names, in the images as in Debian: the layer has it under the first of them. */
const isServer = (path: string): boolean =>
  /^usr\/local\/bin\/redis-(?:check-aof|check-rdb|sentinel|server)$/.test(path);

/** `program` of the embedded images writes these first bytes. */
const isStandIn = (bytes: Uint8Array): boolean =>
  bytes.length < 200 && bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[4] === 0x20;

const unpacked = (tar: Uint8Array): readonly Member[] => {
  const members: Member[] = [];
  let pieces: Uint8Array[] = [];
  let current: TarHeader | undefined;
  const reader = new TarReader({
    entry: (header) => {
      current = header;
      pieces = [];
    },
    data: (piece) => void pieces.push(piece.slice()),
    end: () => void (current && members.push({ header: current, bytes: Buffer.concat(pieces) })),
  });
  reader.write(tar);
  reader.finish();
  return members;
};

const packed = (members: readonly Member[]): Uint8Array =>
  Buffer.concat([
    ...members.flatMap(({ header, bytes }) => [
      encodeHeader({ ...header, size: bytes.length }),
      bytes,
      new Uint8Array(paddingOf(bytes.length)),
    ]),
    new Uint8Array(2 * blockSize),
  ]);
