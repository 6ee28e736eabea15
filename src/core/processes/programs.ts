import type { Disposition } from '../streams/host/host.ts';

/** What the model knows of a program without running it. */
export type Behaviour = {
  /** At most 15 characters, as the kernel keeps it. */
  readonly comm: string;
  /** It waits for every child, adopted ones too. */
  readonly reaps: boolean;
  /** Signals that it has a word about; absent ones have the kernel's default action. */
  readonly dispositions: Readonly<Record<number, Disposition>>;
  /** Names of the threads that it makes at once. */
  readonly threads: readonly string[];
};

const exits = (code: number): Disposition => ({ action: 'exit', code });
const ignores: Disposition = { action: 'ignore' };
const plain: Omit<Behaviour, 'comm'> = { reaps: false, dispositions: {}, threads: [] };
/** Shells reap what they adopt while they wait for something (measured, docs/facts.md). */
const shell: Omit<Behaviour, 'comm'> = { ...plain, reaps: true };

const programs: Readonly<Record<string, Omit<Behaviour, 'comm'>>> = {
  'redis-server': {
    reaps: false,
    dispositions: { 1: ignores, 2: exits(0), 13: ignores, 15: exits(0) },
    threads: ['bio_close_file', 'bio_aof_fsync', 'bio_lazy_free', 'jemalloc_bg_thd'],
  },
  sh: shell,
  ash: shell,
  dash: shell,
  bash: shell,
  'docker-init': shell,
  tini: shell,
};

/** Start scripts that end by executing their arguments. */
const wrappers = new Set(['docker-entrypoint.sh']);

/** How a program behaves that nobody has told us more about: by the name that it is called by. */
export const behaviourOf = (argv: readonly string[]): Behaviour => {
  const name = nameOf(argv[0] ?? '');
  if (wrappers.has(name) && argv.length > 1) return behaviourOf(argv.slice(1));
  return { comm: name.slice(0, 15), ...knownAs(name) };
};

const knownAs = (name: string): Omit<Behaviour, 'comm'> =>
  (Object.hasOwn(programs, name) ? programs[name] : undefined) ?? plain;

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The shells whose `sh` was measured. */
export type Shell = 'busybox' | 'dash' | 'bash';

/**
 * Whether `sh -c <one command>` becomes that command or forks it. It decides whether a TERM reaches the command at all.
 * busybox ash and bash execute a single simple command in place; Debian's dash forks it (measured, docs/facts.md).
 */
export const executesInPlace = (shell: Shell, script: string): boolean => shell !== 'dash' && isSimple(script);

const isSimple = (script: string): boolean => !/[;&|\n(){}<>`$]/.test(script.trim()) && script.trim() !== '';
