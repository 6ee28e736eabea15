import { helpOf } from '../help/help.ts';

/** One flag of a command, as its help text declares it. */
export type Flag = { readonly name: string; readonly short?: string; readonly type: string };

/** The flags and arguments of one command line. */
export class Options {
  private readonly given: ReadonlyMap<string, readonly string[]>;
  readonly args: readonly string[];

  constructor(given: ReadonlyMap<string, readonly string[]>, args: readonly string[]) {
    this.given = given;
    this.args = args;
  }

  has(name: string): boolean {
    return this.given.has(name);
  }

  /** The last value given. */
  one(name: string): string | undefined {
    return this.given.get(name)?.at(-1);
  }

  all(name: string): readonly string[] {
    return this.given.get(name) ?? [];
  }

  is(name: string): boolean {
    const value = this.one(name);
    return value !== undefined && isTruth(value);
  }
}

/** What the command line does not accept; printed with a hint at the help, exit code 125. */
export class FlagError extends Error {
  override readonly name = 'FlagError';
}

/** Flags that Docker accepts without mentioning them. */
const unmentioned: Readonly<Record<string, readonly Flag[]>> = {
  run: [
    { name: 'net', type: 'network' },
    { name: 'dns-opt', type: 'list' },
  ],
  create: [
    { name: 'net', type: 'network' },
    { name: 'dns-opt', type: 'list' },
  ],
};

const declared = /^ {2,6}(?:-(\w), )?--([\w-]+)(?: ([a-z][\w-]*))?(?: {2,}|$)/;
const remembered = new Map<string, readonly Flag[]>();

export const flagsOf = (command: string): readonly Flag[] => {
  const known = remembered.get(command);
  if (known) return known;
  const flags: Flag[] = [{ name: 'help', type: 'bool' }, ...(unmentioned[command.replace('container ', '')] ?? [])];
  for (const line of helpOf(command).split('\n')) {
    const [, short, name, type = 'bool'] = declared.exec(line) ?? [];
    if (name !== undefined && name !== 'help') flags.push({ name, type, ...(short !== undefined && { short }) });
  }
  remembered.set(command, flags);
  return flags;
};

/** Commands whose flags end at the first argument: the rest belongs to the program in the container. */
const stopsAtArgument = new Set(['run', 'create', 'exec', 'top']);

/** Parses flags as pflag does: `--name value`, `--name=value`, `-abc`, `-n5`, `--` ends them. */
export const parseFlags = (command: string, words: readonly string[]): Options => {
  const flags = flagsOf(command);
  const given = new Map<string, string[]>();
  const args: string[] = [];
  const stops = stopsAtArgument.has(command.replace('container ', ''));
  let at = 0;

  const take = (flag: Flag, shown: string, value: string | undefined): void => {
    const taken = value ?? (flag.type === 'bool' ? 'true' : words[at++]);
    if (taken === undefined) throw new FlagError(`flag needs an argument: ${shown}`);
    check(flag, taken);
    const name = flag.name === 'net' ? 'network' : flag.name;
    given.set(name, [...(given.get(name) ?? []), taken]);
  };

  while (at < words.length) {
    const word = words[at++] ?? '';
    if (word === '--') {
      args.push(...words.slice(at));
      break;
    }
    if (word.startsWith('--')) {
      const [, name = '', value] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
      const flag = flags.find((it) => it.name === name);
      if (!flag) throw new FlagError(`unknown flag: --${name}`);
      take(flag, `--${name}`, value);
    } else if (word.startsWith('-') && word.length > 1) {
      for (let letters = word.slice(1); letters !== ''; ) {
        const letter = letters[0] ?? '';
        const flag = flags.find((it) => it.short === letter);
        if (!flag) throw new FlagError(`unknown shorthand flag: '${letter}' in -${letters}`);
        const rest = letters.slice(1);
        if (flag.type === 'bool' && !rest.startsWith('=')) {
          take(flag, `-${letter}`, undefined);
          letters = rest;
        } else {
          const shown = `'${letter}' in -${letters}`;
          take(flag, shown, rest === '' ? undefined : rest.replace(/^=/, ''));
          letters = '';
        }
      }
    } else {
      args.push(word);
      if (stops) {
        args.push(...words.slice(at));
        break;
      }
    }
  }
  return new Options(given, args);
};

const truths = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const untruths = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);
const isTruth = (value: string): boolean => truths.has(value);

const check = ({ name, short, type }: Flag, value: string): void => {
  const shown = short === undefined ? `--${name}` : `-${short}, --${name}`;
  const refuse = (why: string): never => {
    throw new FlagError(`invalid argument ${JSON.stringify(value)} for "${shown}" flag: ${why}`);
  };
  if (type === 'bool' && !truths.has(value) && !untruths.has(value))
    refuse(`strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`);
  if (type === 'int' && !/^[-+]?(0x[0-9a-f]+|\d+)$/i.test(value))
    refuse(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
  if (type === 'bytes' && bytesOf(value) === undefined) refuse(`invalid size: '${value}'`);
};

const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  t: 2 ** 40,
  p: 2 ** 50,
};

/** `512m`, `1.5g`, `64KiB` in bytes, as Docker's command line reads sizes. */
export const bytesOf = (text: string): number | undefined => {
  const [, number, unit = ''] = /^(-?\d+(?:\.\d+)?) ?([kmgtp])?(?:i?b)?$/i.exec(text) ?? /^(-1)$/.exec(text) ?? [];
  return number === undefined ? undefined : Math.trunc(Number(number) * (units[unit.toLowerCase()] ?? 1));
};
