import type { Judgement } from '../../oracle/judge/judgement.ts';
import type { Colours } from '../cli/io.ts';
import { printable } from '../text/printable.ts';

/** How many violations are told one by one; the rest by number. */
const told = 20;

/** A judgement for people. */
export const judgementText = ({ judged, violations, notJudged, known }: Judgement, colours: Colours): string => {
  const lines: string[] = [];
  for (const { line, what, rule, allowed } of violations.slice(0, told)) {
    lines.push(colours.red(`line ${line}: ${shortened(what)}`));
    lines.push(`    rule     ${rule}`, `    allowed  ${shortened(allowed)}`);
  }
  if (violations.length > told) lines.push(`and ${violations.length - told} more`);
  for (const [id, count] of Object.entries(known)) lines.push(`known difference ${id}: ${count} times`);
  for (const [what, count] of Object.entries(notJudged)) lines.push(`not judged: ${what} (${count})`);
  const all = Object.entries(judged)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what}`);
  const verdict =
    violations.length === 0 ? colours.green('the model allows it') : colours.red(`${violations.length} not allowed`);
  lines.push(
    all.length === 0 && violations.length === 0 ? 'nothing could be judged' : `${verdict}: judged ${all.join(', ')}`,
  );
  return `${lines.map((line) => line).join('\n')}\n`;
};

const shortened = (text: string): string => printable(text.length > 600 ? `${text.slice(0, 600)}…` : text);
