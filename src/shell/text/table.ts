import { printable } from './printable.ts';

export type Cell = string | number | boolean | undefined;

/** Columns under their titles, three spaces apart, as docker prints its lists. */
export const table = (titles: readonly string[], rows: readonly (readonly Cell[])[]): string => {
  const lines = [titles, ...rows.map((row) => row.map((cell) => printable(String(cell ?? ''))))];
  const widths = titles.map((_, at) => lines.reduce((width, line) => Math.max(width, (line[at] ?? '').length), 0));
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, at) => cell.padEnd((widths[at] ?? 0) + 3))
          .join('')
          .trimEnd()}\n`,
    )
    .join('');
};
