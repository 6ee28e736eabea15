import type { Event } from '../../event.ts';
import { accept, type Decision, reject } from '../../kernel/decision.ts';
import { ownerOf } from '../../lifecycle/find-container.ts';
import { isName, withoutSlash } from '../../lifecycle/names.ts';
import { ofContainer } from '../../lifecycle/story.ts';
import {
  emptyName,
  invalidName,
  nameTaken,
  newNameRefused,
  sameName,
  sandboxNotFound,
} from '../../streams/container/rejections.ts';
import type { World } from '../../world.ts';
import type { Context } from '../context.ts';
import { onContainer } from './target.ts';

export type RenameContainer = {
  readonly issuer: 'client';
  readonly type: 'RenameContainer';
  readonly container: string;
  readonly name: string;
};

/** `docker rename` works in every state but one: of a restarting container the network namespace is gone. */
export const renameContainer = (
  world: World,
  { container: reference, name }: RenameContainer,
  { entropy: { now } }: Context,
): Decision<Event> => {
  if (reference === '' || name === '') return reject(emptyName());
  return onContainer(world, reference, (container) => {
    const { id, name: from, state, sandboxId } = container;
    const to = withoutSlash(name);
    if (to === from) return reject(sameName());
    if (!isName(name)) return reject(newNameRefused(invalidName(`/${to}`)));
    const owner = ownerOf(world, to);
    if (owner !== undefined) return reject(newNameRefused(nameTaken(to, owner)));
    if (state.status === 'restarting') return reject(sandboxNotFound(sandboxId));
    return accept([ofContainer(id, now, 'ContainerRenamed', { from, to })]);
  });
};
