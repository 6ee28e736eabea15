import type { Event } from '../../core/event.ts';

/** What an event says besides its name, in a few words; empty where the name says it all. */
export const sayings = (event: Event): string => {
  switch (event.type) {
    case 'UpperChanged':
    case 'VolumeChanged':
      return `${event.operation} ${event.path}`;
    case 'ContainerCreated':
      return `${event.name} from ${short(event.image)}: ${[event.path, ...event.args].join(' ')}`;
    case 'ContainerRenamed':
      return `${event.from} to ${event.to}`;
    case 'ContainerStarted':
      return `pid ${event.pid}, by ${event.by}`;
    case 'ContainerSignalled':
      return `signal ${event.signal}`;
    case 'ContainerDied':
    case 'ExecDied':
      return `exit code ${event.exitCode}`;
    case 'OutputPrinted':
      return `${event.output} ${JSON.stringify(event.text)}`;
    case 'ProcessSpawned':
    case 'ProcessExecuted':
      return `pid ${event.pid}: ${event.argv.join(' ')}`;
    case 'ProcessExited':
    case 'ProcessReaped':
      return `pid ${event.pid}`;
    case 'ReferenceSet':
    case 'ReferenceRemoved':
      return short(event.image);
    case 'ImageStored':
      return event.origin;
    case 'LayerRegistered':
      return `${event.entries.length} entries, ${event.size} bytes`;
    default:
      return '';
  }
};

const short = (id: string): string => id.replace(/^sha256:/, '').slice(0, 12);
