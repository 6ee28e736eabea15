import { never } from '../../kernel/impossible.ts';
import type { ContainerConfig } from '../../streams/container/config.ts';
import { type Flaw, isFlaw } from '../reference.ts';
import { type Environment, expand } from './expand.ts';
import { goQuoteList } from './go-quote.ts';
import { quotedHealth } from './health.ts';
import type { CommandLine, Instruction } from './instruction.ts';
import { portsOf } from './ports.ts';

/** What a stage of a build, or a list of changes, has come to. */
export type Stage = {
  readonly config: ContainerConfig;
  /** A CMD stood in this file: a later ENTRYPOINT leaves it alone. */
  readonly cmdSet: boolean;
  readonly maintainer?: string;
};

/** A stage after one more instruction, and what the history row says after `#(nop)`. */
export type Applied = Stage & { readonly comment: string };

export type Metadata = Exclude<Instruction, { readonly word: 'FROM' | 'RUN' | 'COPY' | 'ADD' | 'ARG' }>;

/** Writes a metadata instruction into the config. `env` replaces variables, where the instruction has any. */
export const applyMetadata = (stage: Stage, it: Metadata, env: Environment, escapeChar = '\\'): Applied | Flaw => {
  const { config } = stage;
  const set = (change: Partial<ContainerConfig>, comment: string): Applied => ({
    ...stage,
    config: { ...config, ...change },
    comment,
  });
  switch (it.word) {
    case 'ENV': {
      const pairs = expandPairs(it.pairs, env, escapeChar);
      if (isFlaw(pairs)) return pairs;
      const text = pairs.map(([key, value]) => `${key}=${value}`);
      return set({ Env: text.reduce(withVariable, config.Env ?? []) }, `ENV ${text.join(' ')}`);
    }
    case 'LABEL': {
      const pairs = expandPairs(it.pairs, env, escapeChar);
      if (isFlaw(pairs)) return pairs;
      const Labels = Object.fromEntries([...Object.entries(config.Labels ?? {}), ...pairs]);
      return set({ Labels }, `LABEL ${pairs.map(([key, value]) => `${key}=${value}`).join(' ')}`);
    }
    case 'CMD': {
      const Cmd = commandLine(config, it);
      return { ...set({ Cmd }, `CMD ${goQuoteList(Cmd)}`), cmdSet: stage.cmdSet || it.args.length > 0 };
    }
    case 'ENTRYPOINT': {
      const line = commandLine(config, it);
      const { Entrypoint: _, Cmd, ...rest } = config;
      const kept = stage.cmdSet && Cmd !== undefined ? { Cmd } : {};
      const next = { ...rest, ...kept, ...(line.length > 0 && { Entrypoint: line }) };
      return { ...stage, config: next, comment: `ENTRYPOINT ${goQuoteList(line)}` };
    }
    case 'EXPOSE': {
      const words = expandAll(it.args, env, escapeChar);
      if (isFlaw(words)) return words;
      const ports = portsOf(words.flatMap((word) => word.split(/\s+/)));
      if (isFlaw(ports)) return ports;
      const ExposedPorts = withKeys(config.ExposedPorts, ports);
      return set({ ExposedPorts }, `EXPOSE ${words.join(' ')}`);
    }
    case 'VOLUME': {
      const volumes = expandAll(it.args, env, escapeChar);
      if (isFlaw(volumes)) return volumes;
      if (volumes.some((volume) => volume.trim() === ''))
        return { flaw: 'VOLUME specified can not be an empty string' };
      return set({ Volumes: withKeys(config.Volumes, volumes) }, `VOLUME [${volumes.join(' ')}]`);
    }
    case 'SHELL':
      return set({ Shell: it.args }, `SHELL [${it.args.join(' ')}]`);
    case 'HEALTHCHECK':
      return set({ Healthcheck: it.health }, `HEALTHCHECK ${quotedHealth(it.health)}`);
    case 'ONBUILD': {
      const trigger = it.text.trim();
      return set({ OnBuild: [...(config.OnBuild ?? []), trigger] }, `ONBUILD ${trigger}`);
    }
    case 'MAINTAINER':
      return { ...set({}, `MAINTAINER ${it.text}`), maintainer: it.text };
    case 'USER':
    case 'WORKDIR':
    case 'STOPSIGNAL': {
      const text = expand(it.text, env, escapeChar);
      return typeof text === 'string' ? oneText(set, config, it.word, text) : text;
    }
    default:
      return never(it);
  }
};

const oneText = (
  set: (change: Partial<ContainerConfig>, comment: string) => Applied,
  config: ContainerConfig,
  word: 'USER' | 'WORKDIR' | 'STOPSIGNAL',
  text: string,
): Applied => {
  if (word === 'USER') return set({ User: text }, `USER ${text}`);
  if (word === 'STOPSIGNAL') return set({ StopSignal: text }, `STOPSIGNAL ${text}`);
  const WorkingDir = workingDirectory(config.WorkingDir, text);
  return set({ WorkingDir }, `WORKDIR ${WorkingDir}`);
};

/** A relative one continues the last one; both are cleaned. */
const workingDirectory = (before: string | undefined, path: string): string => {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${before ?? ''}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
};

export const shellOf = (config: ContainerConfig): readonly string[] =>
  config.Shell && config.Shell.length > 0 ? config.Shell : ['/bin/sh', '-c'];

/** The list that runs: a text goes to the shell. */
export const commandLine = (config: ContainerConfig, { args, shell }: CommandLine): readonly string[] =>
  shell ? [...shellOf(config), ...args] : args;

/** Takes the place of the variable with the same name, or goes to the end. */
const withVariable = (env: Environment, line: string): Environment => {
  const name = line.slice(0, line.indexOf('=') + 1);
  const at = env.findIndex((it) => it.startsWith(name));
  return at < 0 ? [...env, line] : env.with(at, line);
};

const withKeys = (before: ContainerConfig['Volumes'], keys: readonly string[]): Record<string, Record<string, never>> =>
  Object.fromEntries([...Object.keys(before ?? {}), ...keys].map((key) => [key, {}]));

export const expandAll = (words: readonly string[], env: Environment, escapeChar: string): readonly string[] | Flaw => {
  const texts: string[] = [];
  for (const word of words) {
    const text = expand(word, env, escapeChar);
    if (typeof text !== 'string') return text;
    texts.push(text);
  }
  return texts;
};

type Pairs = readonly (readonly [string, string])[];

const expandPairs = (pairs: Pairs, env: Environment, escapeChar: string): Pairs | Flaw => {
  const flat = expandAll(pairs.flat(), env, escapeChar);
  if (isFlaw(flat)) return flat;
  return pairs.map((_, at) => [flat[2 * at] ?? '', flat[2 * at + 1] ?? '']);
};
