import { execFileSync } from 'node:child_process';
import { request } from 'node:http';
import { inject } from 'vitest';

/** An answer of the Engine API: its status and its body as text. `blocks` when the body had not ended in the time given. */
export type Answer = { readonly status: number; readonly body: string; readonly blocks: boolean };

export type Call = {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>> | null;
  readonly body?: unknown;
  /** How long to wait for the end of the body, in milliseconds. */
  readonly patience?: number;
};

/** An event as `/events` reports it. */
export type EngineEvent = {
  readonly Type: string;
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
};

/** The socket of the engine that the suites share. */
export const engineSocket = (): string => inject('engineSocket');

/** Calls the Engine API, version 1.41, over the unix socket. */
export const call = ({ method, path, query, body, patience = 60_000 }: Call): Promise<Answer> =>
  new Promise((resolve, rejectCall) => {
    const texts = Object.fromEntries(Object.entries(query ?? {}).map(([key, value]) => [key, String(value)]));
    const search = new URLSearchParams(texts).toString();
    const sent = body === undefined || body === null ? undefined : JSON.stringify(body);
    const asked = request({
      socketPath: engineSocket(),
      method,
      path: `/v1.41${path}${search === '' ? '' : `?${search}`}`,
      headers: {
        Host: 'docker',
        ...(sent === undefined ? {} : { 'Content-Type': 'application/json' }),
        // As the docker command does: the engine then answers 101 and hands over the raw stream.
        ...(path.endsWith('/attach') ? { Connection: 'Upgrade', Upgrade: 'tcp' } : {}),
      },
    });
    asked.on('error', rejectCall);
    asked.on('upgrade', (_answer, socket) => {
      socket.destroy();
      resolve({ status: 101, body: '', blocks: false });
    });
    asked.on('response', (answer) => {
      const chunks: Buffer[] = [];
      const end = (blocks: boolean): void => {
        clearTimeout(timer);
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8'), blocks });
        if (blocks) answer.destroy();
      };
      const timer = setTimeout(() => end(true), patience);
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => end(false));
      answer.on('error', () => undefined);
    });
    asked.end(sent);
  });

/** Calls and reads the body as JSON; throws on a refusal. For what a suite prepares, not for what it tests. */
export const ask = async <Value>(what: Call): Promise<Value> => {
  const { status, body } = await call(what);
  if (status >= 400) throw new Error(`${what.method} ${what.path}: ${status} ${body}`);
  return (body === '' ? undefined : JSON.parse(body)) as Value;
};

/** The message of a refusal: JSON almost everywhere, a plain line with CRLF from attach, nothing from HEAD. */
export const messageOf = ({ status, body }: Answer): string | null => {
  if (status < 400 || body === '') return null;
  try {
    return (JSON.parse(body) as { readonly message: string }).message;
  } catch {
    return body;
  }
};

/** The engine's events from one moment to another (`Date.now()` values): the daemon keeps the last 256 of them. */
export const eventsBetween = async (since: number, until: number): Promise<readonly EngineEvent[]> => {
  const query = { since: (since / 1000).toFixed(3), until: (until / 1000).toFixed(3) };
  const { body } = await call({ method: 'GET', path: '/events', query });
  return body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as EngineEvent);
};

/** Runs the `docker` command against the engine and gives what it prints. */
export const docker = (...args: readonly string[]): string =>
  execFileSync('docker', args, {
    encoding: 'utf8',
    env: { ...process.env, DOCKER_HOST: `unix://${engineSocket()}`, DOCKER_BUILDKIT: '0' },
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** Lets the time pass that an engine needs to report what follows from an answer. */
export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
