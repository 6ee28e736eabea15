import { accept, reject } from '../../kernel/decision.ts';
import { findContainer, isRejection } from '../../lifecycle/find-container.ts';
import { ofContainer } from '../../lifecycle/story.ts';
import { containerIsDead } from '../../streams/image/rejections.ts';
import type { Verb } from '../verbs.ts';

export type ExportContainer = {
  readonly issuer: 'client';
  readonly type: 'ExportContainer';
  readonly container: string;
};

/** `docker export` gives a container's file system as one tar, running or not. The tar is a view. */
export const exportContainer: Verb<ExportContainer> = (world, command, { entropy }) => {
  const container = findContainer(world, command.container);
  if (isRejection(container)) return reject(container);
  const { id, state } = container;
  if (state.status === 'dead' || state.status === 'removing') return reject(containerIsDead(id, 'export'));
  return accept([ofContainer(id, entropy.now, 'ContainerObserved', { action: 'export' })]);
};
