import type { Answer } from '../../oracle/engine.ts';
import type { Step } from '../../oracle/step.ts';
import { demultiplexed } from './demultiplex.ts';
import { type EngineClient, messageOf } from './http.ts';

/** `docker exec` over the API: made, started, and asked how it ended. */
export const execIn = async (
  client: EngineClient,
  { container, argv, user, workingDir, detach = false }: Extract<Step, { readonly do: 'exec' }>,
): Promise<Answer> => {
  const created = await client.call({
    method: 'POST',
    path: `/containers/${encodeURIComponent(container)}/exec`,
    body: {
      Cmd: argv,
      AttachStdout: !detach,
      AttachStderr: !detach,
      ...(user !== undefined && { User: user }),
      ...(workingDir !== undefined && { WorkingDir: workingDir }),
    },
  });
  if (created.status >= 300) return { kind: 'refused', status: created.status, message: messageOf(created.body) };
  const { Id } = JSON.parse(created.body.toString('utf8')) as { readonly Id: string };
  const started = await client.call({
    method: 'POST',
    path: `/exec/${Id}/start`,
    body: { Detach: detach, Tty: false },
  });
  if (started.status >= 300) return { kind: 'refused', status: started.status, message: messageOf(started.body) };
  if (detach) return { kind: 'done' };
  const { stdout } = demultiplexed(started.body);
  const exitCode = await exitCodeOf(client, Id);
  return { kind: 'done', ...(exitCode !== undefined && { exitCode }), output: stdout };
};

/** The stream may end a moment before the engine knows how the process ended; `undefined` when it never tells. */
const exitCodeOf = async (client: EngineClient, exec: string): Promise<number | undefined> => {
  type Inspected = { readonly Running: boolean; readonly ExitCode: number | null };
  for (let attempt = 0; attempt < 1000; attempt++) {
    const { status, body } = await client.call({ method: 'GET', path: `/exec/${exec}/json` });
    // The container was removed meanwhile, and its execs with it.
    if (status === 404) return 137;
    const now = JSON.parse(body.toString('utf8')) as Inspected;
    if (!now.Running && now.ExitCode !== null) return now.ExitCode;
    await pause(10);
  }
  return undefined;
};

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
