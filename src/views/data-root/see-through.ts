import type { Face, Found } from './estate.ts';

/** A layer that has the path, and what it has there. */
export type Hit = { readonly face: Face; readonly found: Found };

/** What a look through a stack of layers finds at a path. */
export type Seen = {
  /** The path with the links of its directories followed. */
  readonly path: string;
  /** The layer that provides it; absent when nothing shows there. */
  readonly provider?: Hit;
  /** Further layers whose directories show through this one. */
  readonly merged: readonly Hit[];
  /** Layers that have the path and do not show. */
  readonly hidden: readonly Hit[];
  /** The layer that deletes it, or a directory on the way: its whiteout. */
  readonly deletedBy?: { readonly face: Face; readonly path: string };
};

/** The kernel follows as many links in a row. */
const mostLinks = 40;

/** Looks at a path as overlayfs does: the uppermost object wins, directories merge down to an opaque one. */
export const seeThrough = (faces: readonly Face[], path: string, links = mostLinks): Seen => {
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  let alive = faces;
  let at = '';
  for (const [index, name] of names.entries()) {
    if (name === '..')
      return seeThrough(faces, `${at.slice(0, at.lastIndexOf('/'))}/${names.slice(index + 1).join('/')}`, links);
    at = `${at}/${name}`;
    const step = stepInto(alive, at);
    const rest = names.slice(index + 1);
    if (rest.length === 0) return { path: at, ...step.seen, hidden: hiddenBelow(faces, at, step) };
    const { provider, deletedBy } = step.seen;
    const target = provider?.found.kind === 'symlink' ? provider.found.target : undefined;
    if (target !== undefined && links > 0)
      return seeThrough(
        faces,
        `${target.startsWith('/') ? '' : at.slice(0, at.lastIndexOf('/'))}/${target}/${rest.join('/')}`,
        links - 1,
      );
    if (provider?.found.kind !== 'directory') {
      const whole = `${at}/${rest.join('/')}`;
      return { path: whole, merged: [], hidden: hitsOf(faces, whole), ...(deletedBy && { deletedBy }) };
    }
    alive = step.directories;
  }
  const [provider, ...merged] = hitsOf(faces, '/');
  return { path: '/', ...(provider && { provider }), merged, hidden: [] };
};

type Step = {
  readonly seen: Omit<Seen, 'path' | 'hidden'>;
  /** Layers in which the walk goes on. */
  readonly directories: readonly Face[];
};

const stepInto = (alive: readonly Face[], path: string): Step => {
  let provider: Hit | undefined;
  const merged: Hit[] = [];
  for (const face of alive) {
    const found = face.look(path);
    if (!found) continue;
    if (found.kind === 'whiteout') {
      if (provider) break;
      return { seen: { merged: [], deletedBy: { face, path } }, directories: [] };
    }
    if (!provider) provider = { face, found };
    else if (found.kind === 'directory') merged.push({ face, found });
    else break;
    if (found.kind !== 'directory' || found.opaque) break;
  }
  const hits = provider?.found.kind === 'directory' ? [provider, ...merged] : [];
  return { seen: { ...(provider && { provider }), merged }, directories: hits.map(({ face }) => face) };
};

const hitsOf = (faces: readonly Face[], path: string): readonly Hit[] =>
  faces.flatMap((face) => {
    const found = face.look(path);
    return found && found.kind !== 'whiteout' ? [{ face, found }] : [];
  });

const hiddenBelow = (faces: readonly Face[], path: string, { seen: { provider, merged } }: Step): readonly Hit[] => {
  const shown = new Set([provider?.face, ...merged.map(({ face }) => face)]);
  return hitsOf(faces, path).filter(({ face }) => !shown.has(face));
};
