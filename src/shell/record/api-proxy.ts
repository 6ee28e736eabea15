import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TraceRequest } from '../../oracle/trace.ts';
import { type Address, type EngineClient, messageOf } from '../oracle/http.ts';
import { foundOf } from './watch-events.ts';

/** Bodies larger than this are passed on, but not kept: they are archives. */
const keptBytes = 64 * 1024;

/** Stands between a client and an engine, passes everything on, and notes what was asked and answered. */
export class ApiProxy {
  private readonly address: Address;
  private readonly client: EngineClient;
  private readonly note: (line: TraceRequest) => void;
  private readonly server: Server;
  private readonly sockets = new Set<Duplex>();
  private n = 0;

  constructor(address: Address, client: EngineClient, note: (line: TraceRequest) => void) {
    this.address = address;
    this.client = client;
    this.note = note;
    this.server = createServer((asked, answer) => void this.pass(asked, answer));
    this.server.on(
      'upgrade',
      (asked: IncomingMessage, socket: Duplex, head: Buffer) => void this.join(asked, socket, head),
    );
    this.server.on('connection', (socket) => this.keep(socket));
  }

  listen(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.on('error', reject);
      this.server.listen(path, resolve);
    });
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private keep(socket: Duplex): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => undefined);
  }

  private async pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const n = ++this.n;
    const before = await this.stands(asked);
    const sent: Buffer[] = [];
    const onward = request(
      { ...this.address, method: asked.method, path: asked.url, headers: asked.headers },
      (answered) => {
        answer.writeHead(answered.statusCode ?? 502, answered.headers);
        answer.flushHeaders();
        const body: Buffer[] = [];
        answered.on('data', (piece: Buffer) => {
          answer.write(piece);
          if (sizeOf(body) < keptBytes) body.push(piece);
        });
        answered.on('end', () => {
          void this.noted(n, asked, sent, before, answered.statusCode ?? 0, Buffer.concat(body)).then(() =>
            answer.end(),
          );
        });
        answered.on('error', () => answer.destroy());
      },
    );
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    asked.on('data', (piece: Buffer) => {
      onward.write(piece);
      if (sizeOf(sent) <= keptBytes) sent.push(piece);
    });
    asked.on('end', () => onward.end());
  }

  /** An attach takes the connection over: from then on it is bytes both ways. */
  private async join(asked: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    this.keep(socket);
    const n = ++this.n;
    const before = await this.stands(asked);
    const engine: Socket = 'socketPath' in this.address ? connect(this.address.socketPath) : connect(this.address);
    this.keep(engine);
    const headers = asked.rawHeaders.reduce(
      (text, word, at) => text + (at % 2 === 0 ? `${word}: ` : `${word}\r\n`),
      `${asked.method} ${asked.url} HTTP/1.1\r\n`,
    );
    engine.write(`${headers}\r\n`);
    if (head.length > 0) engine.write(head);
    engine.once('data', (piece: Buffer) => {
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(piece.toString('latin1'))?.[1] ?? 0);
      void this.noted(n, asked, [], before, status, Buffer.alloc(0));
      socket.write(piece);
      engine.pipe(socket);
    });
    socket.pipe(engine);
    socket.on('close', () => engine.destroy());
  }

  private async stands(asked: IncomingMessage): Promise<string | undefined> {
    const reference = containerIn(asked);
    if (reference === undefined) return undefined;
    return (await foundOf(this.client, reference))?.status ?? 'absent';
  }

  private async noted(
    n: number,
    asked: IncomingMessage,
    sent: readonly Buffer[],
    before: string | undefined,
    status: number,
    answered: Buffer,
  ): Promise<void> {
    const { pathname, searchParams } = new URL(asked.url ?? '/', 'http://engine');
    const query = Object.fromEntries(searchParams);
    const body = sizeOf(sent) > keptBytes ? undefined : jsonOf(Buffer.concat(sent));
    const after = before === undefined ? undefined : await this.stands(asked);
    this.note({
      kind: 'request',
      n,
      method: asked.method ?? '',
      path: pathname,
      ...(Object.keys(query).length > 0 && { query }),
      ...(body !== undefined && { body }),
      status,
      ...(status >= 400 && { message: messageOf(answered) }),
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    });
  }
}

const containerIn = ({ url = '' }: IncomingMessage): string | undefined => {
  const [, reference] = /^(?:\/v[\d.]+)?\/containers\/([^/?]+)/.exec(url) ?? [];
  return reference === undefined || ['json', 'create', 'prune'].includes(reference)
    ? undefined
    : decodeURIComponent(reference);
};

const sizeOf = (pieces: readonly Buffer[]): number => pieces.reduce((sum, { length }) => sum + length, 0);

const jsonOf = (bytes: Buffer): unknown => {
  try {
    return bytes.length === 0 ? undefined : JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
};
