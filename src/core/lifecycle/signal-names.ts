/** Linux's signals by name, without SIG, as the engine's parser knows them. */
const numbers: Readonly<Record<string, number>> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  ILL: 4,
  TRAP: 5,
  ABRT: 6,
  IOT: 6,
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
  CLD: 17,
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
  POLL: 29,
  PWR: 30,
  SYS: 31,
  RTMIN: 34,
  RTMAX: 64,
};
for (let step = 1; step <= 15; step++) Object.assign(numbers, { [`RTMIN+${step}`]: 34 + step });
for (let step = 1; step <= 14; step++) Object.assign(numbers, { [`RTMAX-${step}`]: 64 - step });

export const SIGKILL = 9;
export const SIGTERM = 15;

/**
 * A name with or without SIG in any case, or a decimal number other than 0. Whether the kernel has that number is
 * checked later and answered differently (measured, docs/facts.md).
 */
export const parseSignal = (text: string): number | undefined => {
  if (/^[+-]?\d+$/.test(text)) return Number(text) === 0 ? undefined : Number(text);
  return numbers[text.toUpperCase().replace(/^SIG/, '')];
};

/** 32 and 33 belong to the C library, 65 and up to nobody. */
export const isSupportedSignal = (signal: number): boolean =>
  (signal >= 1 && signal <= 31) || (signal >= 34 && signal <= 64);
