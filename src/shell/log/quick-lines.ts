import type { ValidateFunction } from 'ajv';
import type { Event } from '../../core/event.ts';
import type { Instant } from '../../core/kernel/brand.ts';
import { ByteTexts } from './byte-texts.ts';
import { sealBytes } from './chain.ts';
import { dataCheckOf, newestOf, type StreamCheck, streamCheckOf } from './check-line.ts';
import type { Cause, Entry } from './record.ts';
import { nameOf, SharedTexts } from './shared-texts.ts';

/**
 * Reads lines that look as we write them (sealed, members in our order, nothing that needs an escape in the frame) from
 * their bytes. What comes again on every line, types and streams and commands, is compared with what was found sound
 * before, and only `data` is parsed and held against the schema. Any other line, sound or not, it leaves to `checkLine`,
 * which has the last word.
 */
export class QuickLines {
  private readonly shared: SharedTexts;
  private readonly streams: ByteTexts<Stream>;
  private readonly kinds = new ByteTexts<Kind>(1_000);
  private readonly commands = new ByteTexts<string>(1_000);
  private readonly time = new Uint8Array(timeLength);
  private timeText = '' as Instant;

  /** `mostStreams`: as many as are known at once. */
  constructor(shared = new SharedTexts(), mostStreams = 1_000_000) {
    this.shared = shared;
    this.streams = new ByteTexts(mostStreams);
  }

  /**
   * The entry of record number `seq`, which stands in these bytes, its newline left out; `undefined` when the line is not
   * for this reader. The bytes are UTF-8; `textAt` gives a part of them as text.
   */
  read(bytes: Buffer, from: number, lineEnd: number, seq: number, textAt: TextAt): Entry | undefined {
    return this.entryAt(bytes, from, lineEnd, seq, textAt, 'read');
  }

  /** Whether `read` would read it; nothing is made of it, and none of its texts is kept. */
  isSound(bytes: Buffer, from: number, lineEnd: number, seq: number, textAt: TextAt): boolean {
    return this.entryAt(bytes, from, lineEnd, seq, textAt, 'check') !== undefined;
  }

  /** The same of a line that was read before, so that it is not held against the schema again. */
  readChecked(bytes: Buffer, from: number, lineEnd: number, seq: number, textAt: TextAt): Entry | undefined {
    return this.entryAt(bytes, from, lineEnd, seq, textAt, 'checked');
  }

  private entryAt(
    bytes: Buffer,
    from: number,
    lineEnd: number,
    seq: number,
    textAt: TextAt,
    what: 'read' | 'check' | 'checked',
  ): Entry | undefined {
    // Where the marks stand in a line that was read before is known.
    const isNew = what !== 'checked';
    const end = lineEnd - sealBytes;
    if (isNew && (!isAt(bytes, end, sealMark) || bytes[lineEnd - 1] !== brace || bytes[lineEnd - 2] !== quote))
      return undefined;
    if (what === 'read' && !isHashAt(bytes, end + sealMark.length)) return undefined;
    if (isNew && !isAt(bytes, from, seqMark)) return undefined;
    let at = from + seqMark.length;
    if (isNew && numberAt(bytes, at) !== seq) return undefined;
    at += lengthOf(seq);
    if (isNew && !isAt(bytes, at, timeMark)) return undefined;
    at += timeMark.length;
    const time = this.timeAt(bytes, at, isNew);
    at += timeLength;
    if (time === undefined || (isNew && !isAt(bytes, at, streamMark))) return undefined;
    at += streamMark.length;
    let to = quoteFrom(bytes, at);
    const stream = this.streams.find(bytes, at, to) ?? this.learnStream(bytes, at, to);
    if (stream === undefined || (isNew && !isAt(bytes, to, typeMark))) return undefined;
    at = to + typeMark.length;
    to = quoteFrom(bytes, at);
    const kind = this.kinds.find(bytes, at, to) ?? this.learnKind(bytes, at, to);
    if (kind === undefined || (isNew && !isAt(bytes, to, kind.behind))) return undefined;
    at = to + kind.behind.length;
    const n = numberAt(bytes, at);
    if (n < 1) return undefined;
    at += lengthOf(n);
    if (isNew && !isAt(bytes, at, commandMark)) return undefined;
    at += commandMark.length;
    to = quoteFrom(bytes, at);
    const command = this.commands.find(bytes, at, to) ?? this.learnCommand(bytes, at, to);
    if (command === undefined || (isNew && !isAt(bytes, to, issuerMark))) return undefined;
    at = to + issuerMark.length;
    to = quoteFrom(bytes, at);
    const issuer = issuers.find(bytes, at, to);
    if (issuer === undefined) return undefined;
    at = to + 1;
    let pid: number | undefined;
    if (isAt(bytes, at, pidMark)) {
      pid = numberAt(bytes, at + pidMark.length);
      if (pid < 1) return undefined;
      at += pidMark.length + lengthOf(pid);
    }
    if (isNew && !isAt(bytes, at, dataMark)) return undefined;
    const data = dataAt(bytes, at + dataMark.length - 1, end, textAt);
    if (data === undefined) return undefined;
    if (isNew && !(kind.isData(data) && (stream.has === kind.asks || fits(stream, kind)))) return undefined;
    if (what === 'check') return soundEntry;
    this.shared.share(data, time);
    const cause: Cause = pid === undefined ? { n, command, issuer } : { n, command, issuer, pid };
    // The schema has shown that this is one of the events.
    const event = { stream: stream.kind, id: stream.id, type: kind.type, at: time, ...data } as unknown as Event;
    return { seq, cause, event };
  }

  /** The events of a command have the same time, and different times differ at their ends. */
  private timeAt(bytes: Buffer, from: number, isNew: boolean): Instant | undefined {
    const { time } = this;
    let at = timeLength - 1;
    while (at >= 0 && bytes[from + at] === time[at]) at -= 1;
    if (at < 0) return this.timeText;
    if (isNew && !isTimeAt(bytes, from)) return undefined;
    for (; at >= 0; at -= 1) time[at] = bytes[from + at] ?? 0;
    this.timeText = textOf(bytes, from, from + timeLength) as Instant;
    return this.timeText;
  }

  private learnStream(bytes: Buffer, from: number, to: number): Stream | undefined {
    const text = plainAt(bytes, from, to);
    if (text === undefined) return undefined;
    const { kind, id } = nameOf(text);
    const stream = { kind: this.shared.text(kind), id: this.shared.text(id), length: text.length, has: undefined };
    return this.streams.learn(bytes, from, to, stream);
  }

  private learnCommand(bytes: Buffer, from: number, to: number): string | undefined {
    const command = plainAt(bytes, from, to);
    return command === undefined ? undefined : this.commands.learn(bytes, from, to, this.shared.text(command));
  }

  private learnKind(bytes: Buffer, from: number, to: number): Kind | undefined {
    const type = plainAt(bytes, from, to);
    const version = type === undefined ? undefined : newestOf(type);
    if (type === undefined || version === undefined) return undefined;
    const behind = Buffer.from(`","v":${version},"cause":{"n":`);
    const kind = { type: this.shared.text(type), behind, isData: dataCheckOf(type), ...streamCheckOf(type) };
    return this.kinds.learn(bytes, from, to, kind);
  }
}

/** A part of a page of lines as text. */
export type TextAt = (from: number, to: number) => string;

/** Stands for any entry where only that there is one matters. */
const soundEntry = {} as Entry;

type Stream = {
  readonly kind: string;
  readonly id: string;
  /** Of its whole name: `host` is one, and `host/host` would be another. */
  readonly length: number;
  /** What the schema asks of streams, as far as this one is known to have it. */
  has: string | undefined;
};

type Kind = {
  readonly type: string;
  /** What stands between the name of the type and the number of the command. */
  readonly behind: Uint8Array;
  readonly isData: ValidateFunction;
} & StreamCheck;

const fits = (stream: Stream, { asks, isStream }: Kind): boolean => {
  const { kind, id, length } = stream;
  if (!isStream(length === kind.length ? kind : `${kind}/${id}`)) return false;
  stream.has = asks;
  return true;
};

const seqMark = Buffer.from('{"seq":');
const timeMark = Buffer.from(',"time":"');
const streamMark = Buffer.from('","stream":"');
const typeMark = Buffer.from('","type":"');
const commandMark = Buffer.from(',"command":"');
const issuerMark = Buffer.from('","issuer":"');
const pidMark = Buffer.from(',"pid":');
const dataMark = Buffer.from('},"data":{');
const moreMark = Buffer.from(',"more":');
const sealMark = Buffer.from(',"hash":"');

const quote = 0x22;
const brace = 0x7d;
const timeLength = 30;
/** Where there is a zero, a digit stands. */
const timePattern = Buffer.from('0000-00-00T00:00:00.000000000Z');
/** Text that stands in JSON as it is. */
const isPlain = /^[\w./:@+-]{1,300}$/;

/** A text of its own: a part of the page's would keep all of it in memory. */
const textOf = (bytes: Buffer, from: number, to: number): string => bytes.toString('latin1', from, Math.max(from, to));

const plainAt = (bytes: Buffer, from: number, to: number): string | undefined => {
  if (to <= from || to - from > 300) return undefined;
  const text = textOf(bytes, from, to);
  return isPlain.test(text) ? text : undefined;
};

const issuers = new ByteTexts<Cause['issuer']>(4);
for (const issuer of ['client', 'process', 'host', 'registry'] as const)
  issuers.learn(Buffer.from(issuer), 0, issuer.length, issuer);

const isAt = (bytes: Buffer, from: number, mark: Uint8Array): boolean => {
  if (from < 0) return false;
  for (let at = 0; at < mark.length; at += 1) if (bytes[from + at] !== mark[at]) return false;
  return true;
};

const isTimeAt = (bytes: Buffer, from: number): boolean => {
  for (let at = 0; at < timeLength; at += 1) {
    const [asked, found] = [timePattern[at] ?? 0, bytes[from + at] ?? 0];
    if (asked === 0x30 ? !isDigit(found) : found !== asked) return false;
  }
  return true;
};

const isHashAt = (bytes: Buffer, from: number): boolean => {
  for (let at = from; at < from + 64; at += 1) {
    const code = bytes[at] ?? 0;
    if (!(isDigit(code) || (code >= 0x61 && code <= 0x66))) return false;
  }
  return true;
};

/** Where the next quote stands. A newline ends every page, and no line is longer than that. */
const quoteFrom = (bytes: Buffer, from: number): number => {
  let at = from;
  while (at < bytes.length && bytes[at] !== quote) at += 1;
  return at;
};

/** The number that stands there as JSON writes it; -1 when there is none, or one of more than 15 digits. */
const numberAt = (bytes: Buffer, from: number): number => {
  let number = 0;
  let at = from;
  for (; at < from + 16; at += 1) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) break;
    number = number * 10 + digit;
  }
  const length = at - from;
  return length === 0 || length > 15 || (length > 1 && bytes[from] === 0x30) ? -1 : number;
};

const lengthOf = (number: number): number => {
  let length = 1;
  for (let most = 10; number >= most; most *= 10) length += 1;
  return length;
};

/** `data`, and behind it `more` or nothing. The rest of the frame is sound, so this is the line's data if it is JSON. */
const dataAt = (bytes: Buffer, from: number, end: number, textAt: TextAt): Record<string, unknown> | undefined => {
  let to = end;
  while (isDigit(bytes[to - 1] ?? 0)) to -= 1;
  if (to < end) {
    if (numberAt(bytes, to) < 1 || !isAt(bytes, to - moreMark.length, moreMark)) return undefined;
    to -= moreMark.length;
  }
  if (to - from === 2 && bytes[from + 1] === brace) return {};
  try {
    return JSON.parse(textAt(from, to)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
};

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
