import { type ClientCommand, clientVerbs } from './commands/client/index.ts';
import type { Context } from './commands/context.ts';
import { type HostCommand, hostVerbs } from './commands/host/index.ts';
import { type ProcessCommand, processVerbs } from './commands/process/index.ts';
import { type RegistryCommand, registryVerbs } from './commands/registry/index.ts';
import type { Event } from './event.ts';
import { type Decision, type Rejection, reject } from './kernel/decision.ts';
import { never } from './kernel/impossible.ts';
import type { World } from './world.ts';

/** Everything that can be asked, by who asks: a client of the engine, a process in a container, the host, a registry. */
export type Command = ClientCommand | ProcessCommand | HostCommand | RegistryCommand;

/** Does all the thinking: same world, same command, same context, same answer (law E5). */
export const decide = (world: World, command: Command, context: Context): Decision<Event> => {
  switch (command.issuer) {
    case 'client':
      if (world.host.daemon !== 'running') return reject(noDaemon);
      return call(clientVerbs[command.type], world, command, context);
    case 'process':
      return call(processVerbs[command.type], world, command, context);
    case 'host':
      return call(hostVerbs[command.type], world, command, context);
    case 'registry':
      return call(registryVerbs[command.type], world, command, context);
    default:
      return never(command);
  }
};

/** What the docker command prints when nobody listens on the socket; there is no HTTP answer then. */
const noDaemon: Rejection = {
  code: 'DaemonNotRunning',
  status: 0,
  message: 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
};

/** The table's type has already matched verb and command; TypeScript can not say so of a union. */
const call = <C>(verb: unknown, world: World, command: C, context: Context): Decision<Event> =>
  (verb as (world: World, command: C, context: Context) => Decision<Event>)(world, command, context);
