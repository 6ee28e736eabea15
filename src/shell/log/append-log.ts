import { streamOf } from '../../core/event.ts';
import { type StoreOptions, writeStore } from '../stores/open-store.ts';
import type { LogStore, NewRecord } from '../stores/store.ts';
import { beforeFirst, type ChainHash, linkOf, sealed, statedHash } from './chain.ts';
import { type Cause, type Entry, lineText } from './record.ts';

/** Where a log ends: how many records it has, and the hash of the last. */
export type Head = { readonly seq: number; readonly hash: ChainHash };

export const emptyHead: Head = { seq: 0, hash: beforeFirst };

/** A log that this process appends to. */
export type LogWriter = {
  readonly store: LogStore;
  /** Behind which record the next command is written. */
  readonly head: () => Head;
  /** All events of one command, or none of them. Throws `Conflict` when somebody else has appended. */
  readonly append: (entries: readonly Entry[]) => void;
  /** The same for many commands at once. */
  readonly appendAll: (commands: readonly (readonly Entry[])[]) => void;
  /** After a conflict: what others have written has been read up to here. */
  readonly goOnBehind: (head: Head) => void;
  readonly flush: () => void;
  readonly close: () => void;
};

/** Opens a log for appending; makes it when there is none. */
export const appendLog = (log: string, options: StoreOptions = {}): LogWriter => {
  const store = writeStore(log, options);
  try {
    return writerOn(store);
  } catch (error) {
    store.close();
    throw error;
  }
};

export const writerOn = (store: LogStore): LogWriter => {
  let head = headOf(store);
  const appendAll = (commands: readonly (readonly Entry[])[]): void => {
    let { hash } = head;
    const records: NewRecord[] = [];
    for (const entries of commands) {
      let [cause, causeText]: [Cause | undefined, string] = [undefined, ''];
      let more = entries.length;
      for (const entry of entries) {
        more -= 1;
        if (entry.cause !== cause) [cause, causeText] = [entry.cause, JSON.stringify(entry.cause)];
        const line = sealed(lineText(entry, more, causeText), hash);
        hash = line.hash;
        records.push({ seq: entry.seq, stream: streamOf(entry.event), text: line.text, more });
      }
    }
    store.append(head.seq, records);
    head = { seq: head.seq + records.length, hash };
  };
  return {
    store,
    head: () => head,
    append: (entries) => appendAll([entries]),
    appendAll,
    goOnBehind: (next) => {
      head = next;
    },
    flush: () => store.flush(),
    close: () => store.close(),
  };
};

/** A log that is older than the chain does not state the hash of its last record: then it is computed from the first on. */
export const headOf = (store: LogStore): Head => {
  const last = store.last();
  if (!last) return emptyHead;
  const stated = statedHash(last.text);
  if (stated !== undefined) return { seq: last.seq, hash: stated };
  let hash = beforeFirst;
  for (const { text } of store.read()) hash = linkOf(text, hash).hash;
  return { seq: last.seq, hash };
};
