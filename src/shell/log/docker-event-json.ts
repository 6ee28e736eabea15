import { millisOf } from '../../core/kernel/instant.ts';
import type { DockerEvent } from '../../views/docker-events.ts';

/** A line of `GET /events`, as the Engine API writes it: old fields (`status`, `id`, `from`) beside the new ones. */
export const dockerEventJson = ({ Type, Action, Actor, at }: DockerEvent) => ({
  ...(Type === 'container' || Type === 'image'
    ? {
        status: Action,
        id: Actor.ID,
        ...(Actor.Attributes.image !== undefined && { from: Actor.Attributes.image }),
      }
    : {}),
  Type,
  Action,
  Actor,
  scope: 'local',
  time: Math.floor(millisOf(at) / 1000),
  timeNano: Number(nanosOf(at)),
});

const nanosOf = (at: string): bigint =>
  BigInt(Math.floor(millisOf(at as Parameters<typeof millisOf>[0]) / 1000)) * 1_000_000_000n + BigInt(at.slice(20, 29));
