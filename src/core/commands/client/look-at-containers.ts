import { match } from 'ts-pattern';
import type { Event } from '../../event.ts';
import { accept, type Decision, reject } from '../../kernel/decision.ts';
import { layerDirectoryGone, layerGone } from '../../streams/container/rejections.ts';
import type { World } from '../../world.ts';
import { onContainer } from './target.ts';

/** Commands that only look: they refuse what is not there and leave no event. The answers are views. */
export type InspectContainer = {
  readonly issuer: 'client';
  readonly type: 'InspectContainer';
  readonly container: string;
};
export type ListContainers = { readonly issuer: 'client'; readonly type: 'ListContainers'; readonly all?: boolean };
export type StatsContainer = { readonly issuer: 'client'; readonly type: 'StatsContainer'; readonly container: string };
export type DiffContainer = { readonly issuer: 'client'; readonly type: 'DiffContainer'; readonly container: string };

export const inspectContainer = (world: World, { container }: InspectContainer): Decision<Event> =>
  onContainer(world, container, () => accept([]));

export const listContainers = (_world: World, _: ListContainers): Decision<Event> => accept([]);

export const statsContainer = (world: World, { container }: StatsContainer): Decision<Event> =>
  onContainer(world, container, () => accept([]));

/** `docker diff` needs the write layer: a dead container has none, and of one that is being removed it goes. */
export const diffContainer = (world: World, { container: reference }: DiffContainer): Decision<Event> =>
  onContainer(world, reference, ({ id, state }) =>
    match(state.status)
      .returnType<Decision<Event>>()
      .with('created', 'running', 'paused', 'restarting', 'exited', () => accept([]))
      .with('removing', () => reject(layerDirectoryGone(world.writeLayers.get(id)?.mountId ?? id)))
      .with('dead', () => reject(layerGone(reference)))
      .exhaustive(),
  );
