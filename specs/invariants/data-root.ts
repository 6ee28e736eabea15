import {
  type ContainerId,
  chainIdOf,
  type DiffId,
  digestOf,
  type dataRoot as rootOf,
  sameValue,
  type World,
} from '../../src/index.ts';
import { copyThroughText } from './copy-through-text.ts';
import { each, type History, type Law, must, type Violation } from './law.ts';
import { naiveViewOf } from './stack.ts';
import { twinOf } from './twin.ts';

type Root = ReturnType<typeof rootOf>;
type Node = NonNullable<ReturnType<Root['get']>>;

const top = '/var/lib/docker';
const images = `${top}/image/overlay2/imagedb/content/sha256/`;
const layers = `${top}/image/overlay2/layerdb/sha256/`;
const mounts = `${top}/image/overlay2/layerdb/mounts/`;
const overlay = `${top}/overlay2/`;

export const dataRootLaws: readonly Law[] = [
  {
    id: 'D1',
    sentence: 'the tree under /var/lib/docker is a function of the world',
    history: (history) =>
      sameRoots(history.engine.dataRoot(history.end), history.engine.dataRoot(copyThroughText(history.end))),
    watch: (outset) => {
      const twin = twinOf(outset);
      return {
        step: (step) => twin.take(step),
        // Without what only a mount shows: that is law D4.
        end: ({ engine, end }) => {
          const same = twin.isOther(end) ? copyThroughText(end) : twin.world;
          return sameRoots(rootOfWorld(engine, end), engine.dataRoot(same, { merged: false }));
        },
      };
    },
  },
  {
    id: 'D2',
    sentence:
      'the data root is sound: links, lowers, cache ids and mounts fit together, and every directory has an owner',
    history: ({ engine, end }) => soundness(bareRootOfWorld(engine, end)),
  },
  {
    id: 'D3',
    sentence: 'every content-addressed name is the hash of its bytes',
    history: ({ engine, end }) => {
      const root = bareRootOfWorld(engine, end);
      return (
        each(namesIn(root, images), (name) =>
          must(
            sha256Of(textAt(root, images + name)) === `sha256:${name}`,
            () => `imagedb: ${name} does not hash to its name`,
          ),
        ) ??
        each(namesIn(root, layers), (name) => {
          const parent = textAt(root, `${layers}${name}/parent`);
          const chain = chainOf(parent, textAt(root, `${layers}${name}/diff`));
          return must(chain === `sha256:${name}`, () => `layerdb: ${name} is not the chain of its parent and diff`);
        })
      );
    },
  },
  {
    id: 'D4',
    sentence: "mounting the data root by the container's own options shows the model's merged view",
    history: ({ engine, end }) => {
      const root = rootOfWorld(engine, end);
      const byDirectory = objectsByDirectory(root);
      return each(end.writeLayers.keys(), (id) => mounted(engine, root, byDirectory, end, id));
    },
  },
];

/** Of the live world, and of one that is the same and shares nothing with it. */
const sameRoots = (once: Root, again: Root): Violation =>
  must(
    once.size === again.size && every(once, (path, node) => sameNode(node, again.get(path))),
    () => 'the same world gave two data roots',
  );

const every = (root: Root, holds: (path: string, node: Node) => boolean): boolean => {
  for (const [path, node] of root) if (!holds(path, node)) return false;
  return true;
};

/** The nodes of an image and of its copy are the same two objects in every history. */
const twins = new WeakMap<Node, Node>();

const sameNode = (one: Node, other: Node | undefined): boolean => {
  if (other !== undefined && twins.get(one) === other) return true;
  if (other === undefined || !sameValue(one, other)) return false;
  twins.set(one, other);
  return true;
};

/** What is asked of the same object again and again, and answered once. */
const remembering = <K extends object, V>(make: (engine: History['engine'], key: K) => V) => {
  const answers = new WeakMap<K, { readonly engine: History['engine']; readonly value: V }>();
  return (engine: History['engine'], key: K): V => {
    const before = answers.get(key);
    if (before?.engine === engine) return before.value;
    const value = make(engine, key);
    answers.set(key, { engine, value });
    return value;
  };
};

const rootOfWorld = remembering((engine, world: World): Root => engine.dataRoot(world, { merged: false }));

/** Without what lies inside `diff/`, which not every law looks at. */
const bareRootOfWorld = remembering((engine, world: World): Root => engine.dataRoot(world, { contents: false }));

/** The same few images are hashed at the end of every history. */
const hashed = new Map<string, string>();

const hashedOnce = (key: string, hash: () => string): string => {
  const before = hashed.get(key);
  if (before !== undefined) return before;
  if (hashed.size > 10_000) hashed.clear();
  const now = hash();
  hashed.set(key, now);
  return now;
};

const sha256Of = (text: string): string => hashedOnce(text, () => digestOf(text));

const chainOf = (parent: string, diff: string): string =>
  hashedOnce(`chain ${parent} ${diff}`, () => chainIdOf(parent === '' ? undefined : (parent as never), diff as DiffId));

const textAt = (root: Root, path: string): string => root.get(path)?.content ?? '';

/** The names directly below a directory whose path ends in a slash. */
const namesIn = (root: Root, directory: string): readonly string[] => {
  const names: string[] = [];
  for (const path of root.keys())
    if (path.startsWith(directory) && !path.includes('/', directory.length)) names.push(path.slice(directory.length));
  return names;
};

/** Rules O1 to O8, L4, L7, M2 and M5 of the facts page on the data root. */
const soundness = (root: Root) => {
  const directories = namesIn(root, overlay).filter((name) => name !== 'l');
  const claimed = new Set<string>();
  for (const name of namesIn(root, layers)) claimed.add(textAt(root, `${layers}${name}/cache-id`));
  for (const id of namesIn(root, mounts)) {
    claimed.add(textAt(root, `${mounts}${id}/mount-id`));
    claimed.add(textAt(root, `${mounts}${id}/init-id`));
  }
  return (
    each(claimed, (id) => must(root.has(`${overlay}${id}/diff`), () => `overlay2/${id} is claimed and has no diff`)) ??
    each(directories, (id) => must(claimed.has(id), () => `overlay2/${id} belongs to nobody`)) ??
    each(directories, (id) => {
      const link = textAt(root, `${overlay}${id}/link`);
      return must(
        root.get(`${overlay}l/${link}`)?.target === `../${id}/diff`,
        () => `l/${link} does not lead to ${id}`,
      );
    }) ??
    each(directories, (id) => {
      const lower = textAt(root, `${overlay}${id}/lower`);
      return (
        must(
          (lower !== '') === root.has(`${overlay}${id}/work`),
          () => `${id} has ${lower ? 'no' : 'a'} work directory`,
        ) ??
        each(lower === '' ? [] : lower.split(':'), (name) =>
          must(root.has(`${overlay}${name}`), () => `${id} stands on ${name}, which is not there`),
        )
      );
    }) ??
    each(namesIn(root, layers), (name) => {
      const parent = textAt(root, `${layers}${name}/parent`).replace('sha256:', '');
      return must(parent === '' || root.has(`${layers}${parent}/diff`), () => `layerdb: ${name} has lost its parent`);
    })
  );
};

type Objects = ReadonlyMap<string, readonly (readonly [path: string, node: Node])[]>;

/** The objects of each `diff/` directory, by the id of that directory. */
const objectsByDirectory = (root: Root): Objects => {
  const found = new Map<string, [string, Node][]>();
  for (const [path, node] of root) {
    if (!path.startsWith(overlay)) continue;
    const end = path.indexOf('/', overlay.length);
    if (end < 0 || !path.startsWith('/diff/', end)) continue;
    const id = path.slice(overlay.length, end);
    const list = found.get(id);
    if (list) list.push([path.slice(end + '/diff'.length), node]);
    else found.set(id, [[path.slice(end + '/diff'.length), node]]);
  }
  return found;
};

/** What the kernel would show: the directories that the options name, laid over each other from the last to the first. */
const mounted = (engine: History['engine'], root: Root, objects: Objects, world: World, id: ContainerId) => {
  const options = engine.mountOptions(world, id) ?? '';
  const lowers = (/lowerdir=([^,]*)/.exec(options)?.[1] ?? '').split(':');
  const ids = lowers.map(
    (path) => root.get(`${overlay}l/${path.slice(path.lastIndexOf('/') + 1)}`)?.target?.split('/')[1] ?? '',
  );
  const upper = /upperdir=(?:.*\/)?([^/,]+)\/diff/.exec(options)?.[1] ?? '';
  const shown = new Map<string, Node>();
  for (const layer of [upper, ...ids].reverse())
    for (const [path, node] of objects.get(layer) ?? []) {
      const isWhiteout = node.type === 'char' && node.device?.[0] === 0 && node.device[1] === 0;
      // Only what was a directory has something below it that can be hidden.
      const hides =
        (isWhiteout || node.type !== 'directory' || node.xattrs?.['trusted.overlay.opaque'] === 'y') &&
        shown.get(path)?.type === 'directory';
      if (hides) for (const other of shown.keys()) if (other.startsWith(`${path}/`)) shown.delete(other);
      if (isWhiteout) shown.delete(path);
      else shown.set(path, node);
    }
  const seen = engine.mergedView(world, id);
  return (
    each(seen, ([path, node]) => {
      const type = node.kind === 'device' ? node.device : node.kind;
      const what = 'content' in node ? node.content : 'target' in node ? node.target : '';
      const there = shown.get(path);
      return must(
        there?.type === type && there.mode === node.mode && (there.digest ?? there.target ?? '') === what,
        () => `${id}: the mount shows another ${path}`,
      );
    }) ??
    must(
      shown.size === naiveViewOf(world, id).size,
      () => `${id}: the mount shows ${shown.size} paths, the model ${seen.size}`,
    )
  );
};
