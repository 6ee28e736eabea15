import type { ClientCommand } from '../core/commands/client/index.ts';
import { printCommand } from '../docker/print-command.ts';

/**
 * One thing that is asked of every engine alike. Containers, images and volumes go by names that the sequence gives them,
 * so a step is plain data and means the same everywhere.
 */
export type Step =
  /** A request of the Engine API. */
  | { readonly do: 'ask'; readonly command: ClientCommand }
  /** `docker exec`: a program beside main, run to its end. */
  | {
      readonly do: 'exec';
      readonly container: string;
      readonly argv: readonly string[];
      readonly user?: string;
      readonly workingDir?: string;
    };

/** The step as a line to paste. */
export const printStep = (step: Step): string => {
  if (step.do === 'ask') return printCommand(step.command);
  const { container, argv, user, workingDir } = step;
  const options = [
    ...(user === undefined ? [] : ['-u', user]),
    ...(workingDir === undefined ? [] : ['-w', workingDir]),
  ];
  return ['docker', 'exec', ...options, container, ...argv].map(word).join(' ');
};

const word = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** The container that a step is about, if it is about one. */
export const containerOf = (step: Step): string | undefined => {
  if (step.do === 'exec') return step.container;
  const { command } = step;
  if ('container' in command && typeof command.container === 'string') return command.container;
  return command.type === 'CreateContainer' ? command.name : undefined;
};
