import type { ClientCommand } from '../core/commands/client/index.ts';
import { printCommand } from '../docker/print-command.ts';

/**
 * One thing that is asked of every engine alike. Containers, images and volumes go by names that the sequence gives them,
 * so a step is plain data and means the same everywhere.
 */
export type Step =
  /** A request of the Engine API. */
  | { readonly do: 'ask'; readonly command: ClientCommand }
  /** `docker exec`: a program beside main, run to its end; with `detach` it goes on by itself. */
  | {
      readonly do: 'exec';
      readonly container: string;
      readonly argv: readonly string[];
      readonly user?: string;
      readonly workingDir?: string;
      readonly detach?: boolean;
    }
  /** `docker cp - CONTAINER:PATH`: files of the client's, as a tar. */
  | { readonly do: 'put'; readonly container: string; readonly path: string; readonly files: readonly PutFile[] }
  /** `docker export CONTAINER | docker import - REPO`. */
  | { readonly do: 'import'; readonly container: string; readonly repo: string; readonly message?: string }
  /** `docker save IMAGE | docker load`; with `removed` the image goes in between. */
  | { readonly do: 'reload'; readonly image: string; readonly removed?: true }
  /** `docker build` by the classic builder, with a Dockerfile and nothing else. */
  | { readonly do: 'build'; readonly dockerfile: string; readonly tag: string };

/** A file with its text, a symlink with its target, or a directory. */
export type PutFile = { readonly name: string; readonly mode: number } & (
  | { readonly text: string; readonly target?: never }
  | { readonly target: string; readonly text?: never }
  | { readonly text?: never; readonly target?: never }
);

/** The step as a line to paste. */
export const printStep = (step: Step): string => {
  switch (step.do) {
    case 'ask':
      return printCommand(step.command);
    case 'exec': {
      const { container, argv, user, workingDir, detach } = step;
      const options = [
        ...(detach ? ['-d'] : []),
        ...(user === undefined ? [] : ['-u', user]),
        ...(workingDir === undefined ? [] : ['-w', workingDir]),
      ];
      return ['docker', 'exec', ...options, container, ...argv].map(word).join(' ');
    }
    case 'put': {
      const made = step.files.map(makeLine).join('; ');
      const names = step.files.map(({ name }) => word(name)).join(' ');
      return `(cd "$(mktemp -d)"; ${made}; tar --owner=0 --group=0 -c ${names}) | docker cp - ${word(`${step.container}:${step.path}`)}`;
    }
    case 'import': {
      const options = step.message === undefined ? [] : ['-m', step.message];
      return `docker export ${word(step.container)} | ${['docker', 'import', ...options, '-', step.repo].map(word).join(' ')}`;
    }
    case 'reload': {
      const image = word(step.image);
      return step.removed
        ? `docker save -o saved.tar ${image} && docker rmi ${image} && docker load -i saved.tar`
        : `docker save ${image} | docker load`;
    }
    case 'build':
      return `printf %s ${word(step.dockerfile)} | DOCKER_BUILDKIT=0 docker build --network none -t ${word(step.tag)} -`;
  }
};

const makeLine = ({ name, mode, text, target }: PutFile): string => {
  const place = word(name);
  if (target !== undefined) return `ln -s ${word(target)} ${place}`;
  const made = text === undefined ? `mkdir ${place}` : `printf %s ${word(text)} > ${place}`;
  return `${made}; chmod ${mode.toString(8)} ${place}`;
};

const word = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** The container that a step is about, if it is about one. */
export const containerOf = (step: Step): string | undefined => {
  if (step.do === 'exec' || step.do === 'put' || step.do === 'import') return step.container;
  if (step.do !== 'ask') return undefined;
  const { command } = step;
  if ('container' in command && typeof command.container === 'string') return command.container;
  return command.type === 'CreateContainer' ? command.name : undefined;
};
