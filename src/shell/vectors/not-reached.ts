import { laws } from '../../../specs/index.ts';
import { reachedRejections, unreachedRejections } from '../../../specs/properties/rejections.ts';
import { clientVerbs } from '../../core/commands/client/index.ts';
import { hostVerbs } from '../../core/commands/host/index.ts';
import { processVerbs } from '../../core/commands/process/index.ts';
import { registryVerbs } from '../../core/commands/registry/index.ts';
import { notFromOutside } from '../../oracle/laws/from-outside.ts';
import type { Reached } from '../../oracle/vectors/vector.ts';

const oneProcess = 'what one process of a program does when it likes; the programs of vectors are tools that do not';
const modelsOwn = 'the model refuses it to whoever drives its processes; no client can ask for it';

/** Why a command or a refusal is in no vector. */
const reasons: Readonly<Record<string, string>> = {
  InstallEngine: 'it is how the model begins; an engine that is asked is there',
  EngineIsInstalled: 'it is how the model begins; an engine that is asked is there',
  StartService: "it concerns the host's own processes, which the Engine API does not show",
  KillContainerd: 'an engine whose containerd is a service of its own would take others along',
  MoveRegistryTag: "a registry's own affair, and the model's way to let one move a tag",
  SetPidMax: 'it is a setting of the whole host',
  DaemonIsRunning: 'starting an engine that runs is refused by whoever starts it, not by its API',
  DaemonIsNotRunning: 'stopping an engine that does not run is refused by whoever stops it, not by its API',
  InvalidDigest: "only who moves a registry's tag names one; an engine takes it for a tag, and refuses the tag",
  P6: 'the tools of the images have one thread each; chapter 1 holds it, with redis-server',
  ProcessIsFrozen: modelsOwn,
  ProcessIsStopped: modelsOwn,
  ...unreachedRejections,
};

const allCommands = [clientVerbs, hostVerbs, processVerbs, registryVerbs].flatMap((verbs) => Object.keys(verbs));

/** Commands, refusals and laws that no vector comes by, with the reason of each; `nobody has said why` is a defect. */
export const notReached = (reached: Reached): Readonly<Record<string, string>> => {
  const missing = [
    ...allCommands.filter((it) => !reached.commands.includes(it)).map((it) => [it, reasons[it] ?? processReason(it)]),
    ...[...reachedRejections, ...Object.keys(unreachedRejections)]
      .filter((it) => !reached.rejections.includes(it))
      .map((it) => [it, reasons[it] ?? unsaid]),
    ...laws
      .filter(({ id }) => !(id in reached.laws))
      .map(({ id }) => [id, notFromOutside[id] ?? reasons[id] ?? unsaid]),
  ] as const;
  return Object.fromEntries(missing);
};

export const unsaid = 'nobody has said why';

const processReason = (command: string): string => (Object.hasOwn(processVerbs, command) ? oneProcess : unsaid);
