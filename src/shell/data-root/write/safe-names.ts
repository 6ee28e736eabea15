import { BadInput } from '../../bad-input.ts';

/** What the engine itself names: ids, digests, short links. Anything else in such a place could lead out of the root. */
const forms: readonly (readonly [below: RegExp, name: RegExp])[] = [
  [/^containers$/, /^[0-9a-f]{64}$/],
  [/^overlay2$/, /^(?:l|[0-9a-f]{64}(?:-init)?)$/],
  [/^overlay2\/l$/, /^[A-Z2-7]{26}$/],
  [/^image\/overlay2\/layerdb\/(?:sha256|mounts)$/, /^[0-9a-f]{64}$/],
  [/^image\/overlay2\/imagedb\/(?:content|metadata)\/sha256$/, /^[0-9a-f]{64}$/],
  [/^image\/overlay2\/distribution\/[^/]+\/sha256$/, /^[0-9a-f]{64}$/],
  [/^volumes$/, /^(?:metadata\.db|backingFsBlockDev|[a-zA-Z0-9][a-zA-Z0-9_.-]*)$/],
];

/** Refuses a path that is not one below the root, whatever a log says: `..`, empty names, NUL, names that no engine gives. */
export const checkPath = (path: string): void => {
  const names = path.split('/');
  for (const [at, name] of names.entries()) {
    const above = names.slice(0, at).join('/');
    const form = forms.find(([below]) => below.test(above));
    const isPlain = name !== '' && name !== '.' && name !== '..' && !name.includes('\0');
    if (!isPlain || (form && !form[1].test(name)))
      throw new BadInput(`the log names ${JSON.stringify(path.slice(0, 200))}, which no engine would write`);
  }
};
