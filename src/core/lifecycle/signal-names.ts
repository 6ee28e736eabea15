import { signalNumbers } from '../streams/host/signals.ts';

/** Linux's signals by name, without SIG, with the further names that the engine's parser knows. */
const numbers: Readonly<Record<string, number>> = {
  ...signalNumbers,
  IOT: 6,
  CLD: 17,
  POLL: 29,
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
