/** One case a type of event; an event without a case does not compile. Found by name, not tried in order. */
export type Cases<State, Event extends { readonly type: string }> = {
  readonly [T in Event['type']]: (state: State, event: Extract<Event, { readonly type: T }>) => State;
};

/** Folds one event by its case. */
export const evolveBy =
  <State, Event extends { readonly type: string }>(cases: Cases<State, Event>) =>
  (state: State, event: Event): State =>
    (cases[event.type as Event['type']] as (state: State, event: Event) => State)(state, event);
