import type { HostCommand } from '../../core/commands/host/index.ts';
import { never } from '../../core/kernel/impossible.ts';
import { signalName } from './process.ts';
import { word } from './words.ts';

/** What happens on the host, as root's shell would do it there. */
export const hostLine = (command: HostCommand): string => {
  switch (command.type) {
    case 'InstallEngine':
      return `install the engine ${command.profile ?? 'docker-20.10'}${command.liveRestore ? ', live-restore' : ''}`;
    case 'StartService':
      return `${command.argv.map(word).join(' ')} &`;
    case 'SignalHostProcess':
      return `kill -${signalName(command.signal)} ${command.pid}`;
    case 'StopDaemon':
      return 'systemctl stop docker';
    case 'CrashDaemon':
      return 'kill -KILL $(pidof dockerd)';
    case 'StartDaemon':
      return command.liveRestore === undefined
        ? 'systemctl start docker'
        : `dockerd --live-restore=${command.liveRestore} &`;
    case 'KillContainerd':
      return 'kill -KILL $(pidof containerd)';
    case 'RunOutOfMemory':
      return `memory runs out, the kernel picks ${command.pid}`;
    case 'FireRestarts':
      return 'restart timers that are due';
    default:
      return never(command);
  }
};
