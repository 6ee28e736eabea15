/** Linux signal numbers by their names without SIG. */
export const signalNumbers: Readonly<Record<string, number>> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  ILL: 4,
  TRAP: 5,
  ABRT: 6,
  BUS: 7,
  FPE: 8,
  KILL: 9,
  USR1: 10,
  SEGV: 11,
  USR2: 12,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
  STKFLT: 16,
  CHLD: 17,
  CONT: 18,
  STOP: 19,
  TSTP: 20,
  TTIN: 21,
  TTOU: 22,
  URG: 23,
  XCPU: 24,
  XFSZ: 25,
  VTALRM: 26,
  PROF: 27,
  WINCH: 28,
  IO: 29,
  PWR: 30,
  SYS: 31,
};

export const KILL = 9;
export const TERM = 15;
export const CHLD = 17;
export const CONT = 18;
export const STOP = 19;

/** What the kernel does with a signal that a process has no word about: signal(7). */
export const defaultActionOf = (signal: number): 'end' | 'ignore' | 'stop' | 'continue' => {
  if (signal === CONT) return 'continue';
  if (signal >= STOP && signal <= 22) return 'stop';
  return signal === CHLD || signal === 23 || signal === 28 ? 'ignore' : 'end';
};

/** CONT takes away the stops that wait, and a stop the CONT (kernel/signal.c, prepare_signal; measured, docs/facts.md). */
export const cancels = (signal: number, waiting: number): boolean =>
  (signal === CONT && defaultActionOf(waiting) === 'stop') || (waiting === CONT && defaultActionOf(signal) === 'stop');
