import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Look, TraceData, TraceRequest } from '../../oracle/trace.ts';
import { type Address, type EngineClient, messageOf } from '../oracle/http.ts';
import { type Asked, askedBy, isHeldBack, mayWrite } from './asked.ts';
import { Looks } from './looks.ts';
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
  private readonly looks: Looks;
  private readonly underWay = new Set<Turn>();
  private readonly noting = new Set<Promise<void>>();
  private isClosed = false;
  private n = 0;

  constructor(address: Address, client: EngineClient, note: (line: TraceRequest) => void) {
    this.address = address;
    this.client = client;
    this.note = note;
    this.looks = new Looks(client);
    this.server = createServer((asking, answer) => void this.pass(asking, answer));
    this.server.on(
      'upgrade',
      (asking: IncomingMessage, socket: Duplex, head: Buffer) => void this.join(asking, socket, head),
    );
    this.server.on('connection', (socket) => this.keep(socket));
  }

  listen(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.on('error', reject);
      this.server.listen(path, resolve);
    });
  }

  /** What was answered is noted before it is over. */
  async close(): Promise<void> {
    this.server.close();
    await Promise.allSettled(this.noting);
    this.isClosed = true;
    for (const socket of this.sockets) socket.destroy();
  }

  private keep(socket: Duplex): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => undefined);
  }

  private async pass(asking: IncomingMessage, answer: ServerResponse): Promise<void> {
    const turn = await this.begin(asking);
    const isHeld = isHeldBack(turn.asked);
    const sent: Buffer[] = [];
    const onward = request(
      { ...this.address, method: asking.method, path: asking.url, headers: asking.headers },
      (answered) => {
        const head = (): void => {
          answer.writeHead(answered.statusCode ?? 502, answered.headers);
          answer.flushHeaders();
        };
        if (!isHeld) head();
        const body: Buffer[] = [];
        const held: Buffer[] = [];
        answered.on('data', (piece: Buffer) => {
          if (isHeld) held.push(piece);
          else answer.write(piece);
          if (sizeOf(body) < keptBytes) body.push(piece);
        });
        answered.on('end', () => {
          void this.noted(turn, sent, answered.statusCode ?? 0, Buffer.concat(body)).then(() => {
            if (isHeld) head();
            for (const piece of held) answer.write(piece);
            answer.end();
          });
        });
        answered.on('error', () => answer.destroy());
      },
    );
    onward.on('error', () => answer.destroy());
    answer.on('close', () => {
      this.underWay.delete(turn);
      onward.destroy();
    });
    asking.on('data', (piece: Buffer) => {
      onward.write(piece);
      if (sizeOf(sent) <= keptBytes) sent.push(piece);
    });
    asking.on('end', () => onward.end());
  }

  /** An attach takes the connection over: from then on it is bytes both ways. */
  private async join(asking: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    this.keep(socket);
    const turn = await this.begin(asking);
    const engine: Socket = 'socketPath' in this.address ? connect(this.address.socketPath) : connect(this.address);
    this.keep(engine);
    const headers = asking.rawHeaders.reduce(
      (text, word, at) => text + (at % 2 === 0 ? `${word}: ` : `${word}\r\n`),
      `${asking.method} ${asking.url} HTTP/1.1\r\n`,
    );
    engine.write(`${headers}\r\n`);
    if (head.length > 0) engine.write(head);
    engine.once('data', (piece: Buffer) => {
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(piece.toString('latin1'))?.[1] ?? 0);
      void this.noted(turn, [], status, Buffer.alloc(0));
      socket.write(piece);
      engine.pipe(socket);
    });
    socket.pipe(engine);
    socket.on('close', () => {
      this.underWay.delete(turn);
      engine.destroy();
    });
  }

  private async begin(asking: IncomingMessage): Promise<Turn> {
    const asked = askedBy(asking.method, asking.url);
    const turn: Turn = { n: ++this.n, asked };
    for (const other of this.underWay) {
      if (mayWrite(other.asked)) turn.isShared = true;
      if (mayWrite(asked)) other.isShared = true;
    }
    this.underWay.add(turn);
    if (asked.looksAt !== undefined) turn.look = await this.looks.at(asked.looksAt);
    turn.before = await this.stands(asked);
    return turn;
  }

  private async stands({ container }: Asked): Promise<string | undefined> {
    if (container === undefined) return undefined;
    try {
      return (await foundOf(this.client, container))?.status ?? 'absent';
    } catch {
      // An engine that does not answer this is not why a session ends.
      return undefined;
    }
  }

  private noted(...what: Parameters<ApiProxy['noteOf']>): Promise<void> {
    const noting = this.noteOf(...what).finally(() => this.noting.delete(noting));
    this.noting.add(noting);
    return noting;
  }

  private async noteOf(turn: Turn, sent: readonly Buffer[], status: number, answered: Buffer): Promise<void> {
    const { n, asked, before } = turn;
    const { method, path, query } = asked;
    const body = sizeOf(sent) > keptBytes ? undefined : jsonOf(Buffer.concat(sent));
    const after = before === undefined ? undefined : await this.stands(asked);
    const data = await this.dataOf(turn, status, answered);
    this.underWay.delete(turn);
    if (this.isClosed) return;
    this.note({
      kind: 'request',
      n,
      method,
      path,
      ...(Object.keys(query).length > 0 && { query }),
      ...(body !== undefined && { body }),
      status,
      ...(status >= 400 && { message: messageOf(answered) }),
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
      ...(data && { data }),
    });
  }

  private async dataOf(
    { asked, look, isShared }: Turn,
    status: number,
    answered: Buffer,
  ): Promise<TraceData | undefined> {
    const id = status === 201 && asked.makes ? idIn(answered) : undefined;
    const made = id !== undefined && asked.makes === 'image' ? await this.looks.image(id) : undefined;
    const looksAt = asked.makes === 'container' ? id : (look?.id ?? asked.looksAt);
    const after = looksAt === undefined ? undefined : await this.looks.at(looksAt);
    return look || after || made
      ? {
          ...(look && { before: look }),
          ...(after && { after }),
          ...(made && { made }),
          ...(isShared && { shared: true }),
        }
      : undefined;
  }
}

/** A request that is under way. */
type Turn = {
  readonly n: number;
  readonly asked: Asked;
  look?: Look | undefined;
  before?: string | undefined;
  isShared?: true;
};

const idIn = (answered: Buffer): string | undefined => {
  const it = jsonOf(answered) as { readonly Id?: unknown } | undefined;
  return typeof it?.Id === 'string' ? it.Id : undefined;
};

const sizeOf = (pieces: readonly Buffer[]): number => pieces.reduce((sum, { length }) => sum + length, 0);

const jsonOf = (bytes: Buffer): unknown => {
  try {
    return bytes.length === 0 ? undefined : JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
};
