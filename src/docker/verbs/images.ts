import type { PullRow } from '../../core/commands/client/pull-image.ts';
import { parseName } from '../../core/images/reference.ts';
import type { DeletedRow } from '../../core/images/remove/remove-image.ts';
import { ask, Complaint, type Docker, errorText, orMissing, type Verb } from '../docker.ts';

export type { PullRow };

/** `repository:tag` taken apart as the client does before it asks. */
export const targetOf = (typed: string): { readonly repo?: string; readonly tag?: string } => {
  if (typed === '') return {};
  const named = parseName(typed);
  if ('flaw' in named)
    throw new Complaint(
      `Error parsing reference: ${JSON.stringify(typed)} is not a valid repository/tag: ${named.flaw}`,
    );
  const cut = typed.lastIndexOf(':');
  return cut > typed.lastIndexOf('/') ? { repo: typed.slice(0, cut), tag: typed.slice(cut + 1) } : { repo: typed };
};

export const tag: Verb = async (docker, { args: [image = '', target = ''] }) => {
  const { repo = '', tag } = targetOf(target);
  await ask(docker, { issuer: 'client', type: 'TagImage', image, repo, ...(tag !== undefined && { tag }) });
  return 0;
};

const printDeleted = ({ out }: Docker, rows: readonly DeletedRow[]): void => {
  for (const row of rows) out('Deleted' in row ? `Deleted: ${row.Deleted}\n` : `Untagged: ${row.Untagged}\n`);
};

export const removeImages: Verb = async (docker, options) => {
  const force = options.is('force');
  const errors: string[] = [];
  let isFatal = false;
  for (const image of options.args) {
    try {
      const removal = { image, force, noprune: options.is('no-prune') };
      printDeleted(
        docker,
        await orMissing('image', image, ask(docker, { issuer: 'client', type: 'RemoveImage', ...removal })),
      );
    } catch (error) {
      if (!(error instanceof Complaint)) isFatal = true;
      errors.push(errorText(error));
    }
  }
  if (errors.length === 0) return 0;
  docker.err(`${errors.join('\n')}\n`);
  return isFatal || !force ? 1 : 0;
};

/** Here the engine reads the name, in its own words. */
const committedAs = (typed: string): ReturnType<typeof targetOf> => {
  const named = typed === '' ? undefined : parseName(typed);
  if (named && 'flaw' in named) throw new Complaint(named.flaw);
  return targetOf(typed);
};

export const commit: Verb = async (docker, options) => {
  const [container = '', target = ''] = options.args;
  const comment = options.one('message');
  const author = options.one('author');
  const { Id } = await ask<{ readonly Id: string }>(docker, {
    issuer: 'client',
    type: 'CommitContainer',
    container,
    ...committedAs(target),
    pause: options.one('pause') === undefined || options.is('pause'),
    ...(comment !== undefined && { comment }),
    ...(author !== undefined && { author }),
    ...(options.has('change') && { changes: options.all('change') }),
  });
  docker.out(`${Id}\n`);
  return 0;
};
