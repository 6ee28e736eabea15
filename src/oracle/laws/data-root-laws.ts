import { all, type Files, type Moment, nothing, type Seen } from './outside.ts';

type Look = (moment: Moment) => Seen;

/** Where two lists of files part. */
const parting = (a: Files, b: Files): string | undefined =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].sort().find((path) => a[path] !== b[path]);

const alike = (what: string, a: Files, b: Files): string | undefined => {
  const path = parting(a, b);
  return path === undefined ? undefined : `${what}: ${path} is ${a[path] ?? 'not there'} and ${b[path] ?? 'not there'}`;
};

/** Of the data root and of the merged view. */
export const dataRootLaws: Readonly<Record<string, Look>> = {
  D2: ({ after: { dataRoot } }) => {
    if (!dataRoot) return nothing;
    const owned = new Set([
      ...dataRoot.layers.map(({ cache }) => cache),
      ...Object.values(dataRoot.mounts).flatMap(({ mount, init }) => [mount, init]),
    ]);
    const links = all(Object.entries(dataRoot.links), ([link, to]) =>
      dataRoot.directories[to]?.link === link ? undefined : `the link ${link} leads to ${to}, which does not know it`,
    );
    const directories = all(Object.entries(dataRoot.directories), ([name, { link, lower }]) => {
      if (!owned.has(name)) return `nobody owns overlay2/${name}`;
      if (dataRoot.links[link] !== name) return `overlay2/${name} is called ${link}, which leads elsewhere`;
      const missing = lower.find((it) => !(it in dataRoot.links));
      return missing === undefined ? undefined : `overlay2/${name} lies on ${missing}, which is not there`;
    });
    const missing = [...owned].filter((name) => !(name in dataRoot.directories));
    return {
      looks: links.looks + directories.looks,
      breaches: [...links.breaches, ...directories.breaches, ...missing.map((it) => `overlay2/${it} is not there`)],
    };
  },
  D3: ({ after: { dataRoot, images } }) =>
    all(dataRoot?.configs ?? [], ({ name, digest }) =>
      name === digest && images.some(({ id }) => id === name)
        ? undefined
        : `imagedb/content has ${name}, which is none`,
    ),
  W6: ({ views }) =>
    views?.folded
      ? all([views], ({ folded = {}, exported, container }) =>
          alike(`layers and export of ${container}`, folded, exported),
        )
      : nothing,
  D4: ({ views }) =>
    views?.mounted
      ? all([views], ({ mounted = {}, exported, container }) =>
          alike(`mount and export of ${container}`, mounted, exported),
        )
      : nothing,
  C3: ({ views }) =>
    views?.committed
      ? all([views], ({ committed = {}, exported, container }) =>
          alike(`${container} and a container of its commit`, exported, committed),
        )
      : nothing,
  W7: ({ after }) => {
    const removed = after.containers.flatMap(({ name, image, diff = [] }) =>
      diff.filter((change) => change.startsWith('D ')).map((change) => ({ name, image, path: change.slice(2) })),
    );
    const layers = after.dataRoot?.layers ?? [];
    if (layers.length === 0) return nothing;
    return all(removed, ({ name, path }) =>
      layers.some(({ paths }) => paths.includes(path)) ? undefined : `${name} removed ${path}, and no layer holds it`,
    );
  },
  W8: ({ views }) =>
    views?.copied
      ? all([views.copied], ({ path, below, above }) =>
          above.startsWith(below) ? undefined : `copy-up of ${path} made ${below} into ${above.slice(0, below.length)}`,
        )
      : nothing,
  P3: ({ views }) =>
    views?.inside
      ? all([views.inside], ({ seen, shown }) =>
          seen === shown ? undefined : `inside ${seen} processes are seen, top shows ${shown}`,
        )
      : nothing,
};
