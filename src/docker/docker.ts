import type { Loaded } from '../core/commands/client/load-image.ts';
import type { Command } from '../core/decide.ts';
import type { Event } from '../core/event.ts';
import type { SavedImage } from '../core/images/saved.ts';
import type { Digest, ExecId, Instant, Pid } from '../core/kernel/brand.ts';
import type { Decision, Rejection } from '../core/kernel/decision.ts';
import type { LayerEntry } from '../core/layers/entry.ts';
import type { World } from '../core/world.ts';
import type { Options } from './cli/flags.ts';

/** A world that goes on, with the programs that run in its containers and its own clock. */
export type Machine = {
  readonly world: World;
  readonly now: Instant;
  /** Decides a command; returns when every program that it woke waits again. */
  readonly perform: (command: Command) => Promise<Decision<Event>>;
  /** Lets time go by; programs and restart timers do their work on the way. */
  readonly pass: (millis: number) => Promise<void>;
  /**
   * Lets time go by until something is so; false when nothing is left that could make it so, or when it waits for the
   * end of a process whose program is known to go on for ever.
   */
  readonly until: (isSo: () => boolean, who?: () => Pid | undefined) => Promise<boolean>;
  /** Calls back for every event from now on, until the returned function is called. */
  readonly watch: (see: (event: Event) => void) => () => void;
  /** Keeps bytes that a command names by their digest. */
  readonly bring: (bytes: Uint8Array) => Digest;
  readonly contents: (digest: Digest) => Uint8Array | undefined;
  /** Everything that happened so far, oldest first, each with the world before it. */
  readonly history: () => Iterable<{ readonly event: Event; readonly before: World }>;
  /** Calls back for what the processes of an exec print: it goes to the exec's client alone. */
  readonly listen: (exec: ExecId, hear: (output: 'stdout' | 'stderr', text: string) => void) => () => void;
};

/** An object on the machine that the client runs on. */
export type HostFile = {
  readonly kind: 'file' | 'directory' | 'symlink' | 'other';
  readonly mode: number;
  readonly mtime: Instant;
  readonly target?: string;
};

/** The files of the machine that the client runs on: for cp, save, load, import, export and build. */
export type Files = {
  readonly read: (path: string) => Uint8Array;
  readonly write: (path: string, bytes: Uint8Array, mode?: number) => void;
  /** What stands at a path, a symlink itself unless `follow`. */
  readonly look: (path: string, follow?: boolean) => HostFile | undefined;
  readonly list: (path: string) => readonly string[];
  readonly makeDirectory: (path: string, mode: number) => void;
  readonly link: (path: string, target: string) => void;
};

/** Archives that do not fit into a value: the shell reads and writes them. */
export type Archives = {
  /** Takes in the archive at a path; without one, from standard input. */
  readonly load: (path: string | undefined) => Promise<Loaded>;
  readonly save: (images: readonly SavedImage[]) => Iterable<Uint8Array>;
  readonly build: (request: BuildRequest) => Promise<Built>;
};

export type BuildRequest = {
  readonly dockerfile: string;
  /** Owned by root, paths without leading slash, contents brought already. */
  readonly context: readonly LayerEntry[];
  readonly tag?: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly noCache: boolean;
  /** The Dockerfile's path in the context. */
  readonly name?: string;
  /** Takes an image that is not there from a registry; gives the lines that a pull prints. Without it there is none. */
  readonly pull?: (image: string) => Promise<readonly string[] | Rejection>;
};

export type Built =
  | { readonly lines: readonly string[]; readonly image: string }
  | { readonly lines: readonly string[]; readonly error: Rejection };

/** Where a command line is typed. */
export type Docker = {
  readonly machine: Machine;
  readonly files: Files;
  readonly archives: Archives;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly bytesOut: (bytes: Uint8Array) => void;
  readonly stdin: () => Uint8Array;
  /** What to ask a registry for a pull. */
  readonly pulling: (reference: string) => Promise<Command>;
};

/** What one `docker …` command does; answers the exit code. */
export type Verb = (docker: Docker, options: Options, command: string) => Promise<number>;

/** The engine said no. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly rejection: Rejection;

  constructor(rejection: Rejection) {
    super(rejection.message);
    this.rejection = rejection;
  }
}

/** The client itself says no: the text is printed as it is. */
export class Complaint extends Error {
  override readonly name = 'Complaint';
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The engine's answer to a command; a refusal is thrown. */
export const ask = async <Answer = undefined>({ machine }: Docker, command: Command): Promise<Answer> => {
  const decision = await machine.perform(command);
  if (!decision.accepted) throw new Refused(decision.rejection);
  return decision.answer as Answer;
};

/** What Docker's client prints for an error. */
export const errorText = (error: unknown): string => {
  if (error instanceof Refused) return `Error response from daemon: ${error.message}`;
  if (error instanceof Complaint) return error.message;
  throw error;
};

/** A missing object is told by the client in its own words, where it looks before it asks. */
export const orMissing = async <T>(kind: string, reference: string, asking: Promise<T>): Promise<T> => {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof Refused && error.rejection.status === 404)
      throw new Complaint(`Error: No such ${kind}: ${reference}`);
    throw error;
  }
};

/** Does the same for each argument, goes on after errors, and prints them last. */
export const forEach = async (
  { out, err }: Docker,
  references: readonly string[],
  act: (reference: string) => Promise<string | undefined>,
): Promise<number> => {
  const errors: string[] = [];
  for (const reference of references) {
    try {
      const line = await act(reference);
      if (line !== undefined) out(`${line}\n`);
    } catch (error) {
      errors.push(errorText(error));
    }
  }
  if (errors.length > 0) err(`${errors.join('\n')}\n`);
  return errors.length > 0 ? 1 : 0;
};
