import type { Healthcheck } from '../../streams/container/config.ts';
import { type Flaw, isFlaw } from '../reference.ts';
import { healthcheckOf } from './health.ts';
import { jsonWords, type Line, type Pair, pairsOf, plainWords } from './lines.ts';

/** What one line of a Dockerfile asks for. Variables are not replaced yet. */
export type Instruction =
  | { readonly word: 'ENV' | 'LABEL'; readonly pairs: readonly Pair[] }
  | ({ readonly word: 'CMD' | 'ENTRYPOINT' } & CommandLine)
  | ({ readonly word: 'RUN' } & CommandLine)
  | { readonly word: 'EXPOSE' | 'VOLUME' | 'SHELL'; readonly args: readonly string[] }
  | { readonly word: 'USER' | 'WORKDIR' | 'STOPSIGNAL' | 'MAINTAINER' | 'ONBUILD'; readonly text: string }
  | { readonly word: 'HEALTHCHECK'; readonly health: Healthcheck }
  | { readonly word: 'ARG'; readonly name: string; readonly value?: string }
  | { readonly word: 'FROM'; readonly image: string; readonly name?: string }
  | Copy;

/** `shell`: it is one text for the shell, not a list. */
export type CommandLine = { readonly args: readonly string[]; readonly shell: boolean };

export type Copy = {
  readonly word: 'COPY' | 'ADD';
  readonly sources: readonly string[];
  readonly dest: string;
  /** Another stage or image. */
  readonly from?: string;
  readonly chown?: string;
};

/** The meaning of a line, or what is wrong with it in the engine's words. */
export const instructionOf = (line: Line, escapeChar: string): Instruction | Flaw => {
  const { keyword, text } = line;
  switch (keyword) {
    case 'ENV':
    case 'LABEL': {
      const pairs = pairsOf(line, escapeChar);
      return isFlaw(pairs) ? pairs : { word: keyword, pairs };
    }
    case 'CMD':
    case 'ENTRYPOINT':
    case 'RUN': {
      const json = jsonWords(text);
      return { word: keyword, args: json ?? [text], shell: json === undefined };
    }
    case 'EXPOSE':
      // Sorted, as the history row shows them (measured).
      return atLeastOne(keyword, [...plainWords(text)].sort());
    case 'VOLUME':
      return atLeastOne(keyword, jsonWords(text) ?? plainWords(text));
    case 'SHELL': {
      const json = jsonWords(text);
      return json ? atLeastOne(keyword, json) : { flaw: `SHELL requires the arguments to be in JSON form` };
    }
    case 'USER':
    case 'WORKDIR':
    case 'STOPSIGNAL':
    case 'MAINTAINER':
      return text === '' ? { flaw: `${keyword} requires exactly one argument` } : { word: keyword, text };
    case 'ONBUILD':
      return onBuild(text);
    case 'HEALTHCHECK': {
      const health = healthcheckOf(line);
      return isFlaw(health) ? health : { word: keyword, health };
    }
    case 'ARG':
      return arg(text);
    case 'FROM':
      return from(text);
    case 'COPY':
    case 'ADD':
      return copy(keyword, line);
    default:
      return { flaw: `unknown instruction: ${keyword}` };
  }
};

const atLeastOne = (word: 'EXPOSE' | 'VOLUME' | 'SHELL', args: readonly string[]): Instruction | Flaw =>
  args.length === 0 ? { flaw: `${word} requires at least one argument` } : { word, args };

const onBuild = (text: string): Instruction | Flaw => {
  const trigger = plainWords(text)[0]?.toUpperCase();
  if (trigger === undefined) return { flaw: 'ONBUILD requires at least one argument' };
  if (trigger === 'ONBUILD') return { flaw: "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed" };
  if (trigger === 'MAINTAINER' || trigger === 'FROM') return { flaw: `${trigger} isn't allowed as an ONBUILD trigger` };
  return { word: 'ONBUILD', text };
};

const arg = (text: string): Instruction | Flaw => {
  const [first] = plainWords(text);
  if (first === undefined) return { flaw: 'ARG requires at least one argument' };
  const at = first.indexOf('=');
  if (at < 0) return { word: 'ARG', name: first };
  return at === 0
    ? { flaw: 'ARG names can not be blank' }
    : { word: 'ARG', name: first.slice(0, at), value: text.slice(at + 1) };
};

const from = (text: string): Instruction | Flaw => {
  const [image, as, name, ...more] = plainWords(text);
  if (
    image === undefined ||
    more.length > 0 ||
    (as !== undefined && (as.toLowerCase() !== 'as' || name === undefined))
  ) {
    return { flaw: 'FROM requires either one or three arguments' };
  }
  if (name !== undefined && !/^[a-z][a-z0-9-_.]*$/i.test(name)) {
    return {
      flaw: `invalid name for build stage: ${JSON.stringify(name)}, name can't start with a number or contain symbols`,
    };
  }
  return { word: 'FROM', image, ...(name !== undefined && { name: name.toLowerCase() }) };
};

const copy = (word: 'COPY' | 'ADD', { flags, text }: Line): Instruction | Flaw => {
  const args = jsonWords(text) ?? plainWords(text);
  const dest = args.at(-1);
  if (dest === undefined) return { flaw: `${word} requires at least two arguments, but only 0 were provided` };
  if (args.length < 2) {
    return {
      flaw: `${word} requires at least two arguments, but only one was provided. Destination could not be determined.`,
    };
  }
  const flag = (name: string): string | undefined =>
    flags.find((it) => it.startsWith(`--${name}=`))?.slice(name.length + 3);
  const unknown = flags.find((it) => !/^--(chown|from)=/.test(it) || (word === 'ADD' && it.startsWith('--from')));
  if (unknown !== undefined) return { flaw: `Unknown flag: ${unknown.replace(/^--/, '').replace(/=.*/, '')}` };
  const [stage, chown] = [flag('from'), flag('chown')];
  return {
    word,
    sources: args.slice(0, -1),
    dest,
    ...(stage !== undefined && { from: stage }),
    ...(chown !== undefined && { chown }),
  };
};
