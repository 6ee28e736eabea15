import type { Difference } from '../../views/state-diff.ts';
import type { Colours } from '../cli/io.ts';
import { printable } from './printable.ts';

/** One block a stream; a line for what is gone, a line for what has come. */
export const renderDifferences = (differences: readonly Difference[], colours: Colours): string => {
  let text = '';
  let stream = '';
  for (const it of differences) {
    if (it.stream !== stream) text += `${colours.bold(printable(it.stream))}\n`;
    stream = it.stream;
    const path = it.path === '' ? '' : `${printable(it.path)}: `;
    if (it.before !== undefined) text += colours.red(`  - ${path}${short(it.before)}\n`);
    if (it.after !== undefined) text += colours.green(`  + ${path}${short(it.after)}\n`);
  }
  return text;
};

const longest = 160;

const short = (value: unknown): string => {
  const text = JSON.stringify(value) ?? '';
  return text.length > longest ? `${text.slice(0, longest)}… (${text.length} characters)` : text;
};
