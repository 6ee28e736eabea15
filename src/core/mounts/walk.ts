/** What stands at a path without links; nothing where nothing stands. */
export type Seen = { readonly kind: 'symlink'; readonly target: string } | { readonly kind: 'directory' | 'other' };

/**
 * Where one comes by following the symlinks of a path inside a root: `at` without links, as far as something is there; a
 * loop; or the first name that would lie below a file.
 */
export type Walk = { readonly at: string } | { readonly loops: true } | { readonly below: string };

export type Manner = {
  /** Whether a link in the last place is followed too. */
  readonly follows: boolean;
  /** How many links may be followed before it counts as a loop. */
  readonly mostLinks: number;
};

/** One walk over all mounts: `see` knows what stands where, whatever file system that is in. */
export const walk = (see: (path: string) => Seen | undefined, path: string, { follows, mostLinks }: Manner): Walk => {
  const rest = namesOf(path);
  let at = '';
  let isBelowFile = false;
  let links = 0;
  for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
    if (name === '.') continue;
    if (name === '..') {
      at = at.replace(/\/[^/]*$/, '');
      isBelowFile = false;
      continue;
    }
    const next = `${at}/${name}`;
    if (isBelowFile) return { below: next };
    const found = see(next);
    if (found === undefined) return { at: [next, ...rest].join('/') };
    if (found.kind === 'symlink' && (follows || rest.length > 0)) {
      if (++links > mostLinks) return { loops: true };
      if (found.target.startsWith('/')) at = '';
      rest.unshift(...namesOf(found.target));
      continue;
    }
    at = next;
    isBelowFile = found.kind === 'other';
  }
  return { at: at === '' ? '/' : at };
};

const namesOf = (path: string): string[] => path.split('/').filter((name) => name !== '');
