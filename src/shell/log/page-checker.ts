import { workerData } from 'node:worker_threads';
import { textsOf } from '../stores/page.ts';
import { linkOf } from './chain.ts';
import { bellAt, Slot, type SlotMemory, slotCount, states, takenAt } from './page-slots.ts';
import { QuickLines } from './quick-lines.ts';
import { SharedTexts } from './shared-texts.ts';

// The second thread of page-checkers.ts: claims pages, the latest first, and says whether every line is sound.
const memory = workerData as SlotMemory;
const { control } = memory;
/** Fewer than the first thread knows: to learn a stream again costs little, and nothing else here needs memory. */
const known = 20_000;
const quick = new QuickLines(new SharedTexts(known), known);
const slots = Array.from({ length: slotCount }, (_, at) => new Slot(memory, at));

const isSound = (slot: Slot): boolean => {
  const { page, previous } = slot;
  const textAt = textsOf(page.bytes);
  let [seq, from, hash] = [page.first, 0, previous];
  for (const end of page.ends) {
    const link = linkOf(textAt(from, end), hash);
    if (link.stated !== link.hash || !quick.isSound(page.bytes, from, end, seq, textAt)) return false;
    ({ hash } = link);
    seq += 1;
    from = end + 1;
  }
  return true;
};

/**
 * The latest page: the first thread comes to it last. What it comes to first it checks itself, as many as this one has left
 * to it.
 */
const claim = (): Slot | undefined => {
  const next = Atomics.load(control, takenAt);
  for (let ahead = slotCount - 1; ahead > 0; ahead -= 1) {
    const slot = slots[(next + ahead) % slotCount] as Slot;
    if (Atomics.compareExchange(control, slot.state, states.submitted, states.claimed) === states.submitted)
      return slot;
  }
  return undefined;
};

for (;;) {
  const bell = Atomics.load(control, bellAt);
  const slot = claim();
  if (slot === undefined) Atomics.wait(control, bellAt, bell);
  else Atomics.store(control, slot.state, isSound(slot) ? states.sound : states.unsound);
}
