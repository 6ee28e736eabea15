/** Lines of tab-separated cells as Go's tabwriter aligns them: columns at least `least` wide, three spaces between. */
export const alignColumns = (text: string, least = 10): string => {
  const lines = text.split('\n').map((line) => line.split('\t'));
  const widths: number[] = [];
  for (const cells of lines)
    cells.slice(0, -1).forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, [...cell].length + 3, least);
    });
  return lines
    .map((cells) => cells.map((cell, at) => (at < cells.length - 1 ? pad(cell, widths[at] ?? 0) : cell)).join(''))
    .join('\n');
};

const pad = (cell: string, width: number): string => cell + ' '.repeat(Math.max(0, width - [...cell].length));
