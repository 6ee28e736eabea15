import type { Found } from '../../../views/data-root/estate.ts';
import type { Place, Where } from '../../../views/data-root/where.ts';
import { printable } from '../../text/printable.ts';

/** What made the path what it is, where a log tells. */
export type Cause = { readonly seq: number; readonly time: string; readonly command: string; readonly says: string };

/** The answer of a good colleague: what it is, where it lies, why there, and what will become of it. */
export const renderWhere = (it: Where, cause: Cause | undefined): string => {
  const { container, path, asked, object, mergedPath, hides, fate } = it;
  const lines: (readonly [string, string])[] = [
    ['', `${container.name}:${asked}${path === asked ? '' : ` is ${path}`}: ${sentenceOf(it)}`],
    ...(object ? [['is', objectWords(object)] as const] : []),
    ...(it.place && it.state !== 'not there' ? [['lies', it.place.hostPath] as const] : []),
    ...(mergedPath === undefined ? [] : [['seen', `${mergedPath} while the container runs`] as const]),
    ...(it.copiedUp === undefined ? [] : [['because', copyWords(it)] as const]),
    ...(cause === undefined
      ? []
      : [['by', `${cause.says} (${cause.command}, event ${cause.seq}, ${cause.time})`] as const]),
    ...it.mergedWith.map((place, at) => [at === 0 ? 'merges' : '', placeWords(place)] as const),
    ...hides.map((place, at) => [at === 0 ? 'hides' : '', placeWords(place)] as const),
    ...(fate
      ? ([
          ['restart', fate.restart],
          ['commit', fate.commit],
          ['remove', fate.remove],
        ] as const)
      : []),
  ];
  return lines
    .map(
      ([key, text]) =>
        `${key === '' ? (lines[0]?.[1] === text ? '' : '           ') : `  ${key.padEnd(9)}`}${printable(text)}\n`,
    )
    .join('');
};

const sentenceOf = ({ state, provider, place, mount, deletedBy, container }: Where): string => {
  if (state === 'deleted')
    return `deleted: a whiteout in the ${deletedBy?.role} (${deletedBy?.hostPath}) hides what is below`;
  if (mount) {
    const what = `${mount.readOnly ? 'read-only ' : ''}${provider}${mount.name === undefined ? '' : ` ${mount.name}`}, mounted on ${mount.destination}`;
    return state === 'not there' ? `nothing is there in the ${what}` : `comes from the ${what}`;
  }
  if (state === 'not there') return 'nothing is there, in no layer';
  if (provider === 'kernel') return 'made by the kernel (proc, sysfs, devtmpfs); it lies on no disk';
  if (provider === 'file of the engine') return 'a file that the engine writes and binds over the image';
  if (provider === 'write layer')
    return `in the container's own write layer${container.status === 'created' ? ', before its first start' : ''}`;
  if (provider === 'init layer') return "in the container's init layer, a placeholder of the engine";
  const layer = place?.layer;
  return layer
    ? `from the image: layer ${layer.number} of ${layer.of}${layer.createdBy === undefined ? '' : `, made by: ${layer.createdBy}`}`
    : 'from the image';
};

const copyWords = ({ copiedUp, hides, mergedWith, object }: Where): string => {
  const from = [...mergedWith, ...hides][0];
  const below = from ? ` the ${from.role}${from.layer ? ` ${from.layer.number}` : ''}` : ' a layer below';
  if (!copiedUp) return `it was made anew and hides that of${below}`;
  return object?.kind === 'directory'
    ? `something in it changed: the directory was copied up from${below}`
    : `it was copied up from${below} when it was changed first`;
};

const placeWords = ({ role, hostPath, kind, size, layer }: Place): string => {
  const which = layer ? `image layer ${layer.number} of ${layer.of}` : role;
  return `${kind}${size === undefined ? '' : ` of ${size} bytes`} in the ${which}: ${hostPath}`;
};

const objectWords = ({ kind, mode, uid, gid, size, target, mtime, opaque }: Found): string =>
  [
    `${kind}${opaque ? ' (opaque)' : ''}`,
    `mode ${mode.toString(8).padStart(4, '0')}`,
    `owner ${uid}:${gid}`,
    ...(size === undefined ? [] : [`${size} bytes`]),
    ...(target === undefined ? [] : [`leads to ${target}`]),
    `of ${mtime}`,
  ].join(', ');
