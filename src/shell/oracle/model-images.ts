import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Event } from '../../core/event.ts';
import type { SavedImage } from '../../core/images/saved.ts';
import type { Decision } from '../../core/kernel/decision.ts';
import { Complaint } from '../../docker/docker.ts';
import type { Answer } from '../../oracle/engine.ts';
import type { Step } from '../../oracle/step.ts';
import type { ProgramMachine } from '../../programs/index.ts';
import { archivesOf } from '../run/archives.ts';
import type { BlobStore } from '../session.ts';
/** An image is saved and loaded again, and may be removed in between. */
export const reloaded = async (
  machine: ProgramMachine,
  store: BlobStore,
  { image, removed }: Extract<Step, { readonly do: 'reload' }>,
): Promise<Answer> => {
  const saved = await machine.perform({ issuer: 'client', type: 'SaveImages', images: [image] });
  if (!saved.accepted) return refusal(saved);
  const archives = archivesOf(machine, store);
  const directory = mkdtempSync(join(tmpdir(), 'plimsoll-oracle-'));
  try {
    const file = join(directory, 'saved.tar');
    writeFileSync(file, Buffer.concat([...archives.save(saved.answer as readonly SavedImage[])]));
    if (removed) {
      const gone = await machine.perform({ issuer: 'client', type: 'RemoveImage', image });
      if (!gone.accepted) return refusal(gone);
    }
    const { lines } = await archives.load(file);
    return { kind: 'done', exitCode: 0, output: lines.map((line) => `${line}\n`).join('') };
  } catch (error) {
    if (error instanceof Complaint) return { kind: 'done', exitCode: 1, output: error.message };
    throw error;
  } finally {
    rmSync(directory, { recursive: true });
  }
};

/** A Dockerfile is built without any file beside it. */
export const built = async (
  machine: ProgramMachine,
  store: BlobStore,
  { dockerfile, tag }: Extract<Step, { readonly do: 'build' }>,
): Promise<Answer> => {
  const request = { dockerfile, context: [], tag, buildArgs: {}, noCache: false };
  const told = await archivesOf(machine, store).build(request);
  const text = told.lines.map((line) => `${line}\n`).join('');
  // What is wrong with the file as a whole is told before anything is done.
  if ('error' in told && told.lines.length === 0) {
    const { status, message } = told.error;
    return { kind: 'refused', status, message };
  }
  return 'error' in told
    ? { kind: 'done', exitCode: 1, output: `${text}${told.error.message}` }
    : { kind: 'done', exitCode: 0, output: text };
};

/** A refusal as the API would say it. */
export const refusal = (decision: Extract<Decision<Event>, { readonly accepted: false }>): Answer => ({
  kind: 'refused',
  status: decision.rejection.status,
  message: decision.rejection.message,
});
