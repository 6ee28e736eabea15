import { workerData } from 'node:worker_threads';
import { textsOf } from '../stores/page.ts';
import { linkOf } from './chain.ts';
import { bellAt, Slot, type SlotMemory, slotCount, states } from './page-slots.ts';
import { QuickLines } from './quick-lines.ts';

// The second thread of page-checkers.ts: claims pages, oldest first, and says whether every line is sound.
const memory = workerData as SlotMemory;
const { control } = memory;
const quick = new QuickLines();
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

for (let at = 0; ; ) {
  const bell = Atomics.load(control, bellAt);
  let isIdle = true;
  for (let offset = 0; offset < slotCount; offset += 1) {
    const slot = slots[(at + offset) % slotCount] as Slot;
    if (Atomics.compareExchange(control, slot.state, states.submitted, states.claimed) !== states.submitted) continue;
    Atomics.store(control, slot.state, isSound(slot) ? states.sound : states.unsound);
    Atomics.notify(control, slot.state);
    at = (slot.state + 1) % slotCount;
    isIdle = false;
    break;
  }
  if (isIdle) Atomics.wait(control, bellAt, bell);
}
