import { createHash } from 'node:crypto';
import type { DiffLook, ImageLook, LogsLook, Look } from '../../oracle/trace.ts';
import type { EngineClient } from '../oracle/http.ts';

/** A diff of more lines is told by their number and digest. */
const keptLines = 2000;
/** Longer logs are not looked at: each look reads them all. */
const readableBytes = 16 * 1024 * 1024;
/** How long one look may take, in milliseconds: the client that is recorded waits for it. */
const patience = 5000;

type Inspected = {
  readonly Id: string;
  readonly Image: string;
  readonly State: { readonly Status: string; readonly StartedAt: string };
  readonly Config: { readonly WorkingDir?: string; readonly Tty?: boolean };
  readonly Mounts?: readonly { readonly Destination: string }[] | null;
  readonly HostConfig?: {
    readonly LogConfig?: { readonly Type?: string; readonly Config?: Readonly<Record<string, string>> | null };
  };
};
type Change = { readonly Kind: number; readonly Path: string };
type InspectedImage = {
  readonly Id: string;
  readonly Parent?: string;
  readonly RootFS?: { readonly Layers?: readonly string[] | null };
};

/** Looks at the data of containers, one look after the other. What can not be looked at is left out: a session goes on. */
export class Looks {
  private readonly client: EngineClient;
  /** How long the logs of each container were found last. */
  private readonly lengths = new Map<string, number>();
  private last: Promise<unknown> = Promise.resolve();
  private taken = 0;

  constructor(client: EngineClient) {
    this.client = client;
  }

  at(reference: string): Promise<Look | undefined> {
    const look = this.last.then(() => inTime(this.lookAt(reference)));
    this.last = look;
    return look;
  }

  image(reference: string): Promise<ImageLook | undefined> {
    return inTime(this.imageOf(reference));
  }

  private async lookAt(reference: string): Promise<Look | undefined> {
    const path = `/containers/${encodeURIComponent(reference)}`;
    const { Id, Image } = await this.client.get<Inspected>(`${path}/json`);
    const changes = await tried(this.client.get<readonly Change[] | null>(`/containers/${Id}/changes`));
    // The state is asked for last: of a container that was created then, the diff is what create made.
    const { State, Config, Mounts, HostConfig } = await this.client.get<Inspected>(`/containers/${Id}/json`);
    const logs = isKept(HostConfig) ? await tried(this.logsOf(Id, Config.Tty === true)) : undefined;
    if (logs) this.lengths.set(Id, logs.bytes);
    const image = await tried(this.imageOf(Image));
    return {
      look: ++this.taken,
      id: Id,
      status: State.Status,
      startedAt: State.StartedAt,
      workingDir: Config.WorkingDir ?? '',
      mounts: (Mounts ?? []).map(({ Destination }) => Destination).sort(),
      ...(changes !== undefined && { diff: diffOf(changes ?? []) }),
      ...(logs && { logs }),
      ...(image && { image }),
    };
  }

  private async logsOf(id: string, isTerminal: boolean): Promise<LogsLook | undefined> {
    const query = { stdout: 1, stderr: 1 };
    const answer = await this.client.open({ method: 'GET', path: `/containers/${id}/logs`, query });
    const pieces: Buffer[] = [];
    let read = 0;
    for await (const piece of answer) {
      read += (piece as Buffer).length;
      if (read > readableBytes) return undefined;
      pieces.push(piece as Buffer);
    }
    if (answer.statusCode !== 200) return undefined;
    const body = Buffer.concat(pieces);
    const printed = isTerminal ? body : contentOf(body);
    const before = this.lengths.get(id);
    return {
      bytes: printed.length,
      digest: sha256(printed),
      ...(before !== undefined && {
        begins: { bytes: Math.min(before, printed.length), digest: sha256(printed.subarray(0, before)) },
      }),
    };
  }

  private async imageOf(reference: string): Promise<ImageLook> {
    const path = `/images/${encodeURIComponent(reference)}`;
    const { Id, Parent = '', RootFS } = await this.client.get<InspectedImage>(`${path}/json`);
    const rows = await this.client.get<readonly unknown[]>(`${path}/history`);
    return { id: Id, layers: RootFS?.Layers ?? [], history: rows.length, parent: Parent };
  }
}

/** Other drivers may have nothing to read; with a maximal size the oldest lines are dropped. */
const isKept = (hostConfig: Inspected['HostConfig']): boolean =>
  hostConfig?.LogConfig?.Type === 'json-file' && hostConfig.LogConfig.Config?.['max-size'] === undefined;

const diffOf = (changes: readonly Change[]): DiffLook => {
  const lines = changes.map(({ Kind, Path }) => `${'CAD'[Kind] ?? '?'} ${Path}`).sort();
  return lines.length <= keptLines
    ? lines
    : { lines: lines.length, digest: sha256(lines.map((line) => `${line}\n`).join('')) };
};

/** The data of all frames in their order, whichever stream they belong to. */
const contentOf = (body: Buffer): Buffer => {
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= body.length; ) {
    const length = body.readUInt32BE(at + 4);
    parts.push(body.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(parts);
};

const sha256 = (data: string | Buffer): string => `sha256:${createHash('sha256').update(data).digest('hex')}`;

const tried = async <T>(look: Promise<T>): Promise<T | undefined> => {
  try {
    return await look;
  } catch {
    return undefined;
  }
};

const inTime = <T>(look: Promise<T>): Promise<T | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patience);
  });
  return Promise.race([tried(look), late]).finally(() => clearTimeout(timer));
};
