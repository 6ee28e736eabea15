import type { LogRecord } from './store.ts';

/** The records of one stream, for a store without an index: only lines that could be meant are parsed. */
export function* byStream(records: Iterable<LogRecord>, stream: string): Generator<LogRecord> {
  const named = `"stream":${JSON.stringify(stream)}`;
  for (const record of records)
    if (record.text.includes(named) && (JSON.parse(record.text) as { stream?: unknown }).stream === stream)
      yield record;
}
