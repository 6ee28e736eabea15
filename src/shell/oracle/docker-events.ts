import type { IncomingMessage } from 'node:http';
import { type EventLine, eventText, ownerOf } from '../../oracle/event-text.ts';
import type { EngineClient } from './http.ts';

/** Listens to an engine's events. */
export class DockerEvents {
  private readonly client: EngineClient;
  private stream: IncomingMessage | undefined;
  private rest = '';
  private heard: EventLine[] = [];

  constructor(client: EngineClient) {
    this.client = client;
  }

  /** Forgets what was heard, and listens from now on. */
  async restart(): Promise<void> {
    this.stop();
    this.heard = [];
    this.rest = '';
    const stream = await this.client.open({ method: 'GET', path: '/events' });
    this.stream = stream;
    stream.setEncoding('utf8');
    stream.on('error', () => undefined);
    stream.on('data', (text: string) => {
      const lines = (this.rest + text).split('\n');
      this.rest = lines.pop() ?? '';
      for (const line of lines) if (line.trim() !== '') this.heard.push(JSON.parse(line) as EventLine);
    });
  }

  stop(): void {
    this.stream?.destroy();
    this.stream = undefined;
  }

  /** Everything heard since the last `forget`, by the object that it is about. */
  sinceLast(): Readonly<Record<string, readonly string[]>> {
    const byOwner: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
    for (const event of this.heard) {
      const owner = ownerOf(event);
      if (owner === undefined) continue;
      byOwner[owner] = [...(byOwner[owner] ?? []), eventText(event)];
    }
    return { ...byOwner };
  }

  forget(): void {
    this.heard = [];
  }
}
