import type { Pid } from '../core/kernel/brand.ts';
import type { Container } from '../core/streams/container/container.ts';
import type { Task } from './task.ts';

/** What a program leaves behind when it is called by another. */
export type Result = { readonly stdout: string; readonly stderr: string; readonly exitCode: number };

export const result = (exitCode: number, stdout = '', stderr = ''): Result => ({ stdout, stderr, exitCode });

/** How a program is called: its words, its input, its variables. */
export type Call = {
  readonly name: string;
  readonly args: readonly string[];
  readonly stdin: string;
  readonly cwd: string;
  readonly env: ReadonlyMap<string, string>;
  /** Those of the variables that children get. */
  readonly exported: Readonly<Record<string, string>>;
  /** The interpreter's own tool of that name. */
  readonly builtin?: (args: readonly string[]) => Promise<Result>;
};

/** A tool that is told here: what it does becomes commands of the process that runs it. */
export type Program = (task: Task, call: Call) => Promise<Result>;

export type Job = { readonly pid: Pid; readonly number: number; code?: number };

/** Which shell reads the scripts: it decides how a missing command is told. */
export type Flavour = 'busybox' | 'dash' | 'bash';

export type Surroundings = {
  readonly container: Container;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly uid: number;
  readonly gid: number;
  readonly flavour: Flavour;
  /** Files under `/dev`, binds and the like, of this run of the container. */
  readonly scratch: Map<string, Uint8Array>;
};
