import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { AdapterRequest } from '../../oracle/adapter-protocol.ts';
import { type Answer, aspects, type Capabilities, type EngineUnderTest, type Focus } from '../../oracle/engine.ts';
import type { Observation } from '../../oracle/observation.ts';
import type { Step } from '../../oracle/step.ts';
import { BadInput } from '../bad-input.ts';
import { printable } from '../text/printable.ts';

/** Both ends of an adapter program. */
export type AdapterStreams = {
  /** How a message about it begins. */
  readonly name: string;
  readonly input: Writable;
  readonly output: Readable;
  readonly end: () => void;
};

/** How long an adapter may think about one request, in milliseconds. */
const patience = 120_000;
/** A line that is longer is no answer. */
const longestLine = 64 * 1024 * 1024;

type Ask = AdapterRequest extends infer R ? (R extends AdapterRequest ? Omit<R, 'id'> : never) : never;
type Told = Readonly<Record<string, unknown>>;
type Waiting = { readonly hear: (line: string) => void; readonly fail: (error: Error) => void };

/** A program in any language as an engine: one JSON object a line over its two streams. What it says wrongly is one line for people. */
export class AdapterEngine implements EngineUnderTest {
  private readonly streams: AdapterStreams;
  private readonly archive: Uint8Array;
  private readonly directory = mkdtempSync(join(tmpdir(), 'plimsoll-adapter-'));
  private readonly images = join(this.directory, 'images.tar');
  private waiting: Waiting | undefined;
  private ended: Error | undefined;
  private last = 0;

  constructor(streams: AdapterStreams, archive: Uint8Array) {
    this.streams = streams;
    this.archive = archive;
    const lines = createInterface({ input: streams.output, crlfDelay: Number.POSITIVE_INFINITY });
    lines.on('line', (line) => {
      if (this.waiting) this.waiting.hear(line);
      else if (line.trim() !== '') this.break(`said something that nobody asked: ${shortened(line)}`);
    });
    lines.on('close', () => this.break('ended before it was told to'));
    // A program that is gone can not be written to; that it is gone its other stream says.
    streams.input.on('error', () => {});
  }

  /** `COMMAND` as a shell runs it; what it writes on standard error goes to ours. */
  static run(command: string, archive: Uint8Array): AdapterEngine {
    const child = spawn('/bin/sh', ['-c', command], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
    child.on('error', () => {});
    const end = (): void => {
      child.stdin.end();
      // Its own process group: a pipeline ends as a whole.
      setTimeout(() => {
        if (child.exitCode === null && child.pid !== undefined)
          try {
            process.kill(-child.pid, 'SIGKILL');
          } catch {
            // It has ended by itself meanwhile.
          }
      }, 2000).unref();
    };
    return new AdapterEngine({ name: `exec:${command}`, input: child.stdin, output: child.stdout, end }, archive);
  }

  async describe(): Promise<Capabilities> {
    const { capabilities } = await this.ask({ do: 'describe' }, 'capabilities');
    const { name, version, blind } = capabilities as Partial<Capabilities>;
    if (typeof name !== 'string' || typeof version !== 'string')
      throw this.wrong('describes itself without name and version');
    const unknown = Array.isArray(blind) ? blind.find((it) => !aspects.includes(it)) : 'nothing';
    if (unknown !== undefined)
      throw this.wrong(`is blind for ${shortened(JSON.stringify(unknown))}, not for some of ${aspects.join(', ')}`);
    return { name, version, blind: blind ?? [] };
  }

  async perform(step: Step): Promise<Answer> {
    const { answer } = await this.ask({ do: 'perform', step }, 'answer');
    const { kind, status, message, why } = answer as Told;
    const isGood =
      kind === 'done' ||
      (kind === 'refused' && Number.isInteger(status) && typeof message === 'string') ||
      (kind === 'unsupported' && typeof why === 'string');
    if (!isGood) throw this.wrong(`answers a step with ${shortened(JSON.stringify(answer))}`);
    return answer as Answer;
  }

  async observe(focus: Focus): Promise<Observation> {
    const { observation } = await this.ask({ do: 'observe', focus }, 'observation');
    const { containers, images, volumes, events, disk } = observation as Told;
    const isGood =
      isObject(containers) &&
      isObject(events) &&
      isObject(volumes) &&
      (disk === undefined || isObject(disk)) &&
      Array.isArray(images) &&
      images.every((it) => isObject(it) && Array.isArray(it.tags) && Array.isArray(it.layers));
    if (!isGood) throw this.wrong(`observes ${shortened(JSON.stringify(observation))}`);
    return observation as Observation;
  }

  async observed(): Promise<void> {
    await this.ask({ do: 'observed' }, 'done');
  }

  async reset(): Promise<void> {
    if (this.last <= 1) writeFileSync(this.images, this.archive);
    await this.ask({ do: 'reset', images: this.images }, 'done');
  }

  async close(): Promise<void> {
    try {
      if (!this.ended) await this.ask({ do: 'close' }, 'done');
    } finally {
      this.ended ??= new BadInput('closed');
      this.streams.end();
      rmSync(this.directory, { recursive: true, force: true });
    }
  }

  private async ask(request: Ask, field: string): Promise<Told> {
    if (this.ended) throw this.ended;
    this.last += 1;
    const id = this.last;
    const line = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => this.break(`does not answer ${request.do} within ${patience / 1000} s`), patience);
      const finish = (): void => {
        clearTimeout(timer);
        this.waiting = undefined;
      };
      this.waiting = {
        hear: (text) => {
          finish();
          resolve(text);
        },
        fail: (error) => {
          finish();
          reject(error);
        },
      };
      this.streams.input.write(`${JSON.stringify({ id, ...request })}\n`);
    });
    if (line.length > longestLine) throw this.wrong(`answers ${request.do} with ${line.length} characters`);
    const told = parsed(line);
    if (!told) throw this.wrong(`answers ${request.do} with no JSON object: ${shortened(line)}`);
    if (told.id !== id)
      throw this.wrong(`answers ${request.do} ${id} with the id ${shortened(JSON.stringify(told.id))}`);
    if (typeof told.error === 'string') throw this.wrong(`gives up at ${request.do}: ${shortened(told.error)}`);
    if (field === 'done' ? told.done !== true : !isObject(told[field]))
      throw this.wrong(`answers ${request.do} without ${field}: ${shortened(line)}`);
    return told;
  }

  private wrong(what: string): BadInput {
    const error = new BadInput(`${printable(this.streams.name)} ${what}`);
    this.ended ??= error;
    return error;
  }

  private break(what: string): void {
    if (this.ended) return;
    const error = this.wrong(what);
    this.waiting?.fail(error);
  }
}

const isObject = (it: unknown): it is Told => typeof it === 'object' && it !== null && !Array.isArray(it);

const parsed = (line: string): Told | undefined => {
  try {
    const it: unknown = JSON.parse(line);
    return isObject(it) ? it : undefined;
  } catch {
    return undefined;
  }
};

const shortened = (text: string | undefined): string => {
  const words = printable(text ?? 'nothing');
  return words.length > 200 ? `${words.slice(0, 200)}…` : words;
};
