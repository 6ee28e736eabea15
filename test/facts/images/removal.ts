import { shortId } from '../../../src/core/kernel/digest.ts';
import { images as listImages } from '../../../src/views/images.ts';
import type { FactResult } from '../fact.ts';
import { answer, Bench, messageOf, type Outcome, rowsOf, statusOf } from './bench.ts';
import { differs, fact, facts, type RmiCase } from './table.ts';

/** Rows as kinds: `U`, `D image`, `D layer`. What exactly each case names is checked beside. */
const kinds = (bench: Bench, outcome: Outcome): readonly string[] =>
  rowsOf(outcome).map((row) =>
    row.startsWith('U ') ? row : layers.get(bench)?.has(row.slice(2)) ? 'D layer' : 'D image',
  );

const layers = new WeakMap<Bench, Set<string>>();

type Setting = {
  readonly arrange: (bench: Bench) => Readonly<Record<string, string>> | undefined;
  readonly remove: string;
  readonly force?: boolean;
  readonly noprune?: boolean;
  readonly rows?: readonly string[];
  readonly events?: readonly string[];
};

const image = (bench: Bench): Record<string, string> => ({ id: bench.image('m:1') });
const tagged = (bench: Bench, ...more: readonly string[]): Record<string, string> => {
  const id = bench.image('m:1');
  for (const repo of more) answer(bench.client({ type: 'TagImage', image: id, repo }).decision);
  return { id };
};
const used = (bench: Bench, living: boolean, ...more: readonly string[]): Record<string, string> => ({
  ...tagged(bench, ...more),
  container: living ? bench.run('m:1', 'box') : bench.create('m:1', 'box'),
});
/** A base, and on it an image for each change list: commits of containers that are gone. */
const chain = (
  bench: Bench,
  names: readonly (string | undefined)[],
  base = 'base:1',
  writes = true,
): Record<string, string> => {
  let at: string = bench.image(base);
  const made: Record<string, string> = { base: at };
  names.forEach((name, n) => {
    const container = bench.run(at, `step${n}`);
    if (writes) bench.write(container, `/file${n}`, `${n}`);
    at = bench.commit(`step${n}`, name === undefined ? {} : { repo: name });
    answer(bench.client({ type: 'RemoveContainer', container, force: true }).decision);
    made[`step${n}`] = at;
  });
  return { ...made, id: at };
};

const untag = 'image untag';
const gone = 'image delete';

const settings: Readonly<Record<string, Setting>> = {
  'one tag, delete by tag': {
    arrange: image,
    remove: 'm:1',
    rows: ['U m:1', 'D image', 'D layer'],
    events: [untag, gone],
  },
  'one tag, delete by id (or prefix)': {
    arrange: image,
    remove: '<id12>',
    rows: ['U m:1', 'D image', 'D layer'],
    events: [untag, gone],
  },
  'two tags (same or different repo), delete one tag': {
    arrange: (b) => tagged(b, 'n:1'),
    remove: 'm:1',
    rows: ['U m:1'],
    events: [untag],
  },
  'two tags in any repos, delete by id': { arrange: (b) => tagged(b, 'm:2'), remove: '<id12>' },
  'two+ tags, delete by id with force': {
    arrange: (b) => tagged(b, 'n:1', 'a.io/z:1'),
    remove: '<id12>',
    force: true,
    rows: ['U a.io/z:1', 'U m:1', 'U n:1', 'D image', 'D layer'],
    events: [untag, untag, untag, gone],
  },
  'one tag + its digest in same repo, delete by tag': {
    arrange: (b) => withDigest(b),
    remove: 'm:1',
    rows: ['U m:1', 'U m@<digest>', 'D image', 'D layer'],
    events: [untag, gone],
  },
  'one tag + its digest in same repo, delete by id': {
    arrange: (b) => withDigest(b),
    remove: '<id12>',
    rows: ['U m:1', 'U m@<digest>', 'D image', 'D layer'],
    events: [untag, untag, gone],
  },
  'tag+digest, delete by digest ref': {
    arrange: (b) => withDigest(b),
    remove: 'm@<digest>',
    rows: ['U m@<digest>'],
    events: [untag],
  },
  'untagged (dangling), delete by id': {
    arrange: (b) => ({ id: b.image() }),
    remove: '<id12>',
    rows: ['D image', 'D layer'],
    events: [gone],
  },
  'last tag, any container (created/exited/running/paused) uses the image': {
    arrange: (b) => used(b, false),
    remove: 'm:1',
  },
  'same, but another tag exists': {
    arrange: (b) => used(b, false, 'n:1'),
    remove: 'm:1',
    rows: ['U m:1'],
    events: [untag],
  },
  'by id, one tag, stopped/created container': { arrange: (b) => used(b, false), remove: '<id12>' },
  'by id, running or paused container, force or not': { arrange: (b) => used(b, true), remove: '<id12>', force: true },
  'by tag with force, stopped container': {
    arrange: (b) => used(b, false),
    remove: 'm:1',
    force: true,
    rows: ['U m:1', 'D image'],
    events: [untag, gone],
  },
  'by tag with force, running container': {
    arrange: (b) => used(b, true),
    remove: 'm:1',
    force: true,
    rows: ['U m:1'],
    events: [untag],
  },
  'last tag of an image with child images': {
    arrange: (b) => chain(b, ['k:1']),
    remove: 'base:1',
    rows: ['U base:1'],
    events: [untag],
  },
  'by id, child images, even with force': {
    arrange: (b) => {
      const { base = '' } = chain(b, ['k:1']);
      return { id: base };
    },
    remove: '<id12>',
    force: true,
  },
  'delete leaf whose untagged ancestors have no other child/container': {
    arrange: (b) => chain(b, [undefined, 'k:1']),
    remove: 'k:1',
    rows: ['U k:1', 'D image', 'D layer', 'D image', 'D layer'],
    events: [untag, gone, gone],
  },
  'same with noprune=1': {
    arrange: (b) => chain(b, [undefined, 'k:1']),
    remove: 'k:1',
    noprune: true,
    rows: ['U k:1', 'D image', 'D layer'],
  },
  'image without own layer (empty_layer commit)': {
    arrange: (b) => chain(b, ['k:1'], 'base:1', false),
    remove: 'k:1',
    rows: ['U k:1', 'D image'],
  },
  'two images with identical top layer; delete first': { arrange: twins, remove: 'm:1', rows: ['U m:1', 'D image'] },
  unknown: { arrange: image, remove: 'nope:1' },
  'bad syntax': { arrange: image, remove: 'UPPER' },
};

const digest = `sha256:${'d'.repeat(64)}`;
function withDigest(bench: Bench): Record<string, string> {
  const id = bench.image('m:1');
  bench.digestReference(id, 'm');
  return { id };
}

/** One layer, two configs. */
function twins(bench: Bench): Record<string, string> {
  const id = bench.image('m:1', 'same');
  bench.image('n:1', 'same', ['LABEL a=b']);
  return { id };
}

export const rmiFacts = (): readonly FactResult[] =>
  facts.rmi_cases.map((it) => fact(`rmi: ${it.case}`, () => check(it)));

const check = ({ case: name, status, message }: RmiCase): string | undefined => {
  const setting = settings[name];
  if (!setting) return 'no setting for this case';
  const bench = new Bench();
  const { id = '', container = '' } = setting.arrange(bench) ?? {};
  layers.set(bench, new Set(bench.session.world.layers.keys()));
  const typed = setting.remove.replace('<id12>', shortId(id)).replace('<digest>', digest);
  const { force = false, noprune = false } = setting;
  const outcome = bench.remove(typed, { force, noprune });
  if (!outcome.decision.accepted) {
    const of = [shortId(id), shortId(container)];
    const first = name.startsWith('last tag, any') ? [of[1], of[0]] : of;
    let at = 0;
    const wanted = (message ?? '').replace('<ref as typed>', typed).replaceAll('<id12>', () => first[at++] ?? '');
    return differs([statusOf(outcome), messageOf(outcome)], [status, wanted]);
  }
  const rows = setting.rows?.map((row) => row.replace('<digest>', digest));
  return (
    differs([200, kinds(bench, outcome)], [status, rows]) ?? (setting.events && differs(outcome.told, setting.events))
  );
};

/** What the prose of chapter 4.3 says of lists and prunes. */
export const listFacts = (): readonly FactResult[] => [
  fact('images: untagged images with children show with all only', () => {
    const bench = new Bench();
    chain(bench, [undefined, 'k:1']);
    const count = (all: boolean): number => listImages(bench.session.world, { all }).length;
    return differs([count(false), count(true)], [2, 3]);
  }),
  fact('prune: a second one deletes nothing and tells its event all the same', () => {
    const bench = new Bench();
    bench.image();
    const [first, second] = [bench.client({ type: 'PruneImages' }), bench.client({ type: 'PruneImages' })];
    const reclaimed = ({ decision }: Outcome) => (decision.accepted ? decision.answer : undefined);
    return (
      differs(first.told, [gone, 'image prune']) ??
      differs(reclaimed(second), { SpaceReclaimed: 0 }) ??
      differs(second.told, ['image prune'])
    );
  }),
  fact('prune -a untags a base that a container needs through its child', () => {
    const bench = new Bench();
    chain(bench, ['k:1']);
    bench.create('k:1', 'box');
    bench.client({ type: 'PruneImages', all: true });
    return differs([...bench.session.world.references.keys()], ['k:1']);
  }),
  ...['dangling=[zz]', 'foo'].map((filter) =>
    fact(`prune: Invalid filter '${filter}'`, () => {
      const filters: Record<string, readonly string[]> = filter === 'foo' ? { foo: ['1'] } : { dangling: ['zz'] };
      const outcome = new Bench().client({ type: 'PruneImages', filters });
      return differs([statusOf(outcome), messageOf(outcome)], [400, `Invalid filter '${filter}'`]);
    }),
  ),
];
