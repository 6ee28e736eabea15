import type { DiffLook, ImageLook, Look, TraceData } from '../trace.ts';
import type { RequestAt } from './judge-requests.ts';
import type { Judgement, Violation } from './judgement.ts';

const rules = {
  empty: 'W2: create makes a new, empty write layer',
  kept: 'W3: the write layer of a container that does not run changes only by what is copied into it',
  appends: 'C1: a commit appends one history row, and one layer, or none and an empty row if nothing was written',
  first: "C2: the parent's diff ids are the first of the commit's",
  source: 'C4: a commit leaves its source as it was',
  parent: 'C5: a commit records the image of its container as its parent',
  image:
    "L1, I1: a registered layer never changes, and an image's id is the digest of its config: its layers are always the same",
  logs: 'logs: what the processes of a container print is kept: it only grows, also over stop and restart',
} as const;

/** Whether write layers, commits, images and logs are found as the model allows, look by look. */
export const judgeData = (requests: readonly RequestAt[]): Judgement => {
  const withData = requests.flatMap(({ line, request }) =>
    request.data ? [{ line, request, data: request.data }] : [],
  );
  if (withData.length === 0) return { judged: {}, violations: [], notJudged: {}, known: {} };
  const tally = new Tally();
  for (const one of withData) {
    if (isCreate(one)) created(one, tally);
    else if (isCommit(one)) committed(one, tally);
    else kept(one, tally);
  }
  images(withData, tally);
  logs(withData, tally);
  for (const { request } of requests)
    if (!request.data && request.before !== undefined && request.before !== 'absent')
      tally.notJudged('data that could not be looked at');
  return tally.judgement();
};

type DataAt = RequestAt & { readonly data: TraceData };

class Tally {
  private readonly counts = new Map<string, number>();
  private readonly rest = new Map<string, number>();
  private readonly violations: Violation[] = [];

  judged(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  notJudged(what: string): void {
    this.rest.set(what, (this.rest.get(what) ?? 0) + 1);
  }

  wrong({ line, request: { n, method, path } }: RequestAt, what: string, rule: string, allowed: string): void {
    this.violations.push({ line, what: `request ${n}, ${method} ${path}: ${what}`, rule, allowed });
  }

  judgement(): Judgement {
    return {
      judged: Object.fromEntries(this.counts),
      violations: this.violations,
      notJudged: Object.fromEntries(this.rest),
      known: {},
    };
  }
}

const pathOf = ({ request: { path } }: RequestAt): string => path.replace(/^\/v[\d.]+(?=\/)/, '');
const verbOf = (at: RequestAt): string => /^\/containers\/[^/]+\/([a-z]+)/.exec(pathOf(at))?.[1] ?? '';
const isCreate = (at: RequestAt): boolean => at.request.method === 'POST' && pathOf(at) === '/containers/create';
const isCommit = (at: RequestAt): boolean => at.request.method === 'POST' && pathOf(at) === '/commit';

const created = (at: DataAt, tally: Tally): void => {
  const { after } = at.data;
  if (!after?.diff || after.status !== 'created') {
    tally.notJudged('containers that had started, or could not be looked at, right after create');
    return;
  }
  tally.judged('write layers');
  const { diff, workingDir } = after;
  const more = isListed(diff) ? diff.filter((change) => !leadsTo(change.slice(2), workingDir)) : diff;
  if (!isListed(more) || more.length > 0)
    tally.wrong(
      at,
      `${named(after)} was created with ${told(more)}`,
      rules.empty,
      workingDir === '' || workingDir === '/' ? 'no change' : `no change but for its working directory, ${workingDir}`,
    );
};

/** Whether it is the goal or a directory above it. */
const leadsTo = (path: string, goal: string): boolean => goal === path || goal.startsWith(`${path}/`);

/** A container's data before and after a request in which it did not run and nobody else wrote into it. */
const restingIn = ({ before, after, shared }: TraceData): readonly [Look, Look] | undefined =>
  before && after && !shared && isResting(before) && isResting(after) && before.startedAt === after.startedAt
    ? [before, after]
    : undefined;

const isResting = ({ status }: Look): boolean => ['created', 'exited', 'dead'].includes(status);

const kept = (at: DataAt, tally: Tally): void => {
  const { before, after } = at.data;
  if (!before || !after) return;
  const verb = verbOf(at);
  const pair = restingIn(at.data);
  // A start makes mount points, also one that fails.
  const mayWrite = ['start', 'restart'].includes(verb) || (verb === 'archive' && at.request.method === 'PUT');
  if (!pair || mayWrite) tally.notJudged('write layers of containers that run, start or are copied into');
  else if (unlike(pair[0].id, pair[1].id) || !before.diff || !after.diff)
    tally.notJudged('write layers that could not be looked at');
  else {
    tally.judged('write layers');
    // To read from an archive mounts the volumes: mount points that were not there yet are made (measured).
    const points = verb === 'archive' ? after.mounts : [];
    const difference = between(before.diff, after.diff, points);
    if (difference !== undefined)
      tally.wrong(
        at,
        `the diff of ${named(after)}, which did not run, has ${difference}`,
        rules.kept,
        `${told(before.diff)}, as before`,
      );
  }
};

const unlike = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);

/** How a diff has changed; absent when it has not. */
const between = (before: DiffLook, after: DiffLook, points: readonly string[] = []): string | undefined => {
  if (!isListed(before) || !isListed(after))
    return unlike(before, after) ? `${told(after)} instead of ${told(before)}` : undefined;
  const more = after.filter((it) => !before.includes(it) && !points.some((point) => leadsTo(it.slice(2), point)));
  const fewer = before.filter((it) => !after.includes(it));
  const parts = [more.length > 0 && `${told(more)} more`, fewer.length > 0 && `lost ${told(fewer)}`];
  return more.length + fewer.length === 0 ? undefined : parts.filter(Boolean).join(', and ');
};

const committed = (at: DataAt, tally: Tally): void => {
  if (at.request.status !== 201) return;
  const { before, after, made } = at.data;
  const image = before?.image ?? after?.image;
  if (!made || !image) {
    tally.notJudged('commits that could not be looked at');
    return;
  }
  tally.judged('commits');
  const more = made.layers.length - image.layers.length;
  const hasWritten = [before, after].every((look) => look?.diff !== undefined && !isEmpty(look.diff));
  if (more !== 1 && (more !== 0 || hasWritten))
    tally.wrong(
      at,
      `the commit has ${made.layers.length} layers, the image of its container ${image.layers.length}`,
      rules.appends,
      hasWritten ? `${image.layers.length + 1} layers` : `${image.layers.length + 1} or ${image.layers.length} layers`,
    );
  if (made.history !== image.history + 1)
    tally.wrong(
      at,
      `the commit has ${made.history} rows of history, the image of its container ${image.history}`,
      rules.appends,
      `${image.history + 1} rows`,
    );
  const other = image.layers.findIndex((layer, n) => n < made.layers.length && made.layers[n] !== layer);
  if (other >= 0)
    tally.wrong(
      at,
      `layer ${other + 1} of the commit is ${made.layers[other]}`,
      rules.first,
      String(image.layers[other]),
    );
  if (made.parent !== image.id)
    tally.wrong(at, `the commit's parent is ${made.parent === '' ? 'nobody' : made.parent}`, rules.parent, image.id);
  leftAsItWas(at, tally);
};

const leftAsItWas = (at: DataAt, tally: Tally): void => {
  const pair = restingIn(at.data);
  if (!pair) {
    tally.notJudged('write layers of containers that run, start or are copied into');
    return;
  }
  const [before, after] = pair;
  tally.judged('write layers');
  const difference = before.diff && after.diff && between(before.diff, after.diff);
  if (difference !== undefined)
    tally.wrong(
      at,
      `the diff of ${named(after)} has ${difference}`,
      rules.source,
      `${told(before.diff ?? [])}, as before`,
    );
  if (before.image && after.image && before.image.id !== after.image.id)
    tally.wrong(at, `the image of ${named(after)} is ${after.image.id}`, rules.source, before.image.id);
};

const images = (all: readonly DataAt[], tally: Tally): void => {
  const seen = new Map<string, ImageLook>();
  for (const at of all)
    for (const image of [at.data.before?.image, at.data.after?.image, at.data.made]) {
      if (!image) continue;
      tally.judged('looks at an image');
      const first = seen.get(image.id) ?? image;
      seen.set(image.id, first);
      if (unlike(image.layers, first.layers))
        tally.wrong(at, `image ${image.id} has the layers ${listed(image.layers)}`, rules.image, listed(first.layers));
      else if (image.history !== first.history)
        tally.wrong(at, `image ${image.id} has ${image.history} rows of history`, rules.image, `${first.history} rows`);
    }
};

/** Looks in the order in which they were taken: each finds at least what the one before found. */
const logs = (all: readonly DataAt[], tally: Tally): void => {
  const looks = all
    .flatMap((at) => [at.data.before, at.data.after].flatMap((look) => (look ? [{ at, look }] : [])))
    .sort((a, b) => a.look.look - b.look.look);
  const last = new Map<string, NonNullable<Look['logs']>>();
  for (const { at, look } of looks) {
    const { id, logs } = look;
    if (!logs) {
      tally.notJudged('logs that could not be looked at');
      continue;
    }
    const before = last.get(id);
    last.set(id, logs);
    if (!before) continue;
    const begins = logs.bytes === before.bytes ? logs : logs.begins;
    if (logs.bytes < before.bytes)
      tally.wrong(
        at,
        `the logs of ${named(look)} have ${logs.bytes} bytes`,
        rules.logs,
        `${before.bytes} bytes or more`,
      );
    else if (begins?.bytes !== before.bytes) {
      tally.notJudged('logs whose look before is not in the trace');
      continue;
    } else if (begins.digest !== before.digest)
      tally.wrong(
        at,
        `the first ${before.bytes} bytes of the logs of ${named(look)} are ${begins.digest}`,
        rules.logs,
        before.digest,
      );
    tally.judged('logs');
  }
};

const named = ({ id }: Look): string => `container ${id.slice(0, 12)}`;
const isListed = (diff: DiffLook): diff is readonly string[] => Array.isArray(diff);
const isEmpty = (diff: DiffLook): boolean => isListed(diff) && diff.length === 0;
const told = (diff: DiffLook): string =>
  !isListed(diff) ? `${diff.lines} changes (${diff.digest})` : diff.length === 0 ? 'no change' : listed(diff);
const listed = (lines: readonly string[]): string =>
  lines.length > 5 ? `${lines.slice(0, 5).join(', ')} and ${lines.length - 5} more` : lines.join(', ') || 'none';
