import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { NotHere } from '../bad-input.ts';
import { type Address, EngineClient } from '../oracle/http.ts';
import { ApiProxy } from './api-proxy.ts';
import { TraceWriter } from './trace-writer.ts';
import { watchEvents } from './watch-events.ts';

export type SessionRecording = {
  readonly address: Address;
  readonly engine: { readonly name: string; readonly version: string };
  readonly out: string;
  readonly now: string;
  /** What to run with DOCKER_HOST leading through the recorder; without it the engine is only watched. */
  readonly argv?: readonly string[];
  /** Resolves when watching is over. */
  readonly until: Promise<void>;
};

/** What a client asks and what the engine tells meanwhile. Answers the lines that were written, and how the command ended. */
export const recordSession = async (
  recording: SessionRecording,
): Promise<{ readonly lines: number; readonly exitCode: number }> => {
  const { address, engine, out, now, argv, until } = recording;
  const client = new EngineClient(address);
  const writer = new TraceWriter(out, { kind: 'plimsoll-trace', version: 2, engine, recorded: now });
  const directory = mkdtempSync(join(tmpdir(), 'pl-rec-'));
  try {
    const stop = await watchEvents(client, (line) => writer.write(line));
    const exitCode = argv
      ? await through(recording, client, writer, argv, join(directory, 'docker.sock'))
      : await until.then(() => 0);
    await stop();
    return { lines: writer.finish(), exitCode };
  } catch (error) {
    writer.abandon();
    throw error;
  } finally {
    client.close();
    rmSync(directory, { recursive: true, force: true });
  }
};

const through = async (
  { address }: SessionRecording,
  client: EngineClient,
  writer: TraceWriter,
  argv: readonly string[],
  socket: string,
): Promise<number> => {
  const proxy = new ApiProxy(address, client, (line) => writer.write(line));
  await proxy.listen(socket);
  try {
    const exitCode = await run(argv, `unix://${socket}`);
    writer.write({ kind: 'command', argv, exitCode });
    return exitCode;
  } finally {
    await proxy.close();
  }
};

const run = ([program = 'docker', ...words]: readonly string[], host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: 'inherit', env: { ...process.env, DOCKER_HOST: host } });
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new NotHere(`${program} is not on this machine`) : error),
    );
    child.on('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
