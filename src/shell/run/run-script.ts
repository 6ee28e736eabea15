import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { isatty } from 'node:tty';
import { isUnfinished } from '../../docker/cli/words.ts';
import type { Docker } from '../../docker/docker.ts';
import { ProgramMachine, runProcess } from '../../programs/index.ts';
import { embeddedRegistry } from '../../registry/embedded.ts';
import { allOf, type Registry } from '../../registry/registry.ts';
import { BadInput } from '../bad-input.ts';
import { blobsBeside } from '../blobs/blobs-beside.ts';
import { pulling } from '../load/pulling.ts';
import { type BlobStore, blobsInMemory, Session } from '../session.ts';
import { archivesOf } from './archives.ts';
import { hostFiles } from './host-files.ts';
import { Script, ScriptError } from './script.ts';

export type RunOptions = {
  /** File of `docker` lines; `-` is standard input. */
  readonly script: string;
  /** The log that the script goes on with, or begins; without one nothing is kept. */
  readonly log?: string;
  /** Fixes ids and times. */
  readonly seed?: string;
  /** Asked before the one that comes with the model. */
  readonly registries?: readonly Registry[];
  /** OCI layouts on disk, asked before every registry. */
  readonly layouts?: readonly string[];
  readonly out?: (bytes: string | Uint8Array) => void;
  readonly err?: (bytes: string | Uint8Array) => void;
};

/** `plimsoll run SCRIPT --log LOG`: prints what docker would print; answers the exit code of the last line. */
export const runScript = async (options: RunOptions): Promise<number> => {
  const err = options.err ?? ((bytes) => void process.stderr.write(bytes));
  const name = options.script === '-' ? '' : `${options.script}: `;
  // Touching process.stdin would make a pipe non-blocking, and readFileSync would fail on one that is slow.
  const isTyped = options.script === '-' && isatty(0);
  // Read first: a script that is not there begins no log.
  const text = isTyped ? '' : textOf(options.script);
  if (typeof text !== 'string') {
    err(`plimsoll run: ${name}${text.flaw}\n`);
    return 2;
  }
  const opened = openDocker(options);
  const script = new Script(opened.docker);
  try {
    if (isTyped) await runTyped(script, err);
    else await runText(script, text);
    return script.exitCode;
  } catch (error) {
    if (!(error instanceof ScriptError || error instanceof BadInput)) throw error;
    err(`plimsoll run: ${name}${error.message}\n`);
    return 2;
  } finally {
    opened.close();
  }
};

/** A docker command line over a session of its own. */
export const openDocker = (
  options: Omit<RunOptions, 'script'>,
): { readonly docker: Docker; readonly close: () => void } => {
  const { log, seed, registries = [] } = options;
  const out = options.out ?? ((bytes) => void process.stdout.write(bytes));
  const err = options.err ?? ((bytes) => void process.stderr.write(bytes));
  const registry = allOf([...registries, embeddedRegistry()]);
  const store = log === undefined ? blobsInMemory() : blobsBeside(log);
  const blobs = withRegistry(store, registry);
  const session = new Session({ blobs, ...(log !== undefined && { log }), ...(seed !== undefined && { seed }) });
  const machine = new ProgramMachine(session, runProcess);
  const docker: Docker = {
    machine,
    files: hostFiles,
    archives: archivesOf(machine, store),
    out,
    err,
    bytesOut: out,
    stdin: () => readFileSync(0),
    pulling: (reference) => pulling(session, registry, reference, options.layouts),
  };
  return { docker, close: () => session.close() };
};

/** What a pulled image's files hold stays where the image came from until somebody reads it. */
const withRegistry = (store: BlobStore, registry: Registry): BlobStore => ({
  put: store.put,
  get: (digest) => store.get(digest) ?? registry.contents(digest),
});

const textOf = (script: string): string | { readonly flaw: string } => {
  try {
    return readFileSync(script === '-' ? 0 : script, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { flaw: code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'is a directory' : message };
  }
};

/** Like a shell without `-e`: goes on after a line that failed. */
const runText = async (script: Script, text: string): Promise<void> => {
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; ) {
    const first = at;
    let line = lines[at++] ?? '';
    while (at < lines.length && isUnfinished(line)) line += `\n${lines[at++]}`;
    await script.runLine(line, first + 1);
  }
};

const runTyped = async (script: Script, err: (text: string) => void): Promise<void> => {
  const terminal = createInterface({ input: process.stdin, output: process.stdout, prompt: '$ ' });
  let line = '';
  let number = 0;
  terminal.prompt();
  for await (const typed of terminal) {
    number++;
    line = line === '' ? typed : `${line}\n${typed}`;
    if (!isUnfinished(line)) {
      try {
        if (line.trim() === 'exit') break;
        await script.runLine(line, number);
      } catch (error) {
        // A slip of the fingers does not end the conversation.
        if (!(error instanceof ScriptError)) throw error;
        err(`${error.message}\n`);
      }
      line = '';
    }
    terminal.setPrompt(line === '' ? '$ ' : '> ');
    terminal.prompt();
  }
  terminal.close();
};
