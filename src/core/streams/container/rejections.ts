import type { Rejection } from '../../kernel/decision.ts';
import { refusal } from './refusal.ts';

/**
 * The page of refusals: everything that Docker Engine 20.10.24 answers when a command on a container that is there can not
 * be done. What stands in the way of creating and of starting one has pages of its own. `reference` is what the client
 * wrote, `id` the full id.
 */

// Finding a container

export const noSuchContainer = (reference: string): Rejection =>
  refusal('ContainerNotFound', 404, `No such container: ${reference}`);
export const ambiguousPrefix = (prefix: string): Rejection =>
  refusal('ContainerAmbiguous', 500, `Multiple IDs found with provided prefix: ${prefix}`);
export const cannotKill = (reference: string, cause: Rejection): Rejection => ({
  ...cause,
  message: `Cannot kill container: ${reference}: ${cause.message}`,
});

// Names

export const nameTaken = (name: string, owner: string): Rejection =>
  refusal(
    'NameInUse',
    409,
    `Conflict. The container name "/${name}" is already in use by container "${owner}". ` +
      'You have to remove (or rename) that container to be able to reuse that name.',
  );
export const invalidName = (name: string): Rejection =>
  refusal('InvalidName', 400, `Invalid container name (${name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`);
export const newNameRefused = (cause: Rejection): Rejection => ({
  ...cause,
  message: `Error when allocating new name: ${cause.message}`,
});
export const sameName = (): Rejection =>
  refusal('SameName', 400, 'Renaming a container with the same name as its current name');
export const emptyName = (): Rejection => refusal('EmptyName', 400, 'Neither old nor new names may be empty');
/** A restarting container has no network namespace to rename. */
export const sandboxNotFound = (sandbox: string): Rejection =>
  refusal('SandboxNotFound', 404, `sandbox ${sandbox} not found`);

// Where a container stands in its life

export const isPaused = (): Rejection =>
  refusal('ContainerPaused', 409, 'cannot start a paused container, try unpause instead');
export const markedForRemoval = (): Rejection =>
  refusal('ContainerDead', 409, 'container is marked for removal and cannot be started');
export const notRunning = (id: string): Rejection =>
  refusal('ContainerNotRunning', 409, `Container ${id} is not running`);
export const alreadyPaused = (id: string): Rejection =>
  refusal('ContainerPaused', 409, `Container ${id} is already paused`);
/** Measured: 500, though it is the client's mistake. */
export const notPaused = (id: string): Rejection => refusal('ContainerNotPaused', 500, `Container ${id} is not paused`);
export const isRestarting = (id: string): Rejection =>
  refusal('ContainerRestarting', 409, `Container ${id} is restarting, wait until the container is running`);
/** Measured: the status becomes 500 even where a start would give 400 or 409. */
export const cannotRestart = (reference: string, cause: Rejection): Rejection => ({
  ...cause,
  status: 500,
  message: `Cannot restart container ${reference}: ${cause.message}`,
});

// Signals

export const invalidSignal = (signal: string): Rejection => refusal('InvalidSignal', 400, `Invalid signal: ${signal}`);
export const unsupportedSignal = (signal: number): Rejection =>
  refusal('UnsupportedSignal', 500, `The linux daemon does not support signal ${signal}`);

// Removing

export const removeRunning = (id: string): Rejection =>
  refusal(
    'ContainerRunning',
    409,
    `You cannot remove a running container ${id}. Stop the container before attempting removal or force remove`,
  );
export const removePaused = (id: string): Rejection =>
  refusal(
    'ContainerPaused',
    409,
    `You cannot remove a paused container ${id}. Unpause and then stop the container before attempting removal or force remove`,
  );
export const removeRestarting = (id: string): Rejection =>
  refusal(
    'ContainerRestarting',
    409,
    `You cannot remove a restarting container ${id}. Stop the container before attempting removal or force remove`,
  );
export const removalInProgress = (reference: string): Rejection =>
  refusal('RemovalInProgress', 409, `removal of container ${reference} is already in progress`);
export const defaultLinkName = (): Rejection =>
  refusal('DefaultLinkName', 500, 'Conflict, cannot remove the default link name of the container');
export const undeletable = (id: string): Rejection =>
  refusal(
    'FilesystemUndeletable',
    500,
    `unable to remove filesystem for ${id}: unlinkat /var/lib/docker/containers/${id}/hostname: operation not permitted`,
  );

// Looking inside

export const noStreamChosen = (): Rejection =>
  refusal('NoStream', 400, 'Bad parameters: you must choose at least one stream');
/** Logs that no driver keeps (measured, docs/facts.md). */
export const driverDoesNotRead = (): Rejection => ({
  code: 'DriverDoesNotRead',
  status: 501,
  message: 'configured logging driver does not support reading',
});

export const hostnameWithHostUts = (): Rejection => ({
  code: 'ConflictingHostname',
  status: 400,
  message: 'conflicting options: hostname and the UTS mode',
});

export const hostnameOfAnother = (): Rejection =>
  refusal('ConflictingHostname', 400, 'conflicting options: hostname and the network mode');
export const portsOfAnother = (): Rejection =>
  refusal('ConflictingPorts', 400, 'conflicting options: port exposing and the container type network mode');
export const invalidNetworkMode = (): Rejection =>
  refusal('InvalidNetworkMode', 400, 'Invalid network mode: invalid container format container:<name|id>');

export const logsOfDead = (): Rejection =>
  refusal('ContainerDead', 409, 'can not get logs from container which is dead or marked for removal');
export const attachToPaused = (reference: string): Rejection =>
  refusal('ContainerPaused', 409, `container ${reference} is paused, unpause the container before attach`);
export const attachToRestarting = (reference: string): Rejection =>
  refusal('ContainerRestarting', 409, `container ${reference} is restarting, wait until the container is running`);
/** Resize of a restarting container: the runtime knows no such task. */
export const noSuchTask = (): Rejection => refusal('TaskNotFound', 404, 'no such container');
export const layerGone = (reference: string): Rejection =>
  refusal('WriteLayerGone', 500, `RWLayer of container ${reference} is unexpectedly nil`);
export const layerDirectoryGone = (mountId: string): Rejection =>
  refusal('WriteLayerGone', 500, `stat /var/lib/docker/overlay2/${mountId}: no such file or directory`);

// Updating

export const updateOfDead = (id: string): Rejection =>
  refusal(
    'ContainerDead',
    500,
    `Cannot update container ${id}: container is marked for removal and cannot be "update"`,
  );
export const updateOfAutoRemove = (id: string): Rejection =>
  refusal(
    'AutoRemoveSet',
    409,
    `Cannot update container ${id}: Restart policy cannot be updated because AutoRemove is enabled for the container`,
  );

// Exec

export const noSuchExec = (exec: string): Rejection => refusal('ExecNotFound', 404, `No such exec instance: ${exec}`);
export const execInPaused = (which: string): Rejection =>
  refusal('ContainerPaused', 409, `Container ${which} is paused, unpause the container before exec`);
export const noExecCommand = (): Rejection => refusal('NoExecCommand', 400, 'No exec command specified');
export const execHasRun = (exec: string): Rejection =>
  refusal('ExecHasRun', 409, `Error: Exec command ${exec} has already run`);
export const execIsRunning = (exec: string): Rejection =>
  refusal('ExecRunning', 409, `Error: Exec command ${exec} is already running`);
export const execInStopped = (id: string, exitCode: number, ago: string): Rejection =>
  refusal('ContainerNotRunning', 500, `Container ${id} is not running: Exited (${exitCode}) ${ago} ago`);
