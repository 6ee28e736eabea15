import { Agent, type IncomingMessage, request } from 'node:http';

/** Where an engine listens. */
export type Address = { readonly socketPath: string } | { readonly host: string; readonly port: number };

/** `unix:///path` or `tcp://host:port`; absent when it is neither. */
export const addressOf = (text: string): Address | undefined => {
  if (text.startsWith('unix://') && text.length > 'unix://'.length) return { socketPath: text.slice('unix://'.length) };
  const [, host, port] = /^tcp:\/\/([^:/]+):(\d{1,5})$/.exec(text) ?? [];
  return host === undefined || Number(port) > 65_535 ? undefined : { host, port: Number(port) };
};

export type Request = {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: unknown;
  /** Instead of a JSON body. */
  readonly bytes?: Uint8Array;
};

export type Response = { readonly status: number; readonly body: Buffer };

/** No single answer may take longer, in milliseconds: an engine that hangs is reported, not waited for. */
const patience = 30_000;

/** The engine said nothing for too long. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** How often a request is sent whose answer was lost with its connection. */
const mostTries = 4;

/** What answers is no engine. */
export class NoEngineApi extends Error {
  override readonly name = 'NoEngineApi';
}

/** Calls the Engine API, version 1.41. */
export class EngineClient {
  private readonly address: Address;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 8 });

  constructor(address: Address) {
    this.address = address;
  }

  async call(what: Request): Promise<Response> {
    const answer = await this.open(what);
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    return { status: answer.statusCode ?? 0, body: Buffer.concat(chunks) };
  }

  /** Reads the body as JSON; a refusal is an error. For what the oracle looks at, not for what it asks. */
  async get<T>(path: string, query?: Request['query']): Promise<T> {
    const { status, body } = await this.call({ method: 'GET', path, ...(query && { query }) });
    const text = body.toString('utf8');
    if (path === '/version' && (status !== 200 || !text.startsWith('{')))
      throw new NoEngineApi(`GET ${path}: ${status}`);
    if (status >= 400) throw new Error(`GET ${path}: ${status} ${text.trim()}`);
    return JSON.parse(text) as T;
  }

  /** The answer as a stream; for events. */
  open(what: Request, tries = 1): Promise<IncomingMessage> {
    const { method, path, query = {}, body, bytes } = what;
    const search = new URLSearchParams(
      Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]),
    ).toString();
    const sent = bytes ?? (body === undefined ? undefined : Buffer.from(JSON.stringify(body)));
    const type = bytes ? 'application/x-tar' : 'application/json';
    return new Promise((resolve, reject) => {
      const asked = request({
        ...this.address,
        agent: this.agent,
        method,
        path: `/v1.41${path}${search === '' ? '' : `?${search}`}`,
        headers: { Host: 'docker', ...(sent && { 'Content-Type': type, 'Content-Length': sent.length }) },
        // Nothing may happen for long.
        timeout: path === '/events' ? 0 : patience,
      });
      let answer: IncomingMessage | undefined;
      asked.on('timeout', () => {
        const silence = new NoAnswer(`${method} ${path}: no answer for ${patience / 1000} seconds`);
        // Once an answer has begun, an error of the request would reach nobody.
        answer?.destroy(silence);
        asked.destroy(silence);
      });
      asked.on('error', (error: NodeJS.ErrnoException) => {
        // A kept connection that the engine has just closed never brought the request there; and an engine that refuses a body
        // without reading it closes the connection, so that the refusal may be lost behind the error of writing on.
        const isLost = error.code === 'ECONNRESET' || error.code === 'EPIPE';
        if (isLost && (asked.reusedSocket || bytes) && tries < mostTries) resolve(this.open(what, tries + 1));
        else reject(error);
      });
      asked.on('response', (begun) => {
        answer = begun;
        resolve(begun);
      });
      asked.end(sent);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

/** The engine's words: JSON nearly always, sometimes a plain line. */
export const messageOf = (body: Buffer): string => {
  const text = body.toString('utf8');
  try {
    return String((JSON.parse(text) as { readonly message?: unknown }).message ?? text);
  } catch {
    return text.trim();
  }
};
