import { familiarName, isFlaw, parseName, withTag } from '../../images/reference.ts';
import type { Digest } from '../../kernel/brand.ts';
import { accept, type Decision, reject } from '../../kernel/decision.ts';
import { isDigest } from '../../kernel/digest.ts';
import type { DistributionEvent } from '../../streams/distribution/distribution.ts';
import type { World } from '../../world.ts';
import type { Context } from '../context.ts';

/** In the registry a tag now leads to another manifest. What was pulled before stays what it was. */
export type MoveRegistryTag = {
  readonly issuer: 'registry';
  readonly type: 'MoveRegistryTag';
  readonly repository: string;
  readonly tag: string;
  readonly manifest: Digest;
};

export const moveRegistryTag = (
  { distribution }: World,
  { repository, tag, manifest }: MoveRegistryTag,
  { entropy }: Context,
): Decision<DistributionEvent> => {
  const name = parseName(repository);
  const named = isFlaw(name) ? name : withTag(name, tag);
  if (isFlaw(named)) return reject({ code: 'InvalidReference', status: 400, message: named.flaw });
  if (!isDigest(manifest))
    return reject({ code: 'InvalidDigest', status: 400, message: 'invalid checksum digest format' });
  const familiar = familiarName(named);
  if (distribution.movedTags.get(`${familiar}:${tag}`) === manifest) return accept([]);
  const frame = { stream: 'distribution', id: 'distribution', at: entropy.now } as const;
  return accept([{ ...frame, type: 'RegistryTagMoved', repository: familiar, tag, manifest }]);
};
