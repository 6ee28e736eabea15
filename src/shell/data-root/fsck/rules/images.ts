import type { ImageFacts, Survey } from '../../survey/survey.ts';
import { eachWrong, type Finding, hexOf, imagePath, imageStore, metadataPath, type Rule } from '../rule.ts';
import { chainOf } from '../stack.ts';

const factsOf = (root: Survey): readonly (readonly [string, ImageFacts])[] =>
  [...root.images].flatMap(([id, { config }]) => (typeof config === 'string' ? [] : [[id, config] as const]));

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

export const imageRules: readonly Rule[] = [
  {
    id: 'I1',
    sentence: "an image's config hashes to its name",
    severity: 'lost data',
    means: 'the engine drops the image when it starts; containers made of it still start',
    todo: 'pull or load the image again',
    reports: ['moby#42964'],
    check: ({ images }) =>
      eachWrong(
        images,
        imagePath,
        ({ hash, size }, id) =>
          hash !== id && (size === 0 ? 'the file is empty' : `its sha256 is ${hash || 'unknown'}`),
      ),
  },
  {
    id: 'I2',
    sentence: "an image's config is JSON with a root file system of layers",
    severity: 'lost data',
    means: 'the engine drops the image when it starts',
    todo: 'pull or load the image again',
    check: ({ images }) =>
      eachWrong(images, imagePath, ({ config }) =>
        typeof config === 'string'
          ? config
          : config.rootType !== 'layers' && `its root file system is "${config.rootType}"`,
      ),
  },
  {
    id: 'I3',
    sentence: 'an image has as many layers as rows of its history make one',
    severity: 'repairable',
    means: 'docker history fails',
    todo: 'pull or load the image again',
    check: function* (root): Generator<Finding> {
      for (const [id, { rows, diffIds }] of factsOf(root)) {
        const made = rows.filter((row) => row).length;
        if (rows.length > 0 && made !== diffIds.length)
          yield { path: imagePath(id), found: `${made} rows with a layer, ${diffIds.length} layers` };
      }
    },
  },
  {
    id: 'I4',
    sentence: 'every layer that an image names is in layerdb',
    severity: 'lost data',
    means: 'the engine does not restore the image: "layer does not exist"',
    todo: 'remove the config from imagedb/content and pull the image again',
    reports: ['moby#21215', 'moby#36304', 'moby#18984'],
    check: function* (root): Generator<Finding> {
      for (const [id, { diffIds }] of factsOf(root)) {
        const missing = chainOf(diffIds).filter((chain) => !root.layers.has(chain));
        if (missing.length > 0)
          yield {
            path: imagePath(id),
            found: `${missing.length} of ${diffIds.length} layers are missing, the first is ${missing[0]}`,
          };
      }
    },
  },
  {
    id: 'I5',
    sentence: 'metadata belongs to an image',
    severity: 'harmless',
    means: 'nobody reads it',
    todo: 'nothing; the directory may be deleted while the engine is stopped',
    check: ({ metadata, images }) =>
      eachWrong(metadata, metadataPath, (_, id) => !images.has(id) && 'there is no such image'),
  },
  {
    id: 'I6',
    sentence: "an image's parent is an image",
    severity: 'harmless',
    means: 'docker history shows <missing> for the rows of the parent',
    todo: 'nothing; removing the file "parent" makes the link go',
    check: ({ metadata, images }) =>
      eachWrong(
        metadata,
        metadataPath,
        ({ parent }) => parent !== undefined && !images.has(hexOf(parent)) && `there is no ${parent}`,
      ),
  },
  {
    id: 'I7',
    sentence: "a parent's layers and history are the beginning of its child's",
    severity: 'harmless',
    means: 'prune and remove follow a wrong link: a child can keep an image that it was not made of',
    todo: 'remove the file "parent" while the engine is stopped',
    check: function* (root): Generator<Finding> {
      const all = new Map(factsOf(root));
      for (const [id, { parent }] of root.metadata) {
        const [child, above] = [all.get(id), parent === undefined ? undefined : all.get(hexOf(parent))];
        if (!child || !above) continue;
        const isBegin =
          above.diffIds.every((it, at) => child.diffIds[at] === it) &&
          above.rowHashes.every((it, at) => child.rowHashes[at] === it);
        if (!isBegin) yield { path: metadataPath(id), found: `is no continuation of ${parent}` };
      }
    },
  },
  {
    id: 'I8',
    sentence: 'the time of the last tag is a time',
    severity: 'harmless',
    means: 'inspect shows no LastTagTime',
    todo: 'remove the file "lastUpdated" while the engine is stopped',
    check: ({ metadata }) =>
      eachWrong(
        metadata,
        metadataPath,
        ({ lastUpdated }) =>
          lastUpdated !== undefined &&
          !rfc3339.test(lastUpdated) &&
          `lastUpdated is ${JSON.stringify(lastUpdated.slice(0, 40))}`,
      ),
  },
  {
    id: 'I9',
    sentence: 'no image is its own ancestor',
    severity: 'repairable',
    means: 'commands that follow parents (history, prune, remove) may not end',
    todo: 'remove one file "parent" of the circle while the engine is stopped',
    check: function* ({ metadata }): Generator<Finding> {
      for (const id of metadata.keys()) {
        const seen = new Set<string>();
        for (let at: string | undefined = id; at !== undefined && !seen.has(at); ) {
          seen.add(at);
          const parent: string | undefined = metadata.get(at)?.parent;
          at = parent && hexOf(parent);
          if (at === id) yield { path: metadataPath(id), found: `leads back to itself over ${seen.size} images` };
        }
      }
    },
  },
];

export const referenceRules: readonly Rule[] = [
  {
    id: 'R0',
    sentence: 'repositories.json is JSON',
    severity: 'repairable',
    means: 'the engine does not start: "Couldn\'t create reference store repository"',
    todo: 'move the file away: the engine starts, all images are untagged; tag them again',
    reports: ['docker/for-linux#1403'],
    check: (root): readonly Finding[] => {
      const read = repositoriesOf(root);
      return typeof read === 'string' && read !== 'missing'
        ? [{ path: `${imageStore}/repositories.json`, found: read }]
        : [];
    },
  },
  {
    id: 'R1',
    sentence: 'every name leads to an image',
    severity: 'repairable',
    means: 'the name is listed nowhere and answers "No such image"',
    todo: 'pull the name again, or remove it with docker rmi',
    check: (root) =>
      referencesOf(root).flatMap(([, name, id]) =>
        root.images.has(hexOf(id))
          ? []
          : [{ path: `${imageStore}/repositories.json`, found: `${name} leads to ${id}, which is not there` }],
      ),
  },
  {
    id: 'R2',
    sentence: 'a name is its repository with a tag or a digest',
    severity: 'harmless',
    means: 'the name can not be asked for',
    todo: 'remove the entry while the engine is stopped',
    check: (root) =>
      referencesOf(root).flatMap(([repository, name]) => {
        const rest = name.slice(repository.length);
        const fits =
          name.startsWith(repository) && /^(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|@sha256:[0-9a-f]{64})$/.test(rest);
        return fits
          ? []
          : [
              {
                path: `${imageStore}/repositories.json`,
                found: `${JSON.stringify(name)} under ${JSON.stringify(repository)}`,
              },
            ];
      }),
  },
  {
    id: 'R3',
    sentence: 'no repository is without names',
    severity: 'harmless',
    means: 'nothing',
    todo: 'nothing; the engine drops it at the next tag',
    check: (root): readonly Finding[] => {
      const read = repositoriesOf(root);
      return typeof read === 'string'
        ? []
        : Object.entries(read)
            .filter(([, names]) => Object.keys(names).length === 0)
            .map(([name]) => ({ path: `${imageStore}/repositories.json`, found: `${JSON.stringify(name)} is empty` }));
    },
  },
];

type Repositories = Readonly<Record<string, Readonly<Record<string, string>>>>;

const repositoriesOf = ({ repositories }: Survey): Repositories | string => {
  if ('flaw' in repositories) return repositories.flaw;
  try {
    const { Repositories: all } = JSON.parse(repositories.text) as { readonly Repositories?: unknown };
    return typeof all === 'object' && all !== null ? (all as Repositories) : {};
  } catch {
    return repositories.text === '' ? 'the file is empty' : 'not JSON';
  }
};

/** Repository, name and image of every entry. */
export const referencesOf = (root: Survey): readonly (readonly [repository: string, name: string, id: string])[] => {
  const read = repositoriesOf(root);
  if (typeof read === 'string') return [];
  return Object.entries(read).flatMap(([repository, names]) =>
    Object.entries(names).map(([name, id]) => [repository, name, String(id)] as const),
  );
};
