import { ask, type Docker, type Verb } from '../docker.ts';

/** What the engine tells of a pull, line by line. */
type Pulled = { readonly lines: readonly string[]; readonly reference: string };

/** Pulls an image and prints what a client without a terminal prints. */
export const pullInto = async (
  docker: Docker,
  reference: string,
  print: (text: string) => void,
  quiet: boolean,
): Promise<Pulled> => {
  const pulled = await ask<Pulled>(docker, { issuer: 'client', type: 'PullImage', reference });
  if (!quiet) for (const line of pulled.lines) print(`${line}\n`);
  return pulled;
};

export const pull: Verb = async (docker, options) => {
  const [typed = ''] = options.args;
  const quiet = options.is('quiet');
  if (!quiet && !/[:@][^/]*$/.test(typed)) docker.out('Using default tag: latest\n');
  const { reference } = await pullInto(docker, typed, docker.out, quiet);
  docker.out(`${reference}\n`);
  return 0;
};
