import type { Rejection } from '../../kernel/decision.ts';

/** What the engine answers when a command on volumes can not be done. */
export const noSuchVolume = (name: string): Rejection => ({
  code: 'VolumeNotFound',
  status: 404,
  message: `get ${name}: no such volume`,
});

/** Of a container's volume that was removed before it was ever mounted. */
export const volumeIsGone = (name: string): Rejection => ({
  code: 'VolumeNotFound',
  status: 500,
  message: `get ${name}: no such volume`,
});

export const volumeInUse = (name: string, users: readonly string[]): Rejection => ({
  code: 'VolumeInUse',
  status: 409,
  message: `remove ${name}: volume is in use - [${users.join(', ')}]`,
});

export const invalidVolumeName = (name: string): Rejection => ({
  code: 'InvalidVolumeName',
  status: 400,
  message:
    `create ${name}: "${name}" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" ` +
    'are allowed. If you intended to pass a host directory, use absolute path',
});

/** One character is too short, whichever it is (measured, docs/facts.md). */
export const shortVolumeName = (name: string): Rejection => ({
  code: 'InvalidVolumeName',
  status: 400,
  message: `create ${name}: volume name is too short, names should be at least two alphanumeric characters`,
});

export const noSuchVolumeDriver = (name: string, driver: string): Rejection => ({
  code: 'NoSuchVolumeDriver',
  status: 404,
  message: `create ${name}: error looking up volume plugin ${driver}: plugin "${driver}" not found`,
});
