import { type Divergence, listed, type Pair, runSequence } from './run-sequence.ts';

/** Whether one may go on; the caller has the clock. */
export type MayGoOn = () => boolean;

/**
 * The shortest sequence that still shows a difference of the same aspect: first what lies before is cut off in halves, then single steps
 * are left out, the last ones first, until none can be.
 */
export const shrink = async (pair: Pair, found: Divergence, mayGoOn: MayGoOn): Promise<Divergence> => {
  let best = found;
  const aspects = new Set(found.differences.map(({ aspect }) => aspect));
  const stillFails = async (steps: Divergence['steps']): Promise<boolean> => {
    const { divergence } = await runSequence(pair, listed(steps));
    if (!divergence?.differences.some(({ aspect }) => aspects.has(aspect))) return false;
    best = { ...divergence, steps: [...divergence.steps] };
    return true;
  };
  // The last step is the one that shows it: it stays.
  for (let size = Math.floor(best.steps.length / 2); size > 1; size = Math.floor(size / 2)) {
    let end = best.steps.length - 1;
    while (end > 0 && mayGoOn()) {
      const start = Math.max(0, end - size);
      await stillFails([...best.steps.slice(0, start), ...best.steps.slice(end)]);
      end = Math.min(start, best.steps.length - 1);
    }
  }
  for (let again = true; again && mayGoOn(); ) {
    again = false;
    for (let at = best.steps.length - 2; at >= 0 && mayGoOn(); at--)
      if (await stillFails(best.steps.filter((_, other) => other !== at))) again = true;
  }
  return best;
};
