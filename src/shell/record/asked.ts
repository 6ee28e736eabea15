/** What a request to the Engine API is about, as far as its method and path tell. */
export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** What it does: `start`, `archive`; empty for inspect's sake and removal, and for what names no container. */
  readonly verb: string;
  /** The container that the path names. */
  readonly container: string | undefined;
  /** The container whose data are looked at: a commit names it in its query. */
  readonly looksAt: string | undefined;
  /** What it answers begins with an id of what it made. */
  readonly makes: 'container' | 'image' | undefined;
};

export const askedBy = (method: string | undefined = '', url: string | undefined = '/'): Asked => {
  const { pathname, searchParams } = new URL(url, 'http://engine');
  const query = Object.fromEntries(searchParams);
  const path = pathname.replace(/^\/v[\d.]+(?=\/)/, '');
  const [, reference = '', verb = ''] = /^\/containers\/([^/]+)(?:\/([a-z]+))?/.exec(path) ?? [];
  const container = ['', 'json', 'create', 'prune'].includes(reference) ? undefined : decoded(reference);
  const isCommit = method === 'POST' && path === '/commit';
  const isCreate = method === 'POST' && path === '/containers/create';
  return {
    ...{ method, path: pathname, query, container },
    verb: container === undefined ? '' : verb,
    looksAt: isCommit ? query.container : container,
    makes: isCommit ? 'image' : isCreate ? 'container' : undefined,
  };
};

const decoded = (word: string): string => {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
};

const answersWhenDone = ['', 'start', 'stop', 'restart', 'kill', 'pause', 'unpause', 'rename', 'update'];

/**
 * Whether the client gets the answer after the look at what it made: what the client asks next shall not be part of it. A
 * stream, or a wait, is passed on as it comes.
 */
export const isHeldBack = ({ method, verb, container, makes }: Asked): boolean =>
  makes !== undefined ||
  (container !== undefined &&
    ((method === 'POST' && answersWhenDone.includes(verb)) || method === 'DELETE' || method === 'PUT'));

/** Whether it may write into a container that does not run, or start it. */
export const mayWrite = ({ verb }: Asked): boolean => ['archive', 'start', 'restart', 'unpause'].includes(verb);
