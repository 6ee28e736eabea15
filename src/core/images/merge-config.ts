import type { ContainerConfig, Healthcheck } from '../streams/container/config.ts';

/**
 * What a client left open is filled from an image's config (create) or from the container's (commit).
 * The daemon's `merge` of 20.10: an empty Cmd is inherited only as long as there is no Entrypoint.
 */
export const mergeConfig = (user: ContainerConfig, base: ContainerConfig): ContainerConfig => ({
  ...user,
  ...when('User', user.User || base.User),
  ...when('ExposedPorts', union(user.ExposedPorts, base.ExposedPorts)),
  ...when('Env', mergeEnv(user.Env, base.Env)),
  Labels: { ...base.Labels, ...user.Labels },
  ...mergeCommand(user, base),
  ...when('Healthcheck', mergeHealth(user.Healthcheck, base.Healthcheck)),
  ...when('WorkingDir', user.WorkingDir || base.WorkingDir),
  ...when('Volumes', union(user.Volumes, base.Volumes)),
  ...when('StopSignal', user.StopSignal || base.StopSignal),
});

const when = <K extends keyof ContainerConfig>(key: K, value: ContainerConfig[K]): Partial<ContainerConfig> =>
  value === undefined || value === '' ? {} : { [key]: value };

type Keys = Readonly<Record<string, Record<string, never>>> | undefined;

const union = (user: Keys, base: Keys): Keys =>
  user === undefined || Object.keys(user).length === 0 ? (base ?? user) : { ...base, ...user };

/** The user's variables first, then those of the base that the user does not name. */
const mergeEnv = (user: readonly string[] = [], base: readonly string[] | undefined): readonly string[] | undefined => {
  if (user.length === 0) return base;
  const names = new Set(user.map(nameOf));
  return [...user, ...(base ?? []).filter((line) => !names.has(nameOf(line)))];
};

const nameOf = (line: string): string => line.split('=', 1)[0] ?? '';

const mergeCommand = (user: ContainerConfig, base: ContainerConfig): Partial<ContainerConfig> => {
  if ((user.Entrypoint?.length ?? 0) > 0) return {};
  return {
    ...((user.Cmd?.length ?? 0) === 0 && base.Cmd !== undefined && { Cmd: base.Cmd }),
    ...(user.Entrypoint === undefined && base.Entrypoint !== undefined && { Entrypoint: base.Entrypoint }),
  };
};

const mergeHealth = (user: Healthcheck | undefined, base: Healthcheck | undefined): Healthcheck | undefined => {
  if (!user || !base) return user ?? base;
  const pick = <K extends keyof Healthcheck>(key: K): Healthcheck => {
    const value = user[key];
    const isSet = Array.isArray(value) ? value.length > 0 : Boolean(value);
    return isSet || base[key] === undefined ? {} : { [key]: base[key] };
  };
  return {
    ...user,
    ...pick('Test'),
    ...pick('Interval'),
    ...pick('Timeout'),
    ...pick('StartPeriod'),
    ...pick('Retries'),
  };
};
