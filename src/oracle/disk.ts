import type { DiffId } from '../core/kernel/brand.ts';
import { chainIdsOf } from '../core/kernel/digest.ts';
import type { DiskSeen } from './observation.ts';

/** What can be read below an engine's data root, by paths from there; absent where nothing stands. */
export type DiskLook = {
  readonly names: (path: string) => readonly string[] | undefined;
  readonly text: (path: string) => string | undefined;
  /** Where a symlink leads. */
  readonly target: (path: string) => string | undefined;
  /** Everything below a directory: `f /srv/x`, with w for a whiteout. */
  readonly tree: (path: string) => readonly string[];
};

/** What the engine says that there is. */
export type Listed = {
  /** The oracle's, by name. */
  readonly containers: Readonly<Record<string, string>>;
  /** Ids of every image. */
  readonly images: readonly string[];
  readonly volumes: readonly string[];
};

const layerdb = 'image/overlay2/layerdb';
const imagedb = 'image/overlay2/imagedb/content/sha256';

/** Looks at what is on the disk for the oracle's containers, volumes and images, and at what those that are gone have left there. */
export class DiskWatch {
  private readonly look: DiskLook;
  /** Paths that what was seen once had, by the id that they belong to. */
  private paths = new Map<string, Set<string>>();
  /** An image never changes. */
  private readonly chains = new Map<string, readonly string[]>();

  constructor(look: DiskLook) {
    this.look = look;
  }

  /** A new sequence: what came before is nobody's concern. */
  forget(): void {
    this.paths = new Map();
  }

  seen({ containers, images, volumes }: Listed): DiskSeen {
    const there = new Set([...Object.values(containers), ...images, ...volumes]);
    const shown = Object.entries(containers).map(([name, id]) => [name, this.container(id)] as const);
    for (const id of images) this.note(id, `${imagedb}/${hex(id)}`);
    for (const name of volumes) this.note(name, `volumes/${name}`);
    const missing = [...images.map((id) => `${imagedb}/${hex(id)}`), ...volumes.map((name) => `volumes/${name}/_data`)];
    const left = [...this.paths].filter(([id]) => !there.has(id)).flatMap(([, paths]) => [...paths]);
    return {
      containers: Object.fromEntries(shown),
      missing: missing.filter((path) => !this.isThere(path)),
      left: [...left.filter((path) => this.isThere(path)), ...this.unused(images)],
    };
  }

  /** Layers that no image and no container stands on, and directories that are no layer's. */
  private unused(images: readonly string[]): readonly string[] {
    const { look } = this;
    const used = new Set(images.flatMap((id) => this.chainsOf(id)));
    const directories = new Set(['l']);
    for (const container of look.names(`${layerdb}/mounts`) ?? []) {
      const entry = `${layerdb}/mounts/${container}`;
      const mount = look.text(`${entry}/mount-id`) ?? '';
      directories.add(mount).add(`${mount}-init`);
      let chain = look.text(`${entry}/parent`);
      for (; chain !== undefined && !used.has(hex(chain)); chain = look.text(`${layerdb}/sha256/${hex(chain)}/parent`))
        used.add(hex(chain));
    }
    const layers = look.names(`${layerdb}/sha256`) ?? [];
    for (const chain of layers) directories.add(this.cacheIdOf(chain));
    return [
      ...layers.filter((chain) => !used.has(chain)).map((chain) => `${layerdb}/sha256/${chain}`),
      ...(look.names('overlay2') ?? []).filter((name) => !directories.has(name)).map((name) => `overlay2/${name}`),
    ];
  }

  private chainsOf(image: string): readonly string[] {
    const known = this.chains.get(image);
    if (known) return known;
    const text = this.look.text(`${imagedb}/${hex(image)}`);
    if (text === undefined) return [];
    const { rootfs } = JSON.parse(text) as { readonly rootfs?: { readonly diff_ids?: readonly DiffId[] | null } };
    const chains = chainIdsOf(rootfs?.diff_ids ?? []).map(hex);
    this.chains.set(image, chains);
    return chains;
  }

  private cacheIdOf(chain: string): string {
    return this.look.text(`${layerdb}/sha256/${chain}/cache-id`) ?? '';
  }

  private isThere(path: string): boolean {
    const { look } = this;
    return look.names(path) !== undefined || look.text(path) !== undefined;
  }

  private note(id: string, path: string): void {
    this.paths.set(id, (this.paths.get(id) ?? new Set()).add(path));
  }

  private container(id: string): readonly string[] {
    const { look } = this;
    const entry = `${layerdb}/mounts/${id}`;
    const mount = look.text(`${entry}/mount-id`) ?? '';
    for (const path of [
      `containers/${id}`,
      entry,
      ...(mount === '' ? [] : [`overlay2/${mount}`, `overlay2/${mount}-init`]),
    ])
      this.note(id, path);
    return [
      this.list('containers/ID', `containers/${id}`, id),
      this.list('layerdb/mounts/ID', entry, id),
      `the init layer is ${look.text(`${entry}/init-id`) === `${mount}-init` ? 'the write layer’s' : 'another'}`,
      this.list('overlay2/MOUNT', `overlay2/${mount}`, id),
      this.list('overlay2/MOUNT/work', `overlay2/${mount}/work`, id),
      this.list('overlay2/MOUNT-init', `overlay2/${mount}-init`, id),
      this.lower(mount),
      ...look.tree(`overlay2/${mount}/diff`).map((line) => `diff: ${line}`),
    ];
  }

  /** The first look at a log makes it: it counts from the first start on. */
  private list(as: string, path: string, id: string): string {
    const names = this.look.names(path);
    const told = names
      ?.filter((name) => (name !== `${id}-json.log` && name !== 'local-logs') || names.includes('hosts'))
      .map((name) => name.replace(id, 'ID'));
    return `${as}: ${told ? [...told].sort().join(' ') : 'absent'}`;
  }

  /** How many directories lie below, whether each short name leads to one, and whether the first is the init layer's. */
  private lower(mount: string): string {
    const { look } = this;
    const names = (look.text(`overlay2/${mount}/lower`) ?? '').split(':').filter((name) => name !== '');
    const targets = names.map((name) => look.target(`overlay2/${name}`) ?? '');
    const dead = targets.filter(
      (target) => look.names(`overlay2/${target.replace(/^\.\.\//, '')}`) === undefined,
    ).length;
    const isInit = targets[0] === `../${mount}-init/diff`;
    const own = look.target(`overlay2/l/${look.text(`overlay2/${mount}/link`) ?? ''}`) === `../${mount}/diff`;
    return `lower: ${names.length}, ${dead} of them nowhere, ${isInit ? 'the init layer first' : 'no init layer first'}; link ${own ? 'leads here' : 'leads elsewhere'}`;
  }
}

const hex = (id: string): string => id.replace(/^sha256:/, '');
