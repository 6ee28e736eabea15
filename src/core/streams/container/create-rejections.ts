import type { Rejection } from '../../kernel/decision.ts';
import { refusal } from './refusal.ts';

/** What stands in the way of creating a container: its settings, in the order of the engine's checks. */

export const relativeWorkingDir = (path: string): Rejection =>
  refusal('InvalidWorkingDir', 400, `the working directory '${path}' is invalid, it needs to be an absolute path`);
export const invalidVariable = (variable: string): Rejection =>
  refusal('InvalidEnvironment', 400, `invalid environment variable: ${variable}`);
export const autoRemoveWithPolicy = (): Rejection =>
  refusal('AutoRemoveSet', 400, "can't create 'AutoRemove' container with restart policy");
export const retryCountWith = (policy: string): Rejection =>
  refusal('InvalidRestartPolicy', 400, `maximum retry count cannot be used with restart policy '${policy}'`);
export const negativeRetryCount = (): Rejection =>
  refusal('InvalidRestartPolicy', 400, 'maximum retry count cannot be negative');
export const invalidRestartPolicy = (policy: string): Rejection =>
  refusal('InvalidRestartPolicy', 400, `invalid restart policy '${policy}'`);
export const memoryTooSmall = (): Rejection => refusal('MemoryTooSmall', 400, 'Minimum memory limit allowed is 6MB');
export const unknownLogDriver = (driver: string): Rejection =>
  refusal('LogDriverNotFound', 400, `error looking up logging plugin ${driver}: plugin "${driver}" not found`);
export const invalidCapability = (field: 'CapAdd' | 'CapDrop', capability: string): Rejection =>
  refusal('InvalidCapability', 400, `invalid ${field}: unknown capability: "${capability}"`);
export const invalidOomScore = (score: number): Rejection =>
  refusal('InvalidOomScore', 400, `Invalid value ${score}, range for oom score adj is [-1000, 1000]`);
export const unknownRuntime = (runtime: string): Rejection =>
  refusal('RuntimeNotFound', 400, `Unknown runtime specified ${runtime}`);
export const invalidIsolation = (isolation: string): Rejection =>
  refusal('InvalidIsolation', 500, `Invalid isolation: ${JSON.stringify(isolation)} - linux only supports 'default'`);
export const storageOptionsRefused = (): Rejection =>
  refusal(
    'StorageOptionsRefused',
    500,
    "--storage-opt is supported only for overlay over xfs with 'pquota' mount option",
  );
const mountConfig = (type: string, why: string): string => `invalid mount config for type "${type}": ${why}`;
export const invalidMountConfig = (type: string, why: string): Rejection =>
  refusal('InvalidVolumeSpecification', 400, mountConfig(type, why));
export const unknownMountType = (type: string): Rejection =>
  refusal('UnknownMountType', 400, mountConfig(type, 'mount type unknown'));
export const bindSourceMissing = (source: string): Rejection =>
  refusal('BindSourceMissing', 400, mountConfig('bind', `bind source path does not exist: ${source}`));
export const relativeTmpfs = (path: string): Rejection =>
  refusal('InvalidTmpfs', 400, `invalid mount path: '${path}' mount path must be absolute`);
export const swapWithoutMemory = (): Rejection =>
  refusal('MemoryLimits', 400, 'You should always set the Memory limit when using Memoryswap limit, see usage');
export const swapBelowMemory = (): Rejection =>
  refusal('MemoryLimits', 400, 'Minimum memoryswap limit should be larger than memory limit, see usage');
export const memoryBelowReservation = (): Rejection =>
  refusal('MemoryLimits', 400, 'Minimum memory limit can not be less than memory reservation limit, see usage');
export const reservationTooSmall = (): Rejection =>
  refusal('MemoryTooSmall', 400, 'Minimum memory reservation allowed is 6MB');
export const memoryAboveSwap = (id: string): Rejection =>
  refusal(
    'MemoryLimits',
    500,
    `Cannot update container ${id}: Memory limit should be smaller than already set memoryswap limit, ` +
      'update the memoryswap at the same time',
  );
export const unknownLogOption = (option: string, driver: string): Rejection =>
  refusal('UnknownLogOption', 400, `unknown log opt '${option}' for ${driver} log driver`);
export const noCommand = (): Rejection => refusal('NoCommand', 400, 'No command specified');
export const invalidMountMode = (mode: string): Rejection => refusal('InvalidMountMode', 500, `invalid mode: ${mode}`);
export const fieldOfAnotherMount = (spec: string, type: 'bind' | 'volume'): Rejection =>
  refusal(
    'InvalidVolumeSpecification',
    500,
    `invalid volume specification: '${spec}': invalid mount config for type "${type}": field ${
      type === 'bind' ? 'VolumeOptions' : 'BindOptions'
    } must not be specified`,
  );
export const duplicateMountPoint = (destination: string): Rejection =>
  refusal('DuplicateMountPoint', 400, `Duplicate mount point: ${destination}`);
export const workingDirIsNoDirectory = (path: string): Rejection =>
  refusal('WorkingDirIsFile', 500, `Cannot mkdir: ${path} is not a directory`);
export const readOnlyAnonymousVolume = (): Rejection =>
  refusal(
    'ReadOnlyAnonymousVolume',
    400,
    'invalid mount config for type "volume": must not set ReadOnly mode when using anonymous volumes',
  );
export const invalidSpecification = (spec: string): Rejection =>
  refusal('InvalidVolumeSpecification', 500, `invalid volume specification: '${spec}'`);
export const invalidDestination = (spec: string, type: 'bind' | 'volume', why: string): Rejection =>
  refusal('InvalidVolumeSpecification', 500, `invalid volume specification: '${spec}': ${mountConfig(type, why)}`);
