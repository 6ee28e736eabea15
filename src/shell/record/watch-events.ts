import type { DockerEventLine, Found, TraceEvent } from '../../oracle/trace.ts';
import type { EngineClient } from '../oracle/http.ts';

type Inspected = {
  readonly State: {
    readonly Status: string;
    readonly Running: boolean;
    readonly Paused: boolean;
    readonly Pid: number;
    readonly ExitCode: number;
    readonly StartedAt: string;
    readonly FinishedAt: string;
  };
};

/** Notes each event that an engine tells, and how its container is found then, until it is told to stop. */
export const watchEvents = async (
  client: EngineClient,
  note: (line: TraceEvent) => void,
): Promise<() => Promise<void>> => {
  const stream = await client.open({ method: 'GET', path: '/events' });
  stream.setEncoding('utf8');
  stream.on('error', () => undefined);
  let rest = '';
  let noted: Promise<void> = Promise.resolve();
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter((it) => it.trim() !== '')) {
      const event = JSON.parse(line) as DockerEventLine;
      noted = noted.then(async () => {
        const found = event.Type === 'container' ? await foundOf(client, event.Actor.ID) : undefined;
        note({ kind: 'event', event, ...(found && { found }) });
      });
    }
  });
  return async () => {
    // Events come a moment after what they tell of.
    await new Promise((resolve) => setTimeout(resolve, 500));
    stream.destroy();
    await noted;
  };
};

/** What inspect says of a container; absent when it is not there. */
export const foundOf = async (client: EngineClient, reference: string): Promise<Found | undefined> => {
  const path = `/containers/${encodeURIComponent(reference)}/json`;
  const { status, body } = await client.call({ method: 'GET', path });
  if (status !== 200) return undefined;
  const { State } = JSON.parse(body.toString('utf8')) as Inspected;
  return {
    status: State.Status,
    running: State.Running,
    paused: State.Paused,
    pid: State.Pid,
    exitCode: State.ExitCode,
    startedAt: State.StartedAt,
    finishedAt: State.FinishedAt,
  };
};
