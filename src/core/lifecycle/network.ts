import type { ContainerId, Instant } from '../kernel/brand.ts';
import type { Rejection } from '../kernel/decision.ts';
import type { Entropy } from '../kernel/entropy.ts';
import type { Container } from '../streams/container/container.ts';
import { noSuchNetwork } from '../streams/container/start-rejections.ts';
import type { World } from '../world.ts';
import { findContainer, isRejection } from './find-container.ts';
import { randomHex } from './random-hex.ts';
import { ofContainer, type Story } from './story.ts';

/** The networks that every engine has; the model knows no others. */
const networks = new Set(['none', 'host', 'bridge']);

/** The network that a container joins at its start; none of its own when it uses another container's. */
export const networkOf = ({ hostConfig }: Container): string | undefined => {
  const mode = hostConfig.NetworkMode ?? 'default';
  if (mode.startsWith('container:')) return undefined;
  return mode === 'default' || mode === '' ? 'bridge' : mode;
};

/** A missing network, or a missing other container, is noticed at start, not at create (measured, docs/facts.md). */
export const networkTrouble = (world: World, container: Container): Rejection | undefined => {
  const mode = container.hostConfig.NetworkMode ?? 'default';
  const other = mode.startsWith('container:') ? findContainer(world, mode.slice('container:'.length)) : undefined;
  if (other && isRejection(other)) return other;
  if (other && !('pid' in other.state)) return joinsStopped(other.id);
  const network = networkOf(container);
  return network === undefined || networks.has(network) ? undefined : noSuchNetwork(network);
};

const joinsStopped = (id: ContainerId): Rejection => ({
  code: 'ContainerNotRunning',
  status: 409,
  message: `cannot join network of a non running container: ${id}`,
});

export const connect = (story: Story, container: Container, at: Instant, entropy: Entropy): void => {
  const network = networkOf(container);
  if (network === undefined) return;
  const sandboxId = randomHex(entropy, `sandbox ${container.id.slice(0, 12)}`);
  const endpointId = randomHex(entropy, `endpoint ${container.id.slice(0, 12)}`);
  story.tell(ofContainer(container.id, at, 'NetworkConnected', { network, sandboxId, endpointId }));
};

export const disconnect = (story: Story, id: ContainerId, at: Instant): void => {
  const network = networkOf(story.container(id));
  if (network !== undefined && story.hasNetworks) story.tell(ofContainer(id, at, 'NetworkDisconnected', { network }));
};
