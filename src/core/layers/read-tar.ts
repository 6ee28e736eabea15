import { decodeHeader, isZero, type Pax, paxOf } from './decode-header.ts';
import { concat } from './raw-text.ts';
import { blockSize, paddingOf, type TarHeader } from './tar-header.ts';

/** Why a tar can not be read, in Go's words, and where. */
export type TarProblem = { readonly message: string; readonly offset: number };

/** What a reader tells as it goes. */
export type TarSink = {
  /** A new member; its content, if any, follows. `offset` is where the content starts in the stream. */
  readonly entry: (header: TarHeader, offset: number) => void;
  /** A piece of the content. It may be reused after the call: copy what must stay. */
  readonly data: (piece: Uint8Array) => void;
  /** The member is complete. */
  readonly end: () => void;
};

export const invalidHeader = 'archive/tar: invalid tar header';
const unexpectedEnd = 'unexpected EOF';
/** Go's limit for the content of a header that extends the next one. */
const mostExtension = 1 << 20;
const headerOnly = new Set(['1', '2', '3', '4', '5', '6']);

/**
 * Reads a tar as it comes, in pieces of any size, as Go's `archive/tar` reads it for Docker: ustar, PAX, GNU long
 * names, old v7. It holds one header block and at most a mebibyte of extension at a time.
 */
export class TarReader {
  private readonly sink: TarSink;
  private readonly block = new Uint8Array(blockSize);
  private filled = 0;
  /** Bytes of content and of padding that are still to come. */
  private content = 0;
  private padding = 0;
  private inMember = false;
  private extension: { readonly type: string; readonly pieces: Uint8Array[] } | undefined;
  private pax: Pax = {};
  private position = 0;
  private zeroBlocks = 0;
  private problem: TarProblem | undefined;

  constructor(sink: TarSink) {
    this.sink = sink;
  }

  /** The next piece of the stream. Once there is a problem, everything further is ignored. */
  write(piece: Uint8Array): TarProblem | undefined {
    for (let at = 0; at < piece.length && !this.problem; ) {
      if (this.zeroBlocks === 2) return undefined;
      const used =
        this.content > 0 ? this.take(piece, at) : this.padding > 0 ? this.skip(piece, at) : this.head(piece, at);
      at += used;
      this.position += used;
      if (this.filled === blockSize) this.block512();
    }
    return this.problem;
  }

  /** The stream has ended. */
  finish(): TarProblem | undefined {
    const torn = this.content > 0 || this.padding > 0 || this.filled > 0 || this.extension !== undefined;
    if (!this.problem && torn && this.zeroBlocks < 2) this.fail(unexpectedEnd);
    return this.problem;
  }

  private fail(message: string): void {
    this.problem = { message, offset: this.position };
  }

  private take(piece: Uint8Array, at: number): number {
    const data = piece.subarray(at, at + this.content);
    this.content -= data.length;
    if (this.extension) this.extension.pieces.push(data.slice());
    else this.sink.data(data);
    if (this.content === 0) this.complete();
    return data.length;
  }

  private skip(piece: Uint8Array, at: number): number {
    const used = Math.min(this.padding, piece.length - at);
    this.padding -= used;
    return used;
  }

  private head(piece: Uint8Array, at: number): number {
    const part = piece.subarray(at, at + blockSize - this.filled);
    this.block.set(part, this.filled);
    this.filled += part.length;
    return part.length;
  }

  private block512(): void {
    this.filled = 0;
    if (isZero(this.block)) {
      this.zeroBlocks += 1;
      return;
    }
    const header = this.zeroBlocks > 0 ? undefined : decodeHeader(this.block, this.pax);
    if (!header) this.fail(invalidHeader);
    else if ('xgLK'.includes(header.type)) this.extend(header);
    else this.member(header);
  }

  private extend({ type, size }: TarHeader): void {
    if (size > mostExtension) {
      this.fail(invalidHeader);
      return;
    }
    this.extension = { type, pieces: [] };
    this.content = size;
    this.padding = paddingOf(size);
    if (size === 0) this.complete();
  }

  private member(header: TarHeader): void {
    this.pax = {};
    this.content = headerOnly.has(header.type) ? 0 : header.size;
    this.padding = paddingOf(this.content);
    this.inMember = true;
    this.sink.entry(header, this.position);
    if (this.content === 0) this.complete();
  }

  private complete(): void {
    if (this.extension) {
      const { type, pieces } = this.extension;
      this.extension = undefined;
      const read = paxOf(this.pax, type, concat(pieces));
      if (read) this.pax = read;
      else this.fail(invalidHeader);
    } else if (this.inMember) {
      this.inMember = false;
      this.sink.end();
    }
  }
}
