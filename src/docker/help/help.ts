import { commandHelp } from './commands.ts';
import { groupHelp } from './groups.ts';
import { managementHelp } from './management.ts';

/** The groups of commands that the model knows: `docker container …`. */
export const groups = ['container', 'image', 'volume', 'system'] as const;

/** `docker container ls` is `docker ps`. */
const aliases: Readonly<Record<string, string>> = {
  'container list': 'container ls',
  'container ps': 'container ls',
  'image list': 'image ls',
  'image remove': 'image rm',
  'volume list': 'volume ls',
  'volume remove': 'volume rm',
};

/** A command's full name, aliases resolved; `undefined` when there is no such command. */
export const commandOf = (name: string): string | undefined => {
  const full = (Object.hasOwn(aliases, name) ? aliases[name] : undefined) ?? name;
  return textOf(full) === undefined ? undefined : full;
};

const textOf = (command: string): string | undefined => {
  if (Object.hasOwn(commandHelp, command)) return commandHelp[command];
  if (Object.hasOwn(managementHelp, command)) return managementHelp[command];
  const [group = '', verb = ''] = command.split(' ');
  if (!Object.hasOwn(groupHelp, group) || !Object.hasOwn(commandHelp, verb)) return undefined;
  // Only names of commands come here: a word of the user would need quoting.
  if (!new RegExp(`^  ${verb}\\s`, 'm').test(groupHelp[group] ?? '')) return undefined;
  return commandHelp[verb]?.replace(`docker ${verb}`, `docker ${command}`);
};

/** What `docker COMMAND --help` prints. */
export const helpOf = (command: string): string => textOf(command) ?? '';

export const helpOfGroup = (group: string): string => groupHelp[group] ?? '';

/** `docker rm [OPTIONS] CONTAINER [CONTAINER...]` */
export const usageOf = (command: string): string => /^Usage: {2}(.*)$/m.exec(helpOf(command))?.[1] ?? '';

/** The sentence below the usage. */
export const purposeOf = (command: string): string => /^Usage:.*\n+([^\n]+)/m.exec(helpOf(command))?.[1] ?? '';
