import type { Bijection } from './bijection.ts';
import type { Answer, Aspect } from './engine.ts';
import { mayBeTold } from './event-order.ts';
import type { ImageSeen, Observation } from './observation.ts';

/** One place where two engines differ. */
export type Difference = {
  readonly aspect: Aspect;
  /** What differs: `web.status`. */
  readonly at: string;
  readonly expected: string;
  readonly actual: string;
};

type Report = (aspect: Aspect, at: string, expected: unknown, actual: unknown) => void;

/** Every difference between what the model and an engine answered and showed. */
export const differences = (
  names: Bijection,
  expected: { readonly answer: Answer; readonly seen: Observation },
  actual: { readonly answer: Answer; readonly seen: Observation },
  blind: readonly Aspect[],
): readonly Difference[] => {
  const found: Difference[] = [];
  const report: Report = (aspect, at, a, b) => {
    if (!blind.includes(aspect)) found.push({ aspect, at, expected: shown(a), actual: shown(b) });
  };
  compareAnswers(names, expected.answer, actual.answer, report);
  const [a, b] = [expected.seen, actual.seen];
  compare(names, 'containers', '', a.containers, b.containers, report);
  const [tagged, taggedThere] = [byTag(a.images), byTag(b.images)];
  compareLayers(names, tagged, taggedThere, report);
  compare(names, 'images', '', withoutLayers(tagged), withoutLayers(taggedThere), report);
  compare(names, 'volumes', '', a.volumes, b.volumes, report);
  const { close: near = { container: '' } } = a;
  const { close: there = { container: '' } } = b;
  compare(names, 'diff', near.container, byPath(near.diff), byPath(there.diff), report);
  compare(names, 'files', near.container, near.files, there.files, report);
  compare(names, 'logs', near.container, near.logs, there.logs, report);
  compare(names, 'processes', near.container, near.processes, there.processes, report);
  compare(names, 'inside', near.container, near.inside, there.inside, report);
  if (a.disk && b.disk) compare(names, 'disk', '', a.disk, b.disk, report);
  compareEvents(names, a.events, b.events, report);
  return found;
};

/** Event by event, unless an engine may tell them in the order in which it does. */
const compareEvents = (names: Bijection, a: Told, b: Told, report: Report): void => {
  for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const [lines, there] = [own(a, name), own(b, name)] as const;
    const isAllowed =
      isList(lines) && isList(there) && mayBeTold(lines, there, (line, other) => names.textMatches(line, other));
    if (!isAllowed) compareField(names, 'events', name, lines, there, report);
  }
};

type Told = Observation['events'];

const isList = (it: unknown): it is readonly string[] => Array.isArray(it);

/** Each tag says what it means; two tags of one image say the same id. */
type Tagged = Readonly<Record<string, Omit<ImageSeen, 'tags'>>>;
const byTag = (images: readonly ImageSeen[]): Tagged =>
  Object.fromEntries(images.flatMap(({ tags, ...image }) => tags.map((tag) => [tag, image])));

const withoutLayers = (images: Tagged): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(images).map(([tag, { layers, contents, ...image }]) => [tag, image]));

const compareLayers = (names: Bijection, a: Tagged, b: Tagged, report: Report): void => {
  for (const [tag, { layers, contents }] of Object.entries(a)) {
    const there = own(b, tag) as Tagged[string] | undefined;
    if (there === undefined) continue;
    if (there.layers.length !== layers.length) report('images', `${tag}.layers`, layers, there.layers);
    else
      for (const [at, layer] of layers.entries()) {
        const other = there.layers[at] ?? '';
        const content = contents?.[at];
        const isSame = content === undefined ? names.textMatches(layer, other) : names.layerMatches(content, other);
        if (!isSame) report('images', `${tag}.layers[${at}]`, layer, other);
      }
  }
};

/** `A /path` as a difference at that path. */
const byPath = (lines: readonly string[] | undefined): Readonly<Record<string, string>> | undefined =>
  lines && Object.fromEntries(lines.map((line) => [line.slice(2), line.slice(0, 1)]));

const compareAnswers = (names: Bijection, a: Answer, b: Answer, report: Report): void => {
  if (a.kind !== b.kind) report('answer', 'kind', a, b);
  else if (a.kind === 'refused' && b.kind === 'refused') {
    if (a.status !== b.status) report('answer', 'status', a, b);
    else if (!names.textMatches(a.message, b.message)) report('answer', 'message', a.message, b.message);
  } else if (a.kind === 'done' && b.kind === 'done') {
    if (a.exitCode !== b.exitCode) report('answer', 'exit code', a.exitCode, b.exitCode);
    if (!names.textMatches(comparable(a.output), comparable(b.output))) report('answer', 'output', a.output, b.output);
  }
};

/** What a side need not have looked at. */
const optional: ReadonlySet<Aspect> = new Set(['diff', 'files', 'logs', 'processes', 'inside']);

/** Goes down both sides at once; a side that did not look (absent) differs from nothing. */
const compare = (names: Bijection, aspect: Aspect, at: string, a: unknown, b: unknown, report: Report): void => {
  if (at !== '' && (a === undefined || b === undefined) && optional.has(aspect)) return;
  if (typeof a === 'string' && typeof b === 'string') {
    const told = aspect === 'logs' ? withoutTini : (text: string): string => text;
    if (!names.textMatches(told(a), told(b))) report(aspect, at, a, b);
  } else if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) report(aspect, at, a, b);
    else for (const [index, item] of a.entries()) compare(names, aspect, `${at}[${index}]`, item, b[index], report);
  } else if (isRecord(a) && isRecord(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
      compareField(names, aspect, at === '' ? key : `${at}.${key}`, own(a, key), own(b, key), report);
  } else if (a !== b) report(aspect, at, a, b);
};

const compareField = (names: Bijection, aspect: Aspect, at: string, a: unknown, b: unknown, report: Report): void => {
  if (a === undefined || b === undefined) {
    if (a !== b) report(aspect, at, a, b);
  } else compare(names, aspect, at, a, b, report);
};

/** How an engine without a network misses an image says whom it asked. */
const comparable = (output = ''): string =>
  withoutTini(output).replace(/^Step (\d+\/\d+ : FROM (\S+))\nGet "https?:.*$/gm, 'Step $1\nNo such image: $2');

/** docker-init says its child's number, which is drawn anew at each start. */
const withoutTini = (text: string): string => text.replace(/\[FATAL tini \(\d+\)\]/g, '[FATAL tini]');

const isRecord = (it: unknown): it is Readonly<Record<string, unknown>> =>
  typeof it === 'object' && it !== null && !Array.isArray(it);

/** Only an own field counts: a label may be called `constructor`. */
const own = (record: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(record, key) ? record[key] : undefined;

const shown = (it: unknown): string =>
  it === undefined ? 'nothing' : typeof it === 'string' ? it : JSON.stringify(it);
