import { type Command, type Decision, type Event, embeddedRegistry, pullCommand } from '../../src/index.ts';
import type { Session } from '../../src/shell/session.ts';

type Client = Extract<Command, { readonly issuer: 'client' }>;
/** Each member of the union by itself, without its issuer. */
type Asked<C = Client> = C extends Client ? Omit<C, 'issuer'> : never;

/** A client's command that must be accepted. */
export const ask = (session: Session, command: Asked): Decision<Event> => {
  const decision = session.perform({ issuer: 'client', ...command } as Client);
  if (!decision.accepted) throw new Error(`${command.type}: ${decision.rejection.message}`);
  return decision;
};

/** Pulls, creates, runs, kills, runs again, stops: a little of everything. */
export const liveALittle = (session: Session, name = 'web'): void => {
  session.perform(pullCommand(embeddedRegistry(), session.world.distribution, 'busybox'));
  ask(session, {
    type: 'CreateContainer',
    name,
    config: { Image: 'busybox', Cmd: ['sleep', '600'], Labels: hostileLabels },
    hostConfig: { Binds: [`${name}-data:/data`] },
  });
  ask(session, { type: 'StartContainer', container: name });
  ask(session, { type: 'KillContainer', container: name });
  ask(session, { type: 'StartContainer', container: name });
  ask(session, { type: 'PauseContainer', container: name });
};

/** Own properties with names that mean something to JavaScript. */
export const hostileLabels: Readonly<Record<string, string>> = JSON.parse(
  '{"__proto__":"polluted","constructor":"x","toString":"y"}',
);
