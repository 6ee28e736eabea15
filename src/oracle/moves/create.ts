import { findImage } from '../../core/images/find-image.ts';
import type { World } from '../../core/world.ts';
import type { Chance } from '../chance.ts';
import { containerNames, ownLabel } from '../names.ts';
import { extras, policiesFor, programs, restartPolicy } from '../programs.ts';
import { ask, imageFor, type Move, nameOf, ours } from './move.ts';

export const create: Move = {
  weight: 10,
  isPossible: (world) => ours(world).length < containerNames.length,
  make: (world, chance) => {
    const taken = new Set(ours(world).map(({ name }) => name));
    const free = containerNames.filter((name) => !taken.has(name));
    const name =
      (chance.oneIn(15) ? undefined : chance.any(free)) ?? chance.of(containerNames as [string, ...string[]]);
    const program = weighted(chance);
    const drawn = chance.any(extras) ?? [{}, {}];
    const [config, hostConfig] = drawn;
    const isWrapped = config.Entrypoint !== undefined;
    const drawnPolicy = chance.of(policiesFor(program));
    const removes = drawnPolicy === '' && chance.oneIn(8);
    const image = imageFor(world, chance);
    // An image's own entry point takes the program for its arguments: whatever that does, it comes to rest.
    const policy = drawnPolicy !== '' && !isWrapped && hasEntrypoint(world, image) ? 'on-failure:2' : drawnPolicy;
    return ask({
      type: 'CreateContainer',
      issuer: 'client',
      name,
      config: {
        ...config,
        Labels: { ...config.Labels, [ownLabel]: '' },
        Image: image,
        Cmd: isWrapped ? [program.command.join(' ')] : [...program.command],
      },
      hostConfig: {
        ...hostConfig,
        NetworkMode: 'none',
        ...(policy !== '' && { RestartPolicy: restartPolicy(policy) }),
        ...(removes && { AutoRemove: true }),
        ...shared(world, chance),
      },
    });
  },
};

const hasEntrypoint = (world: World, reference: string): boolean => {
  const found = findImage(world, reference);
  return 'image' in found && (found.image.config.config?.Entrypoint ?? []).length > 0;
};

/** Volumes or the pid namespace of another container: one that is there, sometimes one that is not. */
const shared = (
  world: World,
  chance: Chance,
): { readonly VolumesFrom?: readonly string[]; readonly PidMode?: string } => {
  const kind = chance.below(16);
  if (kind > 1) return {};
  const other = nameOf(ours(world), chance);
  return kind === 0 ? { VolumesFrom: [chance.oneIn(3) ? `${other}:ro` : other] } : { PidMode: `container:${other}` };
};

const weighted = (chance: Chance): (typeof programs)[number] => {
  let at = chance.below(programs.reduce((sum, { weight }) => sum + weight, 0));
  for (const program of programs) {
    at -= program.weight;
    if (at < 0) return program;
  }
  return programs[0] ?? { command: ['true'], goesOn: false, weight: 1 };
};
