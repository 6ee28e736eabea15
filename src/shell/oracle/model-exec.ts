import type { ExecId } from '../../core/kernel/brand.ts';
import type { Answer } from '../../oracle/engine.ts';
import type { Step } from '../../oracle/step.ts';
import type { ProgramMachine } from '../../programs/index.ts';
import { refusal } from './model-images.ts';

/** `docker exec` in the model: made, started, and waited for. */
export const execIn = async (
  machine: ProgramMachine,
  { container, argv, user, workingDir, detach = false }: Extract<Step, { readonly do: 'exec' }>,
): Promise<Answer> => {
  const created = await machine.perform({
    issuer: 'client',
    type: 'CreateExec',
    container,
    config: { command: argv, ...(user !== undefined && { user }), ...(workingDir !== undefined && { workingDir }) },
  });
  if (!created.accepted) return refusal(created);
  const { id } = created.answer as { readonly id: ExecId };
  let output = '';
  let exitCode: number | undefined;
  const stop = machine.listen(id, (stream, text) => {
    if (stream === 'stdout') output += text;
  });
  const stopWatching = machine.watch((event) => {
    if ((event.type === 'ExecDied' || event.type === 'ExecFailed') && event.exec === id) exitCode = event.exitCode;
  });
  try {
    const started = await machine.perform({ issuer: 'client', type: 'StartExec', exec: id, detach });
    if (!started.accepted) return refusal(started);
    if (detach) return { kind: 'done' };
    const { output: trouble } = (started.answer ?? {}) as { readonly output?: string };
    await machine.until(() => exitCode !== undefined);
    return { kind: 'done', exitCode: exitCode ?? 137, output: trouble ?? output };
  } finally {
    stop();
    stopWatching();
  }
};
