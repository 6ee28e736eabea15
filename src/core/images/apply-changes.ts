import type { Rejection } from '../kernel/decision.ts';
import type { ContainerConfig } from '../streams/container/config.ts';
import { invalidDockerfile } from '../streams/image/rejections.ts';
import { instructionOf } from './dockerfile/instruction.ts';
import { parseLines } from './dockerfile/lines.ts';
import { applyMetadata, type Metadata, type Stage } from './dockerfile/metadata.ts';
import { isFlaw } from './reference.ts';

/** The instructions that `commit --change` and `import --change` take (measured, docs/facts.md). */
const allowed = new Set([
  'CMD',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'HEALTHCHECK',
  'LABEL',
  'ONBUILD',
  'USER',
  'VOLUME',
  'WORKDIR',
]);

/** The config after the changes. Several lines in one change work; all words are checked before any is applied. */
export const applyChanges = (
  config: ContainerConfig,
  changes: readonly string[] | undefined,
): { readonly config: ContainerConfig } | { readonly rejection: Rejection } => {
  if (changes === undefined || changes.length === 0) return { config };
  const parsed = parseLines(changes.join('\n'));
  if (isFlaw(parsed)) return refused(parsed.flaw);
  const wrong = parsed.lines.find(({ keyword }) => !allowed.has(keyword));
  if (wrong) return refused(`${wrong.keyword.toLowerCase()} is not a valid change command`);
  let stage: Stage = { config, cmdSet: false };
  for (const line of parsed.lines) {
    const instruction = instructionOf(line, parsed.escapeChar);
    if (isFlaw(instruction)) return refused(instruction.flaw);
    const applied = applyMetadata(stage, instruction as Metadata, stage.config.Env ?? [], parsed.escapeChar);
    if (isFlaw(applied)) return refused(applied.flaw);
    stage = applied;
  }
  return { config: stage.config };
};

const refused = (message: string) => ({ rejection: invalidDockerfile(message) });
