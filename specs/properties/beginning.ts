import { embeddedRegistry, emptyWorld, pullCommand } from '../../src/index.ts';
import type { Beginning } from './check-history.ts';
import { born, model, step } from './live.ts';

/** An engine that has just been installed, with the embedded registry's contents at hand. */
export const beginning = (pulled: readonly string[] = ['redis', 'busybox']): Beginning => {
  const registry = embeddedRegistry();
  const life = born(model, 'beginning', { world: emptyWorld, contents: registry.contents });
  step(life, { issuer: 'host', type: 'InstallEngine' });
  for (const reference of pulled) step(life, pullCommand(registry, life.world.distribution, reference));
  return { world: life.world, contents: registry.contents };
};
