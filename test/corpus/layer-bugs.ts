import {
  diff,
  type Entry,
  entriesOfTree,
  type Tree,
  treeOfEntries,
  type Union,
  walkTree,
} from '../../src/core/overlay/index.ts';
import type { Bug } from './bug.ts';
import { model } from './driver.ts';

const withoutMarks = (layer: Tree): Tree =>
  treeOfEntries(
    entriesOfTree(layer).map((it): Entry => {
      if (it.node.kind !== 'directory') return it;
      const { opaque: _, ...node } = it.node;
      return { ...it, node };
    }),
  );

const opaqueDirectories = ({ upper }: Union): ReadonlySet<string> =>
  new Set(
    [...walkTree(upper)].filter(({ inode }) => inode.kind === 'directory' && inode.opaque).map(({ path }) => path),
  );

const parentOf = (name: string): string => {
  const path = name.replace(/\/$/, '');
  return path.slice(0, path.lastIndexOf('/') + 1);
};

/** What is wrong in the reading of layers, and in what is told of a container. */
export const layerBugs: readonly Bug[] = [
  {
    issues: ['containerd/containerd#13030'],
    sentence: 'layers unpacked side by side, each into an empty directory, lose their whiteouts',
    level: 'unpack',
    driver: {
      ...model,
      unpack: (layer) => {
        const entries = model.unpack(layer);
        return typeof entries === 'string' ? entries : entries.filter(({ node }) => node.kind !== 'whiteout');
      },
    },
  },
  {
    issues: ['moby/moby#53257'],
    sentence: 'a layer whose tar does not name the directories above its entries is refused',
    level: 'unpack',
    driver: {
      ...model,
      unpack: (layer) => {
        const names = new Set(layer.map(({ header }) => header.name));
        const orphan = layer.find(({ header }) => parentOf(header.name) !== '' && !names.has(parentOf(header.name)));
        return orphan ? `openat ${parentOf(orphan.header.name)}: no such file or directory` : model.unpack(layer);
      },
    },
  },
  {
    issues: ['containers/fuse-overlayfs#138'],
    sentence: 'an opaque directory of a lower layer does not hide what the layers below it hold',
    level: 'stack',
    driver: { ...model, lay: (lower, layer) => model.lay(lower, withoutMarks(layer)) },
  },
  {
    issues: ['docker/cli#1508', 'moby/moby#37880'],
    sentence:
      'diff reads the upper directory, takes an opaque mark for a deletion, and lists a directory that is there as deleted',
    level: 'diff',
    driver: {
      ...model,
      rows: (union) => {
        const marked = opaqueDirectories(union);
        return diff(union).map((row) => (marked.has(row.path) ? { ...row, kind: 'D' } : row));
      },
    },
  },
];
