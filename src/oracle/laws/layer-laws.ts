import { digestOf } from '../../core/kernel/digest.ts';
import { all, type ImageOutside, type Moment, nothing, type Outside, type Seen, same } from './outside.ts';

type Look = (moment: Moment) => Seen;

const deepest = 125;

const chainsOf = (layers: readonly string[]): readonly string[] => {
  const chains: string[] = [];
  for (const diff of layers) {
    const below = chains.at(-1);
    chains.push(below === undefined ? diff : digestOf(`${below} ${diff}`));
  }
  return chains;
};

const layersOf = ({ dataRoot }: Outside) => dataRoot?.layers ?? [];

const stayedImages = ({ before, after }: Moment): readonly (readonly [ImageOutside, ImageOutside])[] =>
  after.images.flatMap((now) => {
    const then = before.images.find(({ id }) => id === now.id);
    return then ? [[then, now] as const] : [];
  });

const newImages = ({ before, after }: Moment): readonly ImageOutside[] =>
  after.images.filter(({ id }) => !before.images.some((it) => it.id === id));

/** Of layers and of images. */
export const layerLaws: Readonly<Record<string, Look>> = {
  L1: (moment) => {
    const then = new Map(layersOf(moment.before).map((it) => [it.chain, it]));
    const layers = all(
      layersOf(moment.after).filter(({ chain }) => then.has(chain)),
      ({ chain, fingerprint }) =>
        then.get(chain)?.fingerprint === fingerprint ? undefined : `the files of layer ${chain} have changed`,
    );
    const images = all(stayedImages(moment), ([was, is]) =>
      same(was.layers, is.layers) ? undefined : `image ${is.id} has other layers than before`,
    );
    return { looks: layers.looks + images.looks, breaches: [...layers.breaches, ...images.breaches] };
  },
  L2: ({ after }) =>
    all(layersOf(after), ({ chain, diff, parent }) =>
      chain === (parent === '' ? diff : digestOf(`${parent} ${diff}`))
        ? undefined
        : `layer ${chain} is not the chain of ${parent || 'nothing'} and ${diff}`,
    ),
  L3: ({ after }) => {
    const there = new Set(layersOf(after).map(({ chain }) => chain));
    return all(layersOf(after), ({ chain, parent }) =>
      parent === '' || there.has(parent) ? undefined : `layer ${chain} has the parent ${parent}, which is not there`,
    );
  },
  L4: ({ after }) => {
    if (!after.dataRoot) return nothing;
    const there = new Set(after.dataRoot.layers.map(({ chain }) => chain));
    const below = new Map(after.dataRoot.layers.map(({ chain, parent }) => [chain, parent]));
    const used = new Set(after.images.flatMap(({ layers }) => chainsOf(layers)));
    for (const { parent } of Object.values(after.dataRoot.mounts))
      for (let chain: string | undefined = parent; chain; chain = below.get(chain)) used.add(chain);
    const kept = all([...there], (chain) => (used.has(chain) ? undefined : `nothing refers to layer ${chain}`));
    const lost = [...used]
      .filter((chain) => !there.has(chain))
      .map((chain) => `layer ${chain} is used, and is not there`);
    return { looks: kept.looks, breaches: [...kept.breaches, ...lost] };
  },
  L5: ({ after }) => {
    const directories = new Map<string, string>();
    return all(
      after.images.filter(({ layers, directories: them }) => layers.length > 0 && them.length === layers.length),
      ({ id, layers, directories: them }) => {
        const chains = chainsOf(layers);
        for (const [at, chain] of chains.entries()) {
          const directory = them[layers.length - 1 - at] ?? '';
          const known = directories.get(chain) ?? directory;
          directories.set(chain, known);
          if (known !== directory) return `layer ${chain} is stored twice, once for image ${id}`;
        }
        return undefined;
      },
    );
  },
  L6: ({ after }) =>
    all(after.images, ({ id, layers }) =>
      layers.length <= deepest ? undefined : `image ${id} has ${layers.length} layers`,
    ),
  I1: ({ after }) =>
    all(after.dataRoot?.configs ?? [], ({ name, digest }) =>
      name === digest ? undefined : `the config of image ${name} hashes to ${digest}`,
    ),
  I2: ({ after }) =>
    all(after.dataRoot?.configs ?? [], ({ name, layers, rows }) =>
      layers === rows ? undefined : `image ${name} has ${layers} layers and ${rows} rows that made one`,
    ),
  I3: ({ after }) =>
    all(Object.entries(after.dataRoot?.references ?? {}), ([name, image]) =>
      after.images.some(({ id }) => id === image) ? undefined : `${name} leads to image ${image}, which is not there`,
    ),
  I4: ({ after }) => {
    const there = new Set(after.images.map(({ id }) => id));
    const living = all(
      after.containers.filter(({ running }) => running),
      ({ name, image }) => (there.has(image) ? undefined : `${name} runs, and its image ${image} is gone`),
    );
    const parents = all(
      after.images.filter(({ parent }) => parent !== ''),
      ({ id, parent }) => (there.has(parent) ? undefined : `the parent ${parent} of image ${id} is gone`),
    );
    return { looks: living.looks + parents.looks, breaches: [...living.breaches, ...parents.breaches] };
  },
};

type Commit = {
  readonly made: ImageOutside;
  readonly base: ImageOutside;
  readonly source: Outside['containers'][number];
};

/** A commit that stands alone in its moment: which container it was of, and which image came. */
const commitIn = (moment: Moment): Commit | undefined => {
  const commits = moment.events.filter(({ Type, Action }) => Type === 'container' && Action.startsWith('commit'));
  const [made, ...more] = newImages(moment);
  const source = moment.before.containers.find(({ id }) => id === commits[0]?.Actor.ID);
  const base = moment.before.images.find(({ id }) => id === source?.image);
  return commits.length === 1 && made && more.length === 0 && source && base ? { made, base, source } : undefined;
};

const ofCommit =
  (flaw: (commit: Commit, moment: Moment) => string | undefined): Look =>
  (moment) => {
    const commit = commitIn(moment);
    return commit ? all([commit], (it) => flaw(it, moment)) : nothing;
  };

export const commitLaws: Readonly<Record<string, Look>> = {
  C1: ofCommit(({ made, base, source }) => {
    const more = made.layers.length - base.layers.length;
    if (made.historyRows !== base.historyRows + 1)
      return `the commit has ${made.historyRows} rows of history, its image ${base.historyRows}`;
    return more === 1 || (more === 0 && source.diff?.length === 0) ? undefined : `the commit has ${more} layers more`;
  }),
  C2: ofCommit(({ made, base }) =>
    same(made.layers.slice(0, base.layers.length), base.layers)
      ? undefined
      : `the commit ${made.id} does not begin with the layers of ${base.id}`,
  ),
  C4: ofCommit(({ source }, { after }) => {
    const now = after.containers.find(({ id }) => id === source.id);
    return now && same([now.diff, now.status, now.image], [source.diff, source.status, source.image])
      ? undefined
      : `the commit changed its source ${source.name}`;
  }),
  C5: ofCommit(({ made, source }) =>
    made.parent === source.image ? undefined : `the commit's parent is ${made.parent || 'nobody'}, not ${source.image}`,
  ),
};
