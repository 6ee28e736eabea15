import { textOf } from '../../survey/read-file.ts';
import { cacheId, eachWrong, hexOf, mountPath, type Rule } from '../rule.ts';
import { chainOf, parentOf } from '../stack.ts';

export const mountRules: readonly Rule[] = [
  {
    id: 'M1',
    sentence: 'a mount belongs to a container',
    severity: 'repairable',
    means: 'the write layer of a container that is gone stays for ever, and holds the layers of its image',
    todo: 'save what is wanted of overlay2/<mount-id>/diff, then delete the mount and its two directories while the engine is stopped',
    reports: ['moby#45939', 'docker/cli#4656'],
    stoppedOnly: true,
    check: ({ mounts, containers, overlay }) =>
      eachWrong(mounts, mountPath, ({ mountId }, id) => {
        const bytes = overlay.get(textOf(mountId) ?? '')?.content.bytes ?? 0;
        return !containers.has(id) && `there is no containers/${id}; ${bytes} bytes`;
      }),
  },
  {
    id: 'M2',
    sentence: "a mount's id is one, and its init id follows from it",
    severity: 'repairable',
    means: 'the container vanishes from all lists: "invalid mount id value"',
    todo: 'write the name of the right directory of overlay2 into the file: the one whose lower ends in the image and begins with an init layer',
    check: ({ mounts }) =>
      eachWrong(mounts, mountPath, ({ mountId, initId }) => {
        const id = textOf(mountId);
        if (id === undefined || !cacheId.test(id)) return 'mount-id is missing or torn';
        return textOf(initId) !== `${id}-init` && 'init-id is missing or torn';
      }),
  },
  {
    id: 'M3',
    sentence: 'a container has a mount',
    severity: 'lost data',
    means: 'the container vanishes from all lists: "mount does not exist"',
    todo: 'its write layer may still be an unclaimed directory of overlay2 (see O5): copy from there, then remove the directory of the container',
    reports: ['moby#36160', 'moby#41845'],
    stoppedOnly: true,
    check: ({ mounts, containers }) =>
      eachWrong(
        containers,
        (id) => `containers/${id}`,
        (_, id) => !mounts.has(id) && `there is no ${mountPath(id)}`,
      ),
  },
  {
    id: 'M4',
    sentence: "a mount's parent is a layer",
    severity: 'lost data',
    means: 'the container vanishes from all lists',
    todo: 'pull its image again; what the container wrote is in overlay2/<mount-id>/diff',
    check: ({ mounts, layers }) =>
      eachWrong(mounts, mountPath, (mount) => {
        const parent = parentOf(mount);
        return parent !== undefined && !layers.has(parent) && `there is no layer ${parent}`;
      }),
  },
  {
    id: 'M5',
    sentence: "a container's write layer and init layer are in overlay2",
    severity: 'lost data',
    means: 'the container is listed but can not be started',
    todo: 'what it wrote is gone; remove it and make it again',
    check: ({ mounts, overlay }) =>
      eachWrong(mounts, mountPath, ({ mountId, initId }) => {
        const missing = [textOf(mountId), textOf(initId)].filter(
          (id) => id !== undefined && cacheId.test(id.replace(/-init$/, '')) && !overlay.has(id),
        );
        return missing.length > 0 && `there is no overlay2/${missing[0]}`;
      }),
  },
  {
    id: 'M6',
    sentence: "a mount's parent is the top layer of its container's image",
    severity: 'lost data',
    means: 'layers are counted wrong and may be freed under the container',
    todo: 'commit what is wanted, then make the container again',
    check: ({ mounts, containers, images }) =>
      eachWrong(mounts, mountPath, (mount, id) => {
        const config = containers.get(id)?.config;
        const image =
          typeof config === 'object' && typeof config.Image === 'string'
            ? images.get(hexOf(config.Image))?.config
            : undefined;
        if (image === undefined || typeof image === 'string') return undefined;
        const top = chainOf(image.diffIds).at(-1);
        return parentOf(mount) !== top && `stands on ${parentOf(mount) ?? 'nothing'}, its image on ${top ?? 'nothing'}`;
      }),
  },
];
