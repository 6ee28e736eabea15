import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digestOf, embeddedRegistry, hexOf, known, pullCommand, type World } from '../../../src/index.ts';
import { writeBolt } from '../../../src/shell/data-root/bolt/write-bolt.ts';
import { contentOf } from '../../../src/shell/data-root/write/content.ts';
import { Session } from '../../../src/shell/session.ts';
import { dataRootEntries } from '../../../src/views/data-root.ts';
import { ask } from '../story.ts';

/** A small engine, stopped: two images, one made of the other, and containers that ran and that did not. */
export const smallEngine = () => {
  const registry = embeddedRegistry();
  const session = new Session({ seed: 'fsck' });
  session.perform(pullCommand(registry, session.world.distribution, 'redis'));
  const create = (name: string, image: string, ...binds: readonly string[]): void =>
    void ask(session, {
      type: 'CreateContainer',
      name,
      config: { Image: image, Cmd: ['sleep', '600'] },
      hostConfig: { NetworkMode: 'none', Binds: binds },
    });
  create('web', 'redis', 'data:/data');
  ask(session, { type: 'StartContainer', container: 'web' });
  const web = known([...session.world.containers.values()][0], 'web');
  const pid = known('pid' in web.state ? web.state.pid : undefined, 'pid');
  session.perform({ issuer: 'process', type: 'WriteFile', pid, path: '/new', data: 'new\n' });
  session.perform({ issuer: 'process', type: 'PrintOutput', pid, output: 'stdout', text: 'hello\n' });
  ask(session, { type: 'KillContainer', container: 'web' });
  ask(session, { type: 'CommitContainer', container: 'web', repo: 'kept', tag: '1' });
  create('other', 'kept:1');
  return {
    world: session.world,
    bytes: (digest: Parameters<typeof registry.contents>[0]) => session.blobs.get(digest) ?? registry.contents(digest),
  };
};

/** Written with nothing but files and directories, so that it takes no root: owners, modes and devices are left out. */
export const writePlainRoot = (dir: string, { world, bytes }: ReturnType<typeof smallEngine>): void => {
  mkdirSync(dir, { recursive: true });
  const content = contentOf(world, bytes);
  for (const [path, node] of dataRootEntries(world, { merged: false })) {
    const at = join(dir, path);
    if (node.type === 'directory') mkdirSync(at);
    else if (node.type === 'symlink') symlinkSync(node.target ?? '', at);
    else if (node.hardLink !== undefined) linkSync(join(dir, node.hardLink), at);
    else if (node.type === 'file') writeFileSync(at, Buffer.concat([...content(path, node).pieces]));
  }
  mkdirSync(join(dir, 'network/files'), { recursive: true });
  writeFileSync(join(dir, 'network/files/local-kv.db'), writeBolt('libnetwork', []));
};

/** Names to corrupt things by. */
export class Root {
  readonly dir: string;
  readonly world: World;

  constructor(dir: string, world: World) {
    this.dir = dir;
    this.world = world;
  }

  path = (path: string): string => join(this.dir, path);
  read = (path: string): string => readFileSync(this.path(path), 'utf8');
  write = (path: string, text: string | Uint8Array): void => {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    // A copy shares its files with the healthy root by hard links: one that changes is a new file.
    rmSync(this.path(path), { force: true });
    writeFileSync(this.path(path), text);
  };
  edit = (path: string, change: (text: string) => string): void => this.write(path, change(this.read(path)));
  remove = (path: string): void => rmSync(this.path(path), { recursive: true });
  names = (path: string): readonly string[] => readdirSync(this.path(path)).sort();
  link = (target: string, path: string): void => symlinkSync(target, this.path(path));

  /** Layers of redis, base first. */
  get layers() {
    return [...this.world.layers.values()]
      .sort((a, b) => a.depth - b.depth)
      .map((it) => ({
        ...it,
        record: `image/overlay2/layerdb/sha256/${hexOf(it.chainId)}`,
        place: `overlay2/${it.cacheId}`,
      }));
  }
  get base() {
    return known(this.layers[0], 'base');
  }
  get middle() {
    return known(this.layers[1], 'middle');
  }
  get top() {
    return known(this.layers.at(-1), 'top');
  }
  container(name: string) {
    const it = known(
      [...this.world.containers.values()].find((one) => one.name === name),
      name,
    );
    const { mountId } = known(this.world.writeLayers.get(it.id), name);
    return {
      id: it.id,
      dir: `containers/${it.id}`,
      mount: `image/overlay2/layerdb/mounts/${it.id}`,
      upper: `overlay2/${mountId}`,
      init: `overlay2/${mountId}-init`,
      mountId,
    };
  }
  image(name: string) {
    const { image } = known(
      [...this.world.references.values()].find(({ reference }) => reference.startsWith(name)),
      name,
    );
    const hex = hexOf(image);
    return {
      id: image,
      hex,
      config: `image/overlay2/imagedb/content/sha256/${hex}`,
      metadata: `image/overlay2/imagedb/metadata/sha256/${hex}`,
    };
  }
  readonly repositories = 'image/overlay2/repositories.json';

  /** A config under its right name. */
  addImage(text: string): string {
    const hex = hexOf(digestOf(text));
    this.write(`image/overlay2/imagedb/content/sha256/${hex}`, text);
    return hex;
  }
}
