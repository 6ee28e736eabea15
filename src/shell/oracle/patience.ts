import type { Patience } from '../../oracle/run-sequence.ts';

/** After each step the engine may take so many milliseconds to come to rest; it is looked at every 25. */
export const within = (milliseconds: number): Patience => {
  let deadline = 0;
  return {
    begin: () => {
      deadline = Date.now() + milliseconds;
    },
    again: async () => {
      await new Promise((resolve) => setTimeout(resolve, 25));
      return Date.now() < deadline;
    },
  };
};
