import fc from 'fast-check';

/** One system call of a history. */
export type Call = {
  readonly op: 'write' | 'unlink' | 'rmdir' | 'mkdir' | 'symlink' | 'link' | 'chmod' | 'rename' | 'rename, no replace';
  readonly path: string;
  readonly to?: string;
  readonly data?: string;
};

/**
 * A step: a call, a whole subtree gone, or a commit, after which a new container goes on from the new image. A sparse
 * commit is what tools write that leave out the directories above what changed.
 */
export type Step =
  | { readonly step: 'call'; readonly call: Call }
  | { readonly step: 'remove all'; readonly path: string }
  | { readonly step: 'commit'; readonly sparse?: true };

/** The step as one would type it in a container, or on the host. */
export const lineOf = (it: Step): string => {
  if (it.step === 'commit') return it.sparse ? 'commit without parent directories' : 'docker commit';
  if (it.step === 'remove all') return `rm -r ${it.path}`;
  const { op, path, to = '', data = '' } = it.call;
  switch (op) {
    case 'write':
      return `echo ${data} > ${path}`;
    case 'unlink':
      return `unlink ${path}`;
    case 'symlink':
      return `ln -s ${to} ${path}`;
    case 'link':
      return `ln ${path} ${to}`;
    case 'chmod':
      return `chmod 700 ${path}`;
    case 'rename':
      return `mv -T ${path} ${to}`;
    case 'rename, no replace':
      return `mv -nT ${path} ${to}`;
    default:
      return `${op} ${path}`;
  }
};

export const textOf = (history: readonly Step[]): string => history.map(lineOf).join('; ');

const name = fc.constantFrom('a', 'a', 'a', 'b');
const path = fc
  .oneof({ weight: 3, arbitrary: fc.constant(1) }, { weight: 3, arbitrary: fc.constant(2) }, fc.constant(3))
  .chain((depth) => fc.array(name, { minLength: depth, maxLength: depth }))
  .map((parts) => `/${parts.join('/')}`);
const call = (op: Call['op'], weight: number, more: fc.Arbitrary<Partial<Call>> = fc.constant({})) => ({
  weight,
  arbitrary: fc.tuple(path, more).map(([at, rest]): Step => ({ step: 'call', call: { op, path: at, ...rest } })),
});
const to = path.map((it) => ({ to: it }));

const step: fc.Arbitrary<Step> = fc.oneof(
  call('mkdir', 8),
  call(
    'write',
    6,
    fc.constantFrom('1', '22').map((data) => ({ data })),
  ),
  call('unlink', 3),
  call('rmdir', 2),
  call('rename', 4, to),
  call('rename, no replace', 2, to),
  call('link', 2, to),
  call('symlink', 1, to),
  call('chmod', 2),
  { weight: 4, arbitrary: fc.oneof(fc.constant('/a'), path).map((at): Step => ({ step: 'remove all', path: at })) },
  { weight: 4, arbitrary: fc.constant<Step>({ step: 'commit' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ step: 'commit', sparse: true }) },
);

/** A history from an empty image on. */
export const history: fc.Arbitrary<readonly Step[]> = fc.array(step, { minLength: 1, maxLength: 40, size: 'max' });
