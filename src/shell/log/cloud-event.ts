import type { LogLine } from './record.ts';

/**
 * An event as CloudEvents 1.0 in JSON (https://github.com/cloudevents/spec, "JSON Event Format"). The extensions have
 * names without capitals and hyphens, as the specification asks.
 */
export const cloudEvent = ({ seq, time, stream, type, v, cause, data, hash }: LogLine, source: string) => ({
  specversion: '1.0',
  id: String(seq),
  source,
  type: `io.plimsoll.${type}.v${v}`,
  subject: stream,
  time,
  datacontenttype: 'application/json',
  sequence: String(seq).padStart(15, '0'),
  command: cause.command,
  commandnumber: cause.n,
  issuer: cause.issuer,
  ...(cause.pid !== undefined && { pid: cause.pid }),
  ...(hash !== undefined && { hash }),
  data,
});
