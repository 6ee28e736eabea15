import { bytesOf } from '../../../core/layers/raw-text.ts';
import { TarReader } from '../../../core/layers/read-tar.ts';
import type { TarHeader } from '../../../core/layers/tar-header.ts';
import { Crc64 } from './crc64.ts';

/**
 * What the engine keeps of a layer's tar beside the unpacked files, so that both together give the tar back byte for
 * byte (github.com/vbatts/tar-split): headers and padding as they are, names, sizes and checksums of contents.
 */
export class TarSplitter {
  private readonly write: (line: string) => void;
  private readonly reader: TarReader;
  private segment: Uint8Array[] = [];
  private current: { readonly header: TarHeader; readonly crc: Crc64; size: number } | undefined;
  private position = 0;
  /** Where the reader stands in the stream, and up to where bytes were put into segments or contents. */
  private taken = 0;
  private chunk: Uint8Array = new Uint8Array();
  private chunkAt = 0;

  constructor(write: (line: string) => void) {
    this.write = write;
    this.reader = new TarReader({
      entry: (header, offset) => {
        this.takeUpTo(offset);
        this.flush();
        this.current = { header, crc: new Crc64(), size: 0 };
      },
      data: (piece) => {
        if (!this.current) return;
        this.current.crc.update(piece);
        this.current.size += piece.length;
        this.taken += piece.length;
      },
      end: () => this.finishFile(),
    });
  }

  /** The next piece of the tar; a text says why it is none. */
  update(piece: Uint8Array): string | undefined {
    this.chunk = piece;
    const problem = this.reader.write(piece);
    if (problem) return problem.message;
    this.takeUpTo(this.chunkAt + piece.length);
    this.chunkAt += piece.length;
    return undefined;
  }

  /** The tar has ended: the end marker, and what follows it. */
  finish(): string | undefined {
    const problem = this.reader.finish();
    if (problem) return problem.message;
    const rest = Buffer.concat(this.segment);
    this.segment = [];
    const end = endOf(rest);
    if (end > 0) this.entry({ type: 2, payload: rest.subarray(0, end).toString('base64') });
    this.entry({ type: 2, payload: rest.subarray(end).toString('base64') });
    return undefined;
  }

  private takeUpTo(offset: number): void {
    if (offset <= this.taken) return;
    const from = Math.max(0, this.taken - this.chunkAt);
    const piece = this.chunk.slice(from, offset - this.chunkAt);
    this.segment.push(piece);
    this.taken += piece.length;
  }

  private flush(): void {
    const bytes = Buffer.concat(this.segment);
    this.segment = [];
    if (bytes.length > 0) this.entry({ type: 2, payload: bytes.toString('base64') });
  }

  private finishFile(): void {
    if (!this.current) return;
    const { header, crc, size } = this.current;
    this.current = undefined;
    const name = nameOf(header.name);
    this.entry({
      type: 1,
      ...name,
      ...(size > 0 && { size }),
      payload: size > 0 ? crc.digest().toString('base64') : null,
    });
  }

  private entry(fields: { readonly type: number } & Record<string, unknown>): void {
    this.write(`${escaped(JSON.stringify({ ...fields, position: this.position }))}\n`);
    this.position += 1;
  }
}

const block = 512;

/** Padding of the last content and the two zero blocks belong to what the reader has read; more is a segment of its own. */
const endOf = (rest: Buffer): number => {
  const whole = rest.length - (rest.length % block);
  const lead = rest.length % block;
  return Math.min(rest.length, lead + Math.min(whole, 2 * block));
};

/** Bytes that are not UTF-8 go into a field of their own. */
const nameOf = (name: string): Record<string, unknown> =>
  /[\udc80-\udcff]/.test(name.replace(/[\ud800-\udbff][\udc00-\udfff]/g, ''))
    ? { name_raw: Buffer.from(bytesOf(name)).toString('base64') }
    : { name };

/** Go's encoder escapes these. */
const escaped = (json: string): string =>
  json.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
