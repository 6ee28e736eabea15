/**
 * Answers are compared up to renaming. A chapter writes `<id:web>` where an id stands: whatever stands there the first time
 * must stand there all through the chapter, and no two names may stand for the same thing.
 */
export type Names = {
  readonly values: Map<string, string>;
  readonly taken: Map<string, string>;
  /** The longest text that each name was seen as, for command lines. */
  readonly texts: Map<string, string>;
};

export const noNames = (): Names => ({ values: new Map(), taken: new Map(), texts: new Map() });

type Kind = {
  readonly form: string;
  /** What of a match is the thing itself: an id of 64 digits and its first 12 are the same. */
  readonly identity?: (text: string) => string;
  /** Times pass and sizes differ between engines: each place stands for itself, only its form counts. */
  readonly free?: true;
};

const kinds: Readonly<Record<string, Kind>> = {
  id: { form: '(?:[0-9a-f]{64}|[0-9a-f]{12})', identity: (text) => text.slice(0, 12) },
  digest: {
    form: '(?:sha256:)?(?:[0-9a-f]{64}|[0-9a-f]{12})',
    identity: (text) => text.replace('sha256:', '').slice(0, 12),
  },
  pid: { form: '[1-9][0-9]*' },
  link: { form: '[A-Z2-7]{26}' },
  name: { form: '[a-z]+_[a-z]+[0-9]?' },
  number: { form: '[0-9]+' },
  time: { form: '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+(?:Z| \\+0000 UTC)?', free: true },
  clock: { form: '[0-9]{2}:[0-9]{2}(?::[0-9]{2})?', free: true },
  ago: {
    form: '(?:Less than a second|About (?:a|an) (?:minute|hour)|[0-9]+ (?:seconds?|minutes?|hours?|days?|weeks?|months?|years?))',
    free: true,
  },
  size: { form: '[0-9.]+ ?[kMG]?B', free: true },
};

const token = /<([a-z]+)(?::([A-Za-z0-9_.-]+))?>/g;

/** The tools of another host may set their columns wider or narrower: then spaces count only as spaces. */
export type Columns = 'exact' | 'any';

/** Nothing when the lines agree, else a sentence about the first that does not. */
export const mismatch = (
  expected: readonly string[],
  actual: readonly string[],
  names: Names,
  columns: Columns = 'exact',
): string | undefined => {
  const length = Math.max(expected.length, actual.length);
  for (let at = 0; at < length; at += 1) {
    const want = expected[at];
    const got = actual[at];
    if (want === undefined) return `an extra line: ${got}`;
    if (got === undefined) return `a line is missing: ${want}`;
    const wrong = lineMismatch(want, got, names, columns);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
};

const lineMismatch = (expected: string, actual: string, names: Names, columns: Columns): string | undefined => {
  const written = (text: string): string =>
    columns === 'exact' ? escaped(text) : text.split(/ +/).map(escaped).join(' *');
  const places: { readonly kind: string; readonly name: string }[] = [];
  let pattern = '';
  let done = 0;
  for (const found of expected.matchAll(token)) {
    const [whole, kind = '', name = ''] = found;
    const known = kinds[kind];
    if (!known) continue;
    pattern += `${written(expected.slice(done, found.index))}(${known.form})`;
    done = found.index + whole.length;
    places.push({ kind, name });
  }
  pattern += written(expected.slice(done));
  const match = new RegExp(`^${pattern}\\s*$`).exec(actual);
  if (!match) return `expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
  for (const [at, place] of places.entries()) {
    const wrong = bind(place.kind, place.name, match[at + 1] ?? '', names);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
};

const bind = (kind: string, name: string, text: string, { values, taken, texts }: Names): string | undefined => {
  const { identity = (it: string) => it, free } = kinds[kind] ?? { form: '' };
  if (free || name === '') return undefined;
  const label = `${kind}:${name}`;
  const thing = `${kind}:${identity(text)}`;
  const before = values.get(label);
  if (before !== undefined && before !== thing)
    return `<${label}> was ${before.slice(kind.length + 1)}, now it is ${text}`;
  const owner = taken.get(thing);
  if (owner !== undefined && owner !== label) return `${text} is <${label}> here and was <${owner}> before`;
  values.set(label, thing);
  taken.set(thing, label);
  const bare = text.replace('sha256:', '');
  if (bare.length > (texts.get(label)?.length ?? 0)) texts.set(label, bare);
  return undefined;
};

/** Column widths follow the widest value, which may be a name or a time: two or more blanks equal two or more blanks. */
const escaped = (text: string): string =>
  text
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/ {2,}/g, ' {2,}')
    .replace(/\t/g, '\\s+');

/** A command line in which `<id:web>` stands for what it stood for before; digests without their `sha256:`. */
export const withNames = (command: string, { texts }: Names): string =>
  command.replace(token, (whole, kind: string, name?: string) =>
    kinds[kind] && name ? (texts.get(`${kind}:${name}`) ?? whole) : whole,
  );
