import { streamOf } from '../../core/event.ts';
import type { Instant } from '../../core/kernel/brand.ts';
import { BadInput } from '../bad-input.ts';
import { sayings } from './event-words.ts';
import { fileHistory } from './file-history.ts';
import { type Kinship, kinshipOf } from './kinship.ts';
import type { Entry } from './record.ts';

/** One event of the chain, and the command that it comes from. */
export type Reason = {
  readonly seq: number;
  readonly time: Instant;
  readonly n: number;
  readonly command: string;
  readonly stream: string;
  readonly type: string;
  /** What the event says, in a few words. */
  readonly says: string;
};

/** Streams that matter, each up to an event. */
type Wanted = Map<string, number>;

/**
 * The chain of events that made something what it is: its own, and those of what it was made from, up to when it was made
 * from it. A container leads to its image, an image to its layers and to the container that it was committed from.
 */
export const why = (history: () => Iterable<Entry>, what: string): readonly Reason[] => {
  const kin = kinshipOf(history());
  const colon = what.indexOf(':/');
  const owner = colon < 0 ? undefined : kin.container(what.slice(0, colon));
  if (colon >= 0 && owner !== undefined) return whyFile(history, kin, owner, what.slice(colon + 1), what);
  const wanted: Wanted = new Map();
  if (!want(kin, wanted, what)) throw new BadInput(`${what}: nothing in this log is or was called that`);
  return reasonsOf(history(), wanted, kin);
};

const ever = Number.POSITIVE_INFINITY;

const want = (kin: Kinship, wanted: Wanted, what: string): boolean => {
  const container = kin.container(what);
  if (container !== undefined) return wantContainer(kin, wanted, container, ever);
  const image = kin.image(what);
  if (image !== undefined) return wantImage(kin, wanted, image, ever);
  const layer = kin.layer(what);
  if (layer !== undefined) return wantLayer(kin, wanted, layer);
  if (!kin.volumes.has(what)) return false;
  wanted.set(`volume/${what}`, ever);
  return true;
};

const wantContainer = (kin: Kinship, wanted: Wanted, id: string, until: number): boolean => {
  if ((wanted.get(`container/${id}`) ?? 0) >= until) return true;
  wanted.set(`container/${id}`, until).set(`write-layer/${id}`, until);
  const born = kin.containers.get(id);
  if (born?.image) wantImage(kin, wanted, born.image, born.seq);
  return true;
};

const wantImage = (kin: Kinship, wanted: Wanted, id: string, until: number): boolean => {
  if ((wanted.get(`image/${id}`) ?? 0) >= until) return true;
  wanted.set(`image/${id}`, until);
  const born = kin.images.get(id);
  if (!born) return true;
  for (const layer of born.layers) wanted.set(`layer/${layer}`, Math.max(wanted.get(`layer/${layer}`) ?? 0, born.seq));
  for (const [reference, images] of kin.references)
    if (images.has(id))
      wanted.set(`reference/${reference}`, Math.max(wanted.get(`reference/${reference}`) ?? 0, until));
  if (born.parent !== undefined) wantImage(kin, wanted, born.parent, born.seq);
  if (born.container !== undefined) wantContainer(kin, wanted, born.container, born.seq);
  return true;
};

/** A layer comes from the image that first brought it. */
const wantLayer = (kin: Kinship, wanted: Wanted, id: string): boolean => {
  const [maker] = [...kin.images].filter(([, { layers }]) => layers.includes(id)).sort(([, a], [, b]) => a.seq - b.seq);
  wanted.set(`layer/${id}`, ever);
  if (maker) wantImage(kin, wanted, maker[0], maker[1].seq);
  return true;
};

/** A file is what its own changes made it; one that nobody changed comes from a layer. */
const whyFile = (
  history: () => Iterable<Entry>,
  kin: Kinship,
  id: string,
  path: string,
  what: string,
): readonly Reason[] => {
  const { changes, layer } = fileHistory(history(), id, path);
  if (changes.length === 0) throw new BadInput(`${what}: there never was such a file`);
  const wanted: Wanted = new Map();
  if (layer !== undefined) wantLayer(kin, wanted, layer);
  const origin = reasonsOf(history(), wanted, kin);
  const known = new Set(origin.map(({ seq }) => seq));
  return [...origin, ...changes.filter(({ seq }) => !known.has(seq)).map(reasonOf)].sort((a, b) => a.seq - b.seq);
};

/** Events of the wanted streams, and of the processes of wanted containers. */
const reasonsOf = (history: Iterable<Entry>, wanted: Wanted, kin: Kinship): readonly Reason[] => {
  const reasons: Reason[] = [];
  for (const entry of history) {
    const container = kin.containerOfProcess.get(entry.seq);
    const until = wanted.get(container === undefined ? streamOf(entry.event) : `container/${container}`);
    if (until !== undefined && entry.seq <= until && !isAside(entry)) reasons.push(reasonOf(entry));
  }
  return reasons;
};

/** Looking at something does not make it what it is. */
const isAside = ({ event }: Entry): boolean => event.type === 'ContainerObserved' || event.type === 'LogOpened';

const reasonOf = ({ seq, cause, event }: Entry): Reason => ({
  seq,
  time: event.at,
  n: cause.n,
  command: cause.command,
  stream: streamOf(event),
  type: event.type,
  says: sayings(event),
});
