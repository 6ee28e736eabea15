import type { Pulled } from '../../core/commands/client/pull-image.ts';
import { familiarName, normalName, parseName, tagNameOnly } from '../../core/images/reference.ts';
import { ask, Complaint, type Docker, type Verb } from '../docker.ts';

/** Pulls an image and prints what a client without a terminal prints. */
export const pullInto = async (docker: Docker, reference: string, print: (text: string) => void): Promise<void> => {
  for (const line of linesOf(await ask<Pulled>(docker, await docker.pulling(reference)))) print(`${line}\n`);
};

/** What a pull tells, by line. */
export const linesOf = ({ rows }: Pulled): readonly string[] =>
  rows.map(({ id, status }) => `${id === undefined ? '' : `${id}: `}${status}`);

export const pull: Verb = async (docker, options) => {
  const [typed = ''] = options.args;
  const named = parseName(typed);
  if ('flaw' in named) throw new Complaint(named.flaw);
  const full = tagNameOnly(named);
  const quiet = options.is('quiet');
  if (!quiet && named.tag === undefined && named.digest === undefined) docker.out('Using default tag: latest\n');
  const reference =
    full.digest === undefined ? `${familiarName(full)}:${full.tag}` : `${familiarName(full)}@${full.digest}`;
  await pullInto(docker, reference, quiet ? () => {} : docker.out);
  docker.out(`${normalName(full)}${full.digest === undefined ? `:${full.tag}` : `@${full.digest}`}\n`);
  return 0;
};
