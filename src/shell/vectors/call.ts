import type { ClientCommand } from '../../core/commands/client/index.ts';
import type { Event } from '../../core/event.ts';
import type { Decision } from '../../core/kernel/decision.ts';
import type { LayerEntry } from '../../core/layers/entry.ts';
import type { ExpectedAnswer, VectorHost, VectorRequest } from '../../oracle/vectors/vector.ts';
import type { ModelEngine } from '../oracle/model-engine.ts';

/** The model that a story is told to, and what its steps have kept. */
export type Bench = { readonly model: ModelEngine; readonly kept: Map<string, Kept> };

/** What an answer left for later steps: an id, an archive's bytes, or what an archive holds. */
export type Kept = {
  readonly id?: string;
  readonly bytes?: Uint8Array;
  readonly entries?: readonly LayerEntry[];
};

/** A request that is more than a command of the model: it carries an archive, needs an earlier answer, or is the host's. */
export type Call = {
  readonly do: 'call';
  readonly line: string;
  readonly request?: VectorRequest;
  readonly host?: VectorHost;
  readonly keep?: string;
  /** Whose diff and logs are looked at afterwards. */
  readonly container?: string;
  /** Bodies that the request names. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
  /** Performs it on the model. */
  readonly perform: (bench: Bench) => Promise<ExpectedAnswer | undefined>;
};

const done: ExpectedAnswer = { status: [200, 201, 204] };

/** Asks the model; `then` says what an accepted answer leaves. */
export const asked = async (
  { model }: Bench,
  command: ClientCommand,
  then: (answer: unknown) => void = () => {},
): Promise<ExpectedAnswer> => {
  const decision = await model.bench.machine.perform(command);
  if (decision.accepted) then(decision.answer);
  return answerOf(decision);
};

const answerOf = (decision: Decision<Event>): ExpectedAnswer => {
  if (decision.accepted) return done;
  const { status, message } = decision.rejection;
  if (status === 0) return { status: [0] };
  // What is told in the stream of an answer that began well.
  return status === 200 ? { status: [200], error: message } : { status: [status], message };
};
