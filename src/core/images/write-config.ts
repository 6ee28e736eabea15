import type { ContainerConfig, Healthcheck } from '../streams/container/config.ts';
import type { HistoryRow, ImageConfig } from '../streams/image/image.ts';
import { type Field, goList, goMap, goSet, goString, goStrings, goStruct, goTime } from './go-json.ts';

/**
 * The bytes of an image config as the engine writes them, so that their sha256 is the image id (law I1):
 * top-level keys sorted, everything below in the order of Go's structs (measured, docs/facts.md).
 */
export const writeImageConfig = (it: ImageConfig): string => goMap(configFields(it));

/** The top-level fields; sorting is the map's business. */
export const configFields = (it: ImageConfig): readonly Field[] => [
  ['architecture', present(it.architecture)],
  ['author', present(it.author)],
  ['comment', present(it.comment)],
  ['config', it.config && writeContainerConfig(it.config)],
  ['container', present(it.container)],
  ['container_config', writeContainerConfig(it.container_config ?? {})],
  ['created', goTime(it.created)],
  ['docker_version', present(it.docker_version)],
  ['history', it.history.length === 0 ? undefined : `[${it.history.map(historyRow).join(',')}]`],
  ['os', present(it.os)],
  ['os.features', it.osFeatures && goList(it.osFeatures)],
  ['os.version', present(it.osVersion)],
  [
    'rootfs',
    goStruct([
      ['type', '"layers"'],
      ['diff_ids', it.diffIds.length > 0 ? goList(it.diffIds) : undefined],
    ]),
  ],
  ['variant', present(it.variant)],
];

const historyRow = (row: HistoryRow): string =>
  goStruct([
    ['created', goTime(row.created)],
    ['author', present(row.author)],
    ['created_by', present(row.created_by)],
    ['comment', present(row.comment)],
    ['empty_layer', row.empty_layer ? 'true' : undefined],
  ]);

/** The container part, in the order of `container.Config`. */
export const writeContainerConfig = (it: ContainerConfig): string => goStruct([...identity(it), ...program(it)]);

const identity = (it: ContainerConfig): readonly Field[] => [
  ['Hostname', goString(it.Hostname ?? '')],
  ['Domainname', goString(it.Domainname ?? '')],
  ['User', goString(it.User ?? '')],
  ['AttachStdin', flag(it.AttachStdin)],
  ['AttachStdout', flag(it.AttachStdout)],
  ['AttachStderr', flag(it.AttachStderr)],
  ['ExposedPorts', isEmpty(it.ExposedPorts) ? undefined : goSet(it.ExposedPorts)],
  ['Tty', flag(it.Tty)],
  ['OpenStdin', flag(it.OpenStdin)],
  ['StdinOnce', flag(it.StdinOnce)],
];

const program = (it: ContainerConfig): readonly Field[] => [
  ['Env', goList(it.Env)],
  ['Cmd', goList(it.Cmd)],
  ['Healthcheck', it.Healthcheck && healthcheck(it.Healthcheck)],
  ['ArgsEscaped', it.ArgsEscaped ? 'true' : undefined],
  ['Image', goString(it.Image ?? '')],
  ['Volumes', goSet(it.Volumes)],
  ['WorkingDir', goString(it.WorkingDir ?? '')],
  ['Entrypoint', goList(it.Entrypoint)],
  ['NetworkDisabled', it.NetworkDisabled ? 'true' : undefined],
  ['MacAddress', present(it.MacAddress)],
  ['OnBuild', goList(it.OnBuild)],
  ['Labels', goStrings(it.Labels)],
  ['StopSignal', present(it.StopSignal)],
  ['StopTimeout', it.StopTimeout === undefined ? undefined : String(it.StopTimeout)],
  ['Shell', (it.Shell?.length ?? 0) > 0 ? goList(it.Shell) : undefined],
];

const healthcheck = (it: Healthcheck): string =>
  goStruct([
    ['Test', (it.Test?.length ?? 0) > 0 ? goList(it.Test) : undefined],
    ['Interval', count(it.Interval)],
    ['Timeout', count(it.Timeout)],
    ['StartPeriod', count(it.StartPeriod)],
    ['Retries', count(it.Retries)],
  ]);

const present = (text: string | undefined): string | undefined =>
  text === undefined || text === '' ? undefined : goString(text);
const flag = (value: boolean | undefined): string => String(value ?? false);
const count = (value: number | undefined): string | undefined => (value ? String(value) : undefined);
const isEmpty = (map: object | undefined): boolean => map === undefined || Object.keys(map).length === 0;
