import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { TraceHeader, TraceLine } from '../../oracle/trace.ts';
import { BadInput } from '../bad-input.ts';

/** Writes a trace beside its place and puts it there when it is whole: nothing half-written is ever read. */
export class TraceWriter {
  private readonly file: string;
  private readonly descriptor: number;
  private lines = 0;

  constructor(file: string, header: TraceHeader) {
    this.file = file;
    try {
      this.descriptor = openSync(`${file}.part`, 'w');
    } catch (error) {
      throw new BadInput(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    }
    this.write(header);
  }

  write(line: TraceLine): void {
    writeSync(this.descriptor, `${JSON.stringify(line)}\n`);
    this.lines++;
  }

  /** Lines between the first and the last. */
  finish(): number {
    this.write({ kind: 'end', lines: this.lines + 1 });
    closeSync(this.descriptor);
    renameSync(`${this.file}.part`, this.file);
    return this.lines - 2;
  }

  abandon(): void {
    closeSync(this.descriptor);
    rmSync(`${this.file}.part`, { force: true });
  }
}
