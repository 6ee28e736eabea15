import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileText } from '../../oracle/file-text.ts';
import type { DataRootOutside, Files, LayerOutside } from '../../oracle/laws/outside.ts';

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
};

const namesIn = (path: string): readonly string[] => {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
};

const sha256 = (bytes: string | Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** What a data root with overlay2 says, read while its engine runs; absent where it can not be read. */
export const lookAtDataRoot = (root: string): DataRootOutside | undefined => {
  const layerdb = join(root, 'image/overlay2/layerdb');
  if (!existsSync(layerdb)) return undefined;
  const overlay = join(root, 'overlay2');
  const links = namesIn(join(overlay, 'l')).map((link) => [link, linkTarget(join(overlay, 'l', link))] as const);
  const directories = namesIn(overlay).filter((name) => name !== 'l');
  const mounts = namesIn(join(layerdb, 'mounts'));
  return {
    layers: namesIn(join(layerdb, 'sha256')).map((name) => layerAt(join(layerdb, 'sha256', name), name, overlay)),
    configs: configsAt(join(root, 'image/overlay2/imagedb/content/sha256')),
    references: referencesAt(join(root, 'image/overlay2/repositories.json')),
    mounts: Object.fromEntries(mounts.map((id) => [id, mountAt(join(layerdb, 'mounts', id))])),
    directories: Object.fromEntries(directories.map((name) => [name, directoryAt(join(overlay, name))])),
    links: Object.fromEntries(links),
    containers: namesIn(join(root, 'containers')),
  };
};

/** `../ID/diff` */
const linkTarget = (path: string): string => readlinkSync(path).split('/')[1] ?? '';

const layerAt = (path: string, name: string, overlay: string): LayerOutside => {
  const cache = textOf(join(path, 'cache-id'));
  const files = filesBelow(join(overlay, cache, 'diff'));
  return {
    chain: `sha256:${name}`,
    diff: textOf(join(path, 'diff')),
    parent: textOf(join(path, 'parent')),
    cache,
    fingerprint: sha256(JSON.stringify(files)),
    paths: Object.keys(files),
  };
};

const mountAt = (path: string) => ({
  mount: textOf(join(path, 'mount-id')),
  init: textOf(join(path, 'init-id')),
  parent: textOf(join(path, 'parent')),
});

const directoryAt = (path: string) => ({
  link: textOf(join(path, 'link')),
  lower: textOf(join(path, 'lower'))
    .split(':')
    .filter((it) => it !== '')
    .map((it) => it.replace(/^l\//, '')),
});

const configsAt = (path: string): DataRootOutside['configs'] =>
  namesIn(path).map((name) => {
    const bytes = readFileSync(join(path, name));
    const { rootfs, history = [] } = JSON.parse(bytes.toString('utf8')) as {
      readonly rootfs?: { readonly diff_ids?: readonly string[] };
      readonly history?: readonly { readonly empty_layer?: boolean }[];
    };
    return {
      name: `sha256:${name}`,
      digest: sha256(bytes),
      layers: rootfs?.diff_ids?.length ?? 0,
      rows: history.filter(({ empty_layer }) => empty_layer !== true).length,
    };
  });

const referencesAt = (path: string): Readonly<Record<string, string>> => {
  type Stored = { readonly Repositories?: Readonly<Record<string, Readonly<Record<string, string>>>> };
  const { Repositories = {} } = JSON.parse(textOf(path) || '{}') as Stored;
  return Object.assign({}, ...Object.values(Repositories)) as Readonly<Record<string, string>>;
};

/** Everything below a directory as the oracle describes files; what overlayfs calls a whiteout is `whiteout`. */
export const filesBelow = (root: string): Files => {
  const files: Record<string, string> = {};
  const walk = (at: string): void => {
    for (const name of namesIn(join(root, at))) {
      const path = `${at}/${name}`;
      files[path] = describe(join(root, path));
      if (files[path]?.startsWith('directory')) walk(path);
    }
  };
  walk('');
  return files;
};

export const whiteout = 'whiteout';

const describe = (path: string): string => {
  const found = lstatSync(path);
  const { uid, gid, rdev } = found;
  const mode = found.mode & 0o7777;
  if (found.isCharacterDevice() && rdev === 0) return whiteout;
  if (found.isSymbolicLink()) return fileText({ type: 'symlink', mode, uid, gid, target: readlinkSync(path) });
  if (found.isFile())
    return fileText({ type: 'file', mode, uid, gid, size: found.size, digest: contentOf(path, found) });
  if (found.isDirectory()) return fileText({ type: 'directory', mode, uid, gid });
  if (found.isFIFO()) return fileText({ type: 'fifo', mode, uid, gid });
  if (found.isSocket()) return 'socket';
  const device = [(rdev >> 8) & 0xfff, (rdev & 0xff) | ((rdev >> 12) & 0xfff00)] as const;
  return fileText({ type: found.isBlockDevice() ? 'block' : 'char', mode, uid, gid, device });
};

/** An inode's change time tells of any write to it: what was read once need not be read again. */
const read = new Map<string, string>();

const contentOf = (path: string, { dev, ino, size, ctimeMs, mtimeMs }: Stats): string => {
  const key = [dev, ino, size, ctimeMs, mtimeMs].join(':');
  const digest = read.get(key) ?? sha256(readFileSync(path));
  read.set(key, digest);
  return digest;
};
