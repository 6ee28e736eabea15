import { textOf } from '../../survey/read-file.ts';
import type { LayerFiles, Survey } from '../../survey/survey.ts';
import { cacheId, digest, eachWrong, type Finding, hex, imageStore, layerPath, type Rule } from '../rule.ts';
import { chainOf, neededLayers, parentOf, stackBelow } from '../stack.ts';

/** Layers under their right kind of name; others are leftovers. */
const named = ({ layers }: Survey): ReadonlyMap<string, LayerFiles> =>
  new Map([...layers].filter(([name, { names }]) => hex.test(name) && names.length > 0));

const mostLayers = 125;

export const layerRules: readonly Rule[] = [
  {
    id: 'L1',
    sentence: 'what stands in layerdb is named by a chain id',
    severity: 'harmless',
    means: 'the removal of a layer was interrupted; the engine ignores the rest',
    todo: 'nothing; a clean stop of the engine deletes it',
    stoppedOnly: true,
    check: ({ layers }) => eachWrong(layers, layerPath, (_, name) => !hex.test(name) && 'not a chain id'),
  },
  {
    id: 'E1',
    sentence: 'no layer is an empty directory',
    severity: 'repairable',
    means: 'pull and load of this layer fail for ever: "failed to register layer: rename …: file exists"',
    todo: 'delete the empty directory while the engine is stopped',
    reports: ['moby#44909', 'moby#23487'],
    check: ({ layers }) =>
      eachWrong(layers, layerPath, ({ names }, name) => hex.test(name) && names.length === 0 && 'is empty'),
  },
  {
    id: 'L2',
    sentence: 'a layer has its diff id, its size, its cache id and its tar-split',
    severity: 'lost data',
    means:
      'the layer is not loaded: its images and containers vanish from all lists (without tar-split: only save and push fail)',
    todo: 'delete the directory while the engine is stopped and pull its images again',
    reports: ['moby#41845', 'moby#41190'],
    check: (root) =>
      eachWrong(named(root), layerPath, ({ diff, size, cacheId: cache, tarSplit }) => {
        const wrong = [
          ...(digest.test(textOf(diff) ?? '') ? [] : ['diff']),
          ...(/^\d+$/.test(textOf(size) ?? '') ? [] : ['size']),
          ...(cacheId.test(textOf(cache) ?? '') ? [] : ['cache-id']),
          ...(tarSplit === 'file' ? [] : ['tar-split.json.gz']),
        ];
        return wrong.length > 0 && `missing or torn: ${wrong.join(', ')}`;
      }),
  },
  {
    id: 'L3',
    sentence: "a layer's name is the hash of its parent's and its diff id",
    severity: 'lost data',
    means: 'containers run, but save and push fail: "could not verify layer data"',
    todo: 'delete the images that use it and pull them again',
    check: (root) =>
      eachWrong(named(root), layerPath, (layer, name) => {
        const [diff, parent] = [textOf(layer.diff), parentOf(layer)];
        if (diff === undefined || !digest.test(diff) || 'flaw' in layer.parent !== (parent === undefined))
          return undefined;
        const right = parent === undefined ? diff.slice(7) : chainOf([`sha256:${parent}`, diff])[1];
        return right !== name && `its files say ${right}`;
      }),
  },
  {
    id: 'L4',
    sentence: "a layer's parent is there",
    severity: 'lost data',
    means: 'the layer and all above it are not loaded: their images and containers vanish',
    todo: 'pull the images again; what containers wrote is still in overlay2/<mount id>/diff',
    reports: ['moby#21215'],
    check: (root) =>
      eachWrong(named(root), layerPath, (layer, name) => {
        const parent = parentOf(layer);
        if (parent === undefined) return undefined;
        if (!root.layers.has(parent)) return `there is no ${parent}`;
        return stackBelow(root, parent).includes(name) && 'is its own ancestor';
      }),
  },
  {
    id: 'L5',
    sentence: 'no stack is deeper than 125 layers',
    severity: 'repairable',
    means: 'nothing can be built or committed on top: "max depth exceeded"',
    todo: 'nothing, or flatten the image with export and import',
    check: (root) =>
      eachWrong(named(root), layerPath, (_, name) => {
        const depth = stackBelow(root, name).length;
        return depth > mostLayers && `${depth} layers deep`;
      }),
  },
  {
    id: 'L6',
    sentence: 'no two layers share a directory',
    severity: 'lost data',
    means: "removing one layer takes the other one's files away",
    todo: 'do not remove either; pull both images into a fresh root',
    check: function* (root): Generator<Finding> {
      const first = new Map<string, string>();
      for (const [name, { cacheId: cache }] of named(root)) {
        const id = textOf(cache);
        if (id === undefined) continue;
        const other = first.get(id);
        if (other !== undefined) yield { path: layerPath(name), found: `overlay2/${id} is also that of ${other}` };
        else first.set(id, name);
      }
    },
  },
  {
    id: 'L7',
    sentence: "a layer's files are in overlay2",
    severity: 'lost data',
    means:
      'containers of its images can not be made or started: "error creating overlay mount", "no such file or directory"',
    todo: 'remove the images that use it and pull them again',
    reports: ['LemmyNet/lemmy#1632'],
    check: (root) =>
      eachWrong(named(root), layerPath, ({ cacheId: cache }) => {
        const id = textOf(cache);
        return (
          id !== undefined &&
          cacheId.test(id) &&
          root.overlay.get(id)?.diff !== 'directory' &&
          `there is no overlay2/${id}/diff`
        );
      }),
  },
  {
    id: 'L8',
    sentence: "a layer's size is that of its files",
    severity: 'lost data',
    means:
      'files of the layer were changed, cut off or deleted behind the engine: containers see that, save and push fail',
    todo: 'remove the images that use it and pull them again; look who writes below overlay2 (virus scanner, clean-up script)',
    reports: ['moby#33991', 'docker/for-linux#1307'],
    check: (root) =>
      eachWrong(named(root), layerPath, ({ cacheId: cache, size }) => {
        const directory = root.overlay.get(textOf(cache) ?? '');
        const said = textOf(size);
        if (directory?.diff !== 'directory' || said === undefined || !/^\d+$/.test(said)) return undefined;
        return Number(said) !== directory.content.bytes && `says ${said} bytes, holds ${directory.content.bytes}`;
      }),
  },
  {
    id: 'L9',
    sentence: 'every layer belongs to an image or a container',
    severity: 'repairable',
    means: 'nothing will ever free it: docker system prune does not see it',
    todo: 'delete its directory in layerdb and the one in overlay2 that its cache-id names, while the engine is stopped',
    reports: ['moby#45939', 'moby#22207'],
    stoppedOnly: true,
    check: (root) => {
      const needed = neededLayers(root);
      return eachWrong(named(root), layerPath, ({ cacheId: cache }, name) => {
        const bytes = root.overlay.get(textOf(cache) ?? '')?.content.bytes ?? 0;
        return !needed.has(name) && !root.buildkit.has(textOf(cache) ?? '') && `${bytes} bytes that nothing uses`;
      });
    },
  },
  {
    id: 'T1',
    sentence: 'nothing is left of pulls, loads and builds that were interrupted',
    severity: 'harmless',
    means: 'space is taken',
    todo: 'delete it while the engine is stopped',
    stoppedOnly: true,
    check: ({ layerTmp, tmp }) => [
      ...layerTmp.map((name) => ({ path: `${imageStore}/layerdb/tmp/${name}`, found: 'left over' })),
      ...tmp.map((name) => ({ path: `tmp/${name}`, found: 'left over' })),
    ],
  },
];
