import { purposeOf, usageOf } from '../help/help.ts';

type Bounds = { readonly least: number; readonly most: number };

/** How many arguments a command takes, read from its usage line. */
export const boundsOf = (command: string): Bounds => {
  const verb = command.split(' ').at(-1) ?? '';
  if (verb === 'cp') return { least: 2, most: 2 };
  if (verb === 'build') return { least: 1, most: 1 };
  let least = 0;
  let most = 0;
  const tail = usageOf(command).replace(`docker ${command}`, '').replace('[OPTIONS]', '');
  for (const [word] of tail.matchAll(/\[(?:[^[\]]|\[[^\]]*\])*\]|[^\s[]+(?:\[[^\]]*\])?/g)) {
    if (word.startsWith('[')) most += /\.\.\.|OPTIONS/.test(word) ? Number.POSITIVE_INFINITY : 1;
    else {
      least++;
      most++;
    }
  }
  return { least, most };
};

/** What Docker says to a wrong number of arguments; `undefined` when it is right. */
export const wrongCount = (command: string, count: number): string | undefined => {
  const bounds = boundsOf(command);
  if (count >= bounds.least && count <= bounds.most) return undefined;
  return [
    `"docker ${command}" ${requirement(bounds)}.`,
    `See 'docker ${command} --help'.`,
    '',
    `Usage:  ${usageOf(command)}`,
    '',
    purposeOf(command),
    '',
  ].join('\n');
};

const requirement = ({ least, most }: Bounds): string => {
  const plural = (count: number): string => `${count} argument${count === 1 ? '' : 's'}`;
  if (most === 0) return 'accepts no arguments';
  if (least === most) return `requires exactly ${plural(least)}`;
  if (most === Number.POSITIVE_INFINITY) return `requires at least ${plural(least)}`;
  return least === 0 ? `requires at most ${plural(most)}` : `requires at least ${least} and at most ${plural(most)}`;
};
