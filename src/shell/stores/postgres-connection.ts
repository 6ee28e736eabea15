import { createRequire } from 'node:module';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { BadInput } from '../bad-input.ts';

/** One statement with its values, and the rows it gives. */
export type Statement = { readonly sql: string; readonly values?: readonly unknown[] };
export type Row = readonly unknown[];

/** A refusal of the server: its message and its SQLSTATE. */
export class PostgresError extends Error {
  override readonly name = 'PostgresError';
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

/** Longer than any statement of ours takes; a server that is gone answers sooner, with an error. */
const longestWait = 120_000;

/**
 * A connection that answers before the call returns, as a file does: a worker thread talks to the server and this thread
 * waits for it. The model decides one command after the other, so there is nothing else to do meanwhile.
 */
export class PostgresConnection {
  private readonly worker: Worker;
  private readonly port: MessageChannel['port1'];
  private readonly bell = new Int32Array(new SharedArrayBuffer(4));
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    const pg = createRequire(import.meta.url).resolve('pg');
    this.worker = new Worker(`(${talkToServer.toString()})(require)`, {
      eval: true,
      workerData: { url, pg, bell: this.bell.buffer, port: port2 },
      transferList: [port2],
      execArgv: [],
    });
    this.worker.unref();
    this.port.unref();
    this.run({ sql: '' });
  }

  /** One statement is a transaction of its own. */
  run(statement: Statement): readonly Row[] {
    this.port.postMessage(statement);
    const rung = Atomics.wait(this.bell, 0, 0, longestWait);
    if (rung === 'timed-out') throw new BadInput(`${shown(this.url)}: no answer within ${longestWait / 1000} s`);
    Atomics.store(this.bell, 0, 0);
    const answer = receiveMessageOnPort(this.port)?.message as Answer | undefined;
    if (answer === undefined) throw new BadInput(`${shown(this.url)}: no answer`);
    if ('message' in answer) throw new PostgresError(answer.message, answer.code);
    return answer.rows;
  }

  /** All of them in one transaction, or none. */
  runAll(statements: readonly Statement[]): void {
    this.run({ sql: 'BEGIN' });
    try {
      for (const statement of statements) this.run(statement);
      this.run({ sql: 'COMMIT' });
    } catch (error) {
      this.run({ sql: 'ROLLBACK' });
      throw error;
    }
  }

  close(): void {
    this.port.close();
    void this.worker.terminate();
  }
}

/** Without its password. */
export const shown = (url: string): string => url.replace(/^(\w+:\/\/[^:@/]*):[^@/]*@/, '$1@');

type Answer = { readonly rows: readonly Row[] } | { readonly message: string; readonly code: string };

/**
 * What the worker runs. It arrives there as text, so it names nothing from outside but `require`. It connects at the first
 * statement, and again after the server went away; a statement that was under way then fails.
 */
const talkToServer = (load: NodeJS.Require): void => {
  const { workerData } = load('node:worker_threads');
  const { url, pg, bell, port } = workerData;
  const { Client } = load(pg);
  const rung = new Int32Array(bell);
  let client: InstanceType<typeof Client> | undefined;
  const connected = async () => {
    if (client) return client;
    const fresh = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
    fresh.on('error', () => {
      if (client === fresh) client = undefined;
    });
    await fresh.connect();
    client = fresh;
    return fresh;
  };
  const answer = (message: unknown): void => {
    port.postMessage(message);
    Atomics.store(rung, 0, 1);
    Atomics.notify(rung, 0);
  };
  port.on('message', async ({ sql, values }: Statement) => {
    try {
      const server = await connected();
      const { rows } = sql === '' ? { rows: [] } : await server.query({ text: sql, values, rowMode: 'array' });
      answer({ rows });
    } catch (error) {
      const { message, code } = error as { readonly message?: string; readonly code?: unknown };
      // A refused connection to several addresses has no message of its own.
      answer({ message: message || String(code ?? 'can not connect'), code: String(code ?? '') });
    }
  });
};
