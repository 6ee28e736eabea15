import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ask, call, eventsBetween, messageOf, pause } from './engine.ts';
import { eventRow, type Inspected, masking, matrix, placeholderOfNew, type Row, shapeOf } from './lifecycle-rows.ts';
import { cleanEngine, createOther, preparations } from './lifecycle-states.ts';

/**
 * The recorded matrix state × operation is what the model is held against. Here cells of it are measured again, so that the
 * record stays honest. PLIMSOLL_CELLS=all measures every cell that a public call can set up.
 */
const usual = new Set([
  ...[
    'start',
    'stop t=1',
    'kill (default)',
    'kill TERM',
    'kill 99',
    'restart t=1',
    'pause',
    'unpause',
    'rm',
    'rm force',
  ],
  ...['rename free', 'rename taken', 'commit pause=true', 'exec create', 'create same name'],
]);
/** These need a set-up of their own: an exec made before, a tar to send, a timing that the rows call racy. */
const special = /^(exec (start|inspect)|archive PUT|stop t=0)/;

const measurable = ({ state, operation, note }: Row): boolean =>
  preparations[state] !== undefined && !special.test(operation) && !(note ?? '').startsWith('racy');

const chosen = matrix()
  .filter(measurable)
  .filter(
    ({ state, operation }) => process.env.PLIMSOLL_CELLS === 'all' || (usual.has(operation) && state !== 'exited(0)'),
  );

const inspected = async (name: string): Promise<Inspected | undefined> => {
  const answer = await call({ method: 'GET', path: `/containers/${name}/json` });
  return answer.status === 404 ? undefined : (JSON.parse(answer.body) as Inspected);
};

const noneNetwork = async (): Promise<string> =>
  (await ask<{ readonly Id: string }>({ method: 'GET', path: '/networks/none' })).Id;

/** Blocking calls are given as long as the recorded ones were; all others end by themselves. */
const patienceWith = ({ blocks }: Row): number => (blocks ? 1_200 : 20_000);

const measure = async (row: Row) => {
  const prepare = preparations[row.state];
  if (prepare === undefined) throw new Error(`no way into the state ${row.state}`);
  const other = await createOther();
  await prepare();
  const before = await inspected('web');
  const known = new Map([
    [await noneNetwork(), '<NONE-NETWORK-ID>'],
    [other.Id, '<OTHERID>'],
    ...(before === undefined ? [] : [[before.Id, '<ID>'] as const]),
  ]);
  const since = Date.now();
  const answer = await call({ ...row.request, patience: patienceWith(row) });
  await pause(600);
  const made = answer.status === 201 ? (JSON.parse(answer.body) as { readonly Id: string }).Id : undefined;
  const mask = masking(new Map([...known, ...(made === undefined ? [] : [[made, placeholderOfNew(row)] as const])]));
  const message = messageOf(answer);
  const events = await eventsBetween(since, Date.now());
  // A container that was renamed is followed by its id, one that was just made by its name.
  const after = await inspected(before?.Id ?? 'web');
  return {
    stateBefore: before === undefined ? null : shapeOf(before, mask),
    status: answer.status,
    blocks: answer.blocks,
    message: message === null ? null : mask(message),
    stateAfter: after === undefined ? null : shapeOf(after, mask),
    events: events.map((event) => eventRow(event, mask)),
  };
};

describe.each([...new Set(chosen.map(({ state }) => state))])('the engine, with a container that is %s', (state) => {
  beforeEach(cleanEngine);
  afterAll(cleanEngine);

  it.each(chosen.filter((row) => row.state === state))('answers as recorded to $operation', async (row) => {
    const { stateBefore, status, blocks, message, stateAfter, events } = row;
    expect(await measure(row)).toEqual({ stateBefore, status, blocks, message, stateAfter, events });
  });
});
