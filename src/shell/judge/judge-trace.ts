import { createHash } from 'node:crypto';
import { judgeData } from '../../oracle/judge/judge-data.ts';
import { judgeEvents } from '../../oracle/judge/judge-events.ts';
import { judgeFound } from '../../oracle/judge/judge-found.ts';
import { judgeRequests } from '../../oracle/judge/judge-requests.ts';
import { judgeSteps } from '../../oracle/judge/judge-steps.ts';
import { type Judgement, together } from '../../oracle/judge/judgement.ts';
import type { KnownDifferences } from '../../oracle/known.ts';
import { baseImages } from '../../oracle/names.ts';
import type { TraceHeader, TraceLine } from '../../oracle/trace.ts';
import { BadInput } from '../bad-input.ts';
import { ModelEngine } from '../oracle/model-engine.ts';
import { twinArchive } from '../twin/twin-images.ts';
import type { Read } from './read-trace.ts';

/** Holds a trace against the model, without any engine. */
export const judgeTrace = async (trace: Read, known?: KnownDifferences): Promise<Judgement> =>
  together([...(await ofSteps(trace, known)), ...ofRequests(trace), ...ofEvents(trace), ofRest(trace)]);

const ofSteps = async ({ header, lines }: Read, known: KnownDifferences | undefined): Promise<readonly Judgement[]> => {
  const steps = kindOf(lines, 'step');
  if (steps.length === 0) return [];
  if (!header?.busybox) throw new BadInput('a trace with steps says in its first line which busybox its images had');
  const { size, digest } = header.busybox;
  if (!Number.isSafeInteger(size) || size < 0 || size > 1 << 26) throw new BadInput(`a busybox of ${size} bytes?`);
  const standIn = new Uint8Array(size);
  const archive = twinArchive(baseImages, { busybox: standIn, redis: [] });
  const model = await ModelEngine.open(archive);
  const asked = steps.map(({ line, it }) => ({ line, step: withDigest(it, digest, standIn) }));
  const blind = known?.blind.map(({ aspect }) => aspect) ?? [];
  try {
    return [await judgeSteps(asked, { model, blind, known: known?.entries ?? [] })];
  } catch (error) {
    // The lines' shape was checked; what stands deeper in a command or an observation was not.
    if (error instanceof TypeError) throw new BadInput(`a step is none that the oracle asks or sees: ${error.message}`);
    throw error;
  }
};

/** A file's text carries the first digits of its digest; this machine's busybox need not be that of the recording. */
const withDigest = <T>(step: T, digest: string, standIn: Uint8Array): T => {
  const [there, here] = [digest, createHash('sha256').update(standIn).digest('hex')].map((it) =>
    it.replace('sha256:', '').slice(0, 16),
  );
  return JSON.parse(JSON.stringify(step).replaceAll(there ?? '', here ?? '')) as T;
};

const ofRequests = ({ lines }: Read): readonly Judgement[] => {
  const requests = kindOf(lines, 'request').map(({ line, it }) => ({ line, request: it }));
  return [judgeRequests(requests), judgeData(requests)];
};

const ofEvents = ({ lines }: Read): readonly Judgement[] => {
  const events = kindOf(lines, 'event');
  const found = events.flatMap(({ line, it: { event, found } }) =>
    found ? [{ line, name: nameOf(event), found }] : [],
  );
  return [
    judgeEvents(events.map(({ line, it }) => ({ line, event: it.event }))),
    {
      judged: found.length > 0 ? { 'looks at a container': found.length } : {},
      violations: found.flatMap(({ line, name, found }) => judgeFound(line, name, found)),
      notJudged: {},
      known: {},
    },
  ];
};

const nameOf = ({
  Actor,
}: {
  readonly Actor: { readonly ID: string; readonly Attributes?: Readonly<Record<string, string>> | null };
}): string => Actor.Attributes?.name ?? Actor.ID.slice(0, 12);

const ofRest = ({ lines, isWhole }: Read): Judgement => ({
  judged: {},
  violations: [],
  notJudged: {
    ...(!isWhole && { 'what came after the last line: the recording was cut off': 1 }),
    ...(kindOf(lines, 'step').length === 0 && { [`${missingIn(lines)}: not in this trace`]: 1 }),
  },
  known: {},
});

const missingIn = (lines: Read['lines']): string =>
  kindOf(lines, 'request').some(({ it }) => it.data) ? 'what is in files, processes' : 'files, layers, processes';

type Kind = Exclude<TraceLine, TraceHeader>['kind'];

const kindOf = <K extends Kind>(
  lines: Read['lines'],
  kind: K,
): readonly { readonly line: number; readonly it: Extract<TraceLine, { readonly kind: K }> }[] =>
  lines.flatMap(({ line, it }) =>
    it.kind === kind ? [{ line, it: it as Extract<TraceLine, { readonly kind: K }> }] : [],
  );
