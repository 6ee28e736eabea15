/** Something in a trace that the model does not allow. */
export type Violation = {
  /** Where it stands: the line of the file, from 1. */
  readonly line: number;
  /** What happened there, in the trace's own words. */
  readonly what: string;
  /** A rule's or law's id and sentence. */
  readonly rule: string;
  /** What the model allows instead. */
  readonly allowed: string;
};

export type Judgement = {
  /** How many lines of each kind were judged. */
  readonly judged: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
  /** What could not be judged, and of how many lines. */
  readonly notJudged: Readonly<Record<string, number>>;
  /** Known differences that were met, by the id of their entry. */
  readonly known: Readonly<Record<string, number>>;
};

export const together = (all: readonly Judgement[]): Judgement => ({
  judged: sums(all.map(({ judged }) => judged)),
  violations: all.flatMap(({ violations }) => violations).sort((a, b) => a.line - b.line),
  notJudged: sums(all.map(({ notJudged }) => notJudged)),
  known: sums(all.map(({ known }) => known)),
});

const sums = (all: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> => {
  const sum = new Map<string, number>();
  for (const counts of all)
    for (const [key, count] of Object.entries(counts)) sum.set(key, (sum.get(key) ?? 0) + count);
  return Object.fromEntries(sum);
};
