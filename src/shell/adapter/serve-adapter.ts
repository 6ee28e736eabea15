import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { AdapterRequest, AdapterResponse } from '../../oracle/adapter-protocol.ts';
import type { EngineUnderTest, Focus } from '../../oracle/engine.ts';
import type { Observation } from '../../oracle/observation.ts';
import { BadInput } from '../bad-input.ts';
import { printable } from '../text/printable.ts';

/** Opens an engine when it is known which images sequences begin with. */
export type OpenEngine = (archive: Uint8Array) => Promise<EngineUnderTest>;

/** Serves an engine in the adapter protocol until the input ends or `close` is asked. */
export const serveAdapter = async (open: OpenEngine, input: Readable, write: (line: string) => void): Promise<void> => {
  let engine: EngineUnderTest | undefined;
  let at = 0;
  /** Of the present step: who looks again sees them again. */
  let events: Record<string, readonly string[]> = {};
  const opened = (): EngineUnderTest => {
    if (!engine) throw new Error('reset comes first: it names the images');
    return engine;
  };
  const seen = async (focus: Focus): Promise<Observation> => {
    const now = await opened().observe(focus);
    for (const [name, lines] of Object.entries(now.events))
      events = { ...events, [name]: [...(events[name] ?? []), ...lines] };
    return { ...now, events };
  };
  const answer = async (request: AdapterRequest): Promise<AdapterResponse> => {
    const { id } = request;
    switch (request.do) {
      case 'describe':
        return { id, capabilities: { name: 'plimsoll', version: '20.10.24', blind: [] } };
      case 'reset':
        engine ??= await open(readFileSync(request.images));
        await engine.reset();
        events = {};
        return { id, done: true };
      case 'perform':
        return { id, answer: await opened().perform(request.step) };
      case 'observe':
        return { id, observation: await seen(request.focus) };
      case 'observed':
        await opened().observed?.();
        events = {};
        return { id, done: true };
      case 'close':
        await engine?.close();
        return { id, done: true };
    }
    return { id, error: `nobody knows what ${printable(String((request as { do: unknown }).do))} is` };
  };
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    at += 1;
    if (line.trim() === '') continue;
    const request = requestOf(line);
    if (!request) throw new BadInput(`standard input:${at}: no request of the adapter protocol (docs/adapters.md)`);
    try {
      write(`${JSON.stringify(await answer(request))}\n`);
    } catch (error) {
      write(`${JSON.stringify({ id: request.id, error: error instanceof Error ? error.message : String(error) })}\n`);
    }
    if (request.do === 'close') return;
  }
};

const requestOf = (line: string): AdapterRequest | undefined => {
  try {
    const it = JSON.parse(line) as Partial<AdapterRequest> | null;
    return typeof it === 'object' && it !== null && Number.isInteger(it.id) && typeof it.do === 'string'
      ? (it as AdapterRequest)
      : undefined;
  } catch {
    return undefined;
  }
};
