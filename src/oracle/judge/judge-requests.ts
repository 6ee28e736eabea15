import type { TraceRequest } from '../trace.ts';
import type { Judgement, Violation } from './judgement.ts';

export type RequestAt = { readonly line: number; readonly request: TraceRequest };

/** What Docker answers to a verb by where the container stands: measured, docs/facts/container-lifecycle.md, section 2. */
type Row = Readonly<Record<string, readonly number[]>>;

const found: Row = { absent: [404], any: [200] };
/** A start may fail for what it is told to run: 400, 404, 500. */
const failing = [400, 404, 500];

const table: Readonly<Record<string, Row>> = {
  start: {
    absent: [404],
    created: [204, ...failing],
    running: [304],
    paused: [409],
    exited: [204, ...failing],
    restarting: [304],
  },
  stop: { absent: [404], created: [304], running: [204], paused: [204], exited: [304], restarting: [204] },
  restart: {
    absent: [404],
    created: [204, 500],
    running: [204, 500],
    paused: [204, 500],
    exited: [204, 500],
    restarting: [204, 500],
  },
  kill: { absent: [404], created: [409], running: [204], paused: [204], exited: [409], restarting: [204] },
  pause: { absent: [404], created: [409], running: [204], paused: [409], exited: [409], restarting: [409] },
  unpause: { absent: [404], created: [500], running: [500], paused: [204], exited: [500], restarting: [500] },
  remove: { absent: [404], created: [204], running: [409], paused: [409], exited: [204], restarting: [409] },
  'remove force': { absent: [404], created: [204], running: [204], paused: [204], exited: [204], restarting: [204] },
  exec: { absent: [404], created: [409], running: [201], paused: [409], exited: [409], restarting: [409] },
  top: { absent: [404], created: [409], running: [200], paused: [200], exited: [409], restarting: [409] },
  attach: {
    absent: [404],
    created: [101, 200],
    running: [101, 200],
    paused: [409],
    exited: [101, 200],
    restarting: [409],
  },
  json: found,
  logs: found,
  changes: found,
  export: found,
  update: { absent: [404], any: [200, 400, 409] },
  rename: { absent: [404], any: [204, 400, 409] },
};

/** Whether each request got an answer that Docker gives where the container stood. */
export const judgeRequests = (requests: readonly RequestAt[]): Judgement => {
  const violations: Violation[] = [];
  let judged = 0;
  let others = 0;
  for (const { line, request } of requests) {
    const allowed = answersTo(request);
    if (!allowed) others++;
    else {
      judged++;
      if (!allowed.includes(request.status)) violations.push(violationOf(line, request, allowed));
    }
  }
  return {
    judged: { requests: judged },
    violations,
    notJudged: others > 0 ? { 'requests that no table of states speaks of': others } : {},
    known: {},
  };
};

/** The statuses that fit; absent where nothing is known of the verb, or of where the container stood. */
const answersTo = (request: TraceRequest): readonly number[] | undefined => {
  const { before, after = before } = request;
  const row = table[verbOf(request) ?? ''];
  if (!row || before === undefined || after === undefined) return undefined;
  const wrongSignal = verbOf(request) === 'kill' && request.query?.signal !== undefined ? [400, 500] : [];
  const badName = verbOf(request) === 'rename' ? [400] : [];
  // Between the look before and the answer the container may have moved by itself.
  const answers = [...new Set([before, after])].map(
    (status) => row[status] ?? (status === 'absent' ? undefined : row.any),
  );
  return answers.includes(undefined) ? undefined : [...answers.flatMap((it) => it ?? []), ...wrongSignal, ...badName];
};

const verbOf = ({ method, path, query = {} }: TraceRequest): string | undefined => {
  const [, , verb] = /^(?:\/v[\d.]+)?\/containers\/([^/]+)(?:\/([a-z]+))?$/.exec(path) ?? [];
  if (method === 'DELETE' && verb === undefined && /\/containers\//.test(path))
    return query.link === undefined || !isTrue(query.link)
      ? isTrue(query.force)
        ? 'remove force'
        : 'remove'
      : undefined;
  return verb;
};

const isTrue = (text: string | undefined): boolean => text === '1' || text === 'true' || text === 'True';

const violationOf = (line: number, request: TraceRequest, allowed: readonly number[]): Violation => ({
  line,
  what:
    `request ${request.n}, ${request.method} ${request.path} on a container that was ${request.before}: ` +
    `${request.status}${request.message === undefined ? '' : ` ${request.message}`}`,
  rule: 'answers: docs/facts/container-lifecycle.md, section 2',
  allowed: [...new Set(allowed)].join(' or '),
});
