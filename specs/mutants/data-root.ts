import type { Engine } from '../invariants/law.ts';
import { model } from '../properties/live.ts';
import { type Mutant, shows } from './mutant.ts';

type Root = ReturnType<Engine['dataRoot']>;

const rewriting = (change: (root: Map<string, NonNullable<ReturnType<Root['get']>>>) => void): Partial<Engine> => ({
  dataRoot: (world, options) => {
    const root = new Map(model.dataRoot(world, options));
    change(root);
    return root;
  },
});

export const dataRootMutants: readonly Mutant[] = [
  {
    law: 'D1',
    name: 'the data root holds the number of times it was asked for',
    engine: (): Engine => {
      let asked = 0;
      return {
        ...model,
        ...rewriting((root) => {
          asked += 1;
          root.set('/var/lib/docker/asked', { type: 'file', mode: 0o644, content: String(asked) });
        }),
      };
    },
  },
  shows(
    'D2',
    'a short link is broken',
    rewriting((root) => {
      for (const path of root.keys()) if (path.startsWith('/var/lib/docker/overlay2/l/')) root.delete(path);
    }),
  ),
  shows(
    'D3',
    'an image is stored under another name',
    rewriting((root) => {
      for (const [path, node] of root)
        if (path.includes('/imagedb/content/sha256/')) root.set(path, { ...node, content: `${node.content} ` });
    }),
  ),
  shows(
    'D4',
    'whiteouts are left out of the upper directory',
    rewriting((root) => {
      for (const [path, node] of root) if (node.type === 'char' && node.device?.[0] === 0) root.delete(path);
    }),
  ),
];
