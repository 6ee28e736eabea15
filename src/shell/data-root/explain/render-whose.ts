import type { Sight, Whose } from '../../../views/data-root/whose.ts';
import { printable } from '../../text/printable.ts';

export const renderWhose = ({ path, what, images, containers, seenBy }: Whose): string => {
  const lines = [
    `${path}: ${what}`,
    ...(images.length > 0 ? [`  images      ${images.join('; ')}`] : []),
    ...(containers.length > 0 ? [`  containers  ${containers.join(', ')}`] : []),
    ...seenBy.map((it, at) => `  ${at === 0 ? 'seen as' : '       '}     ${it.name}:${it.path}${sightWords(it)}`),
  ];
  return lines.map((line) => `${printable(line)}\n`).join('');
};

const sightWords = ({ sees, instead }: Sight): string =>
  sees === 'this'
    ? ''
    : sees === 'another'
      ? ` (hidden there by ${instead})`
      : sees === 'that it is deleted'
        ? ' (hidden there: deleted)'
        : ' (part of a merged directory)';
