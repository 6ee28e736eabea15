import { MalformedCase, parseCase } from './case-format.ts';
import { newStore } from './case-trees.ts';
import { checkCase, type Disagreement } from './check.ts';
import { UnknownOperation } from './play.ts';

export type CaseDisagreement = Disagreement & { readonly id: string; readonly line: number };

/** What the check of a file of cases found. */
export type OverlayReport = {
  readonly cases: number;
  readonly agree: number;
  readonly disagree: readonly CaseDisagreement[];
  /** How many cases of each family agree, and how many there are. */
  readonly families: Readonly<Record<string, { readonly agree: number; readonly cases: number }>>;
};

/** Runs recorded cases, one a line, through the model. Empty lines are skipped; a malformed one throws with its number. */
export const checkOverlayCases = async (lines: AsyncIterable<string> | Iterable<string>): Promise<OverlayReport> => {
  const families = new Map<string, { agree: number; cases: number }>();
  const disagree: CaseDisagreement[] = [];
  const store = newStore();
  let cases = 0;
  let line = 0;
  for await (const text of lines) {
    line++;
    if (text.trim() === '') continue;
    const it = parseCase(text, line);
    const found = disagreementAt(line, () => checkCase(it, store));
    const name = it.id.split('/', 1)[0] ?? '';
    const family = families.get(name) ?? { agree: 0, cases: 0 };
    cases++;
    family.cases++;
    if (found) disagree.push({ id: it.id, line, ...found });
    else family.agree++;
    families.set(name, family);
  }
  return { cases, agree: cases - disagree.length, disagree, families: Object.fromEntries(families) };
};

const disagreementAt = <T>(line: number, check: () => T): T => {
  try {
    return check();
  } catch (error) {
    if (error instanceof UnknownOperation) throw new MalformedCase(`line ${line}: ${error.message}`);
    throw error;
  }
};
