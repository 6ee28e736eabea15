import type { Union } from '../../src/core/overlay/index.ts';
import { after, type Step } from './diff-steps.ts';

/** The steps that one system call carries out, what the model says of each, and the model after them. */
export const played = (from: Union, steps: readonly Step[]) => {
  let union = from;
  const lines: string[] = [];
  const results: boolean[] = [];
  for (const it of steps) {
    if (!it.isPlain(union)) continue;
    const outcome = it.run(union);
    union = after(union, outcome);
    lines.push(it.line);
    results.push(outcome.ok);
  }
  return { union, lines, results };
};
