import { ownPrefix, unqualified } from './names.ts';

/** A line of Docker's event stream. */
export type EventLine = {
  readonly Type: string;
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
};

/** Attributes that every engine must tell alike; others are ids, or the container's own labels. */
const told = ['exitCode', 'signal', 'oldName', 'destination', 'read/write'] as const;

export const eventText = ({ Type, Action, Actor }: EventLine): string => {
  const attributes = told.flatMap((key) =>
    Object.hasOwn(Actor.Attributes, key) ? [`${key}=${Actor.Attributes[key]}`] : [],
  );
  return [Type, Action, ...attributes].join(' ');
};

/** What the oracle's own looking makes an engine tell. */
const looks = new Set(['export', 'top']);

/**
 * The name of the object that an event is about; absent for what is not the oracle's. Events of one object have an order;
 * those of different objects have none that an engine promises.
 */
export const ownerOf = ({ Type, Action, Actor }: EventLine): string | undefined => {
  if (Type === 'container' && looks.has(Action)) return undefined;
  const name = Type === 'volume' ? Actor.ID : unqualified(Actor.Attributes.name ?? '');
  if (Type === 'network') return undefined;
  if (name.startsWith(ownPrefix)) return name;
  return Type === 'volume' && /^[0-9a-f]{64}$/.test(name) ? 'anonymous volumes' : undefined;
};
