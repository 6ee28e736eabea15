/** One line of the bench's table. */
export type Row = {
  readonly what: string;
  readonly measured: string;
  readonly goal: string;
  /** `undefined` where there was nothing to hold against the goal. */
  readonly met: boolean | undefined;
};

/** Seconds that one call takes. */
export const seconds = (call: () => void): number => {
  const begin = performance.now();
  call();
  return (performance.now() - begin) / 1000;
};

export const secondsOf = async (call: () => Promise<unknown>): Promise<number> => {
  const begin = performance.now();
  await call();
  return (performance.now() - begin) / 1000;
};

/** The best of a few rounds: other work on the machine only ever adds time. */
export const best = (rounds: number, round: () => number): number => {
  let found = Number.POSITIVE_INFINITY;
  for (let at = 0; at < rounds; at += 1) found = Math.min(found, round());
  return found;
};

/** `123,456`. */
export const count = (number: number): string => Math.round(number).toLocaleString('en-US');

export const ratio = (number: number): string => `${number.toFixed(2)}x`;
