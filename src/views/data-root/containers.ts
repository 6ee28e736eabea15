import { digestOf } from '../../core/kernel/digest.ts';
import { rfc3339Nano } from '../../core/kernel/instant.ts';
import type { Container } from '../../core/streams/container/container.ts';
import { wasPrepared } from '../../core/streams/container/container.ts';
import type { World } from '../../core/world.ts';
import { logPath } from '../container-paths.ts';
import { hostConfigJson } from '../host-config-json.ts';
import { hostsFile, resolvConf } from '../prepared-files.ts';
import { configV2 } from './config-v2.ts';
import { dataRootPath, directory, type Entries, file, goJson, once } from './node.ts';

/** `containers/<id>/`: made at create; most of its files come with the first start and stay after the stop. */
export function* containerDirectories({ containers }: World, root: string): Entries {
  yield ['containers', directory(0o710)];
  for (const it of [...containers.values()].sort((a, b) => (a.id < b.id ? -1 : 1)))
    yield* root === dataRootPath ? atTheUsualPlace(it) : ofContainer(it, root);
}

const atTheUsualPlace = once((it: Container) => ofContainer(it, dataRootPath));

function* ofContainer(it: Container, root: string): Entries {
  const path = `containers/${it.id}`;
  yield [path, directory(0o710)];
  if (logPath(it) !== '') yield [`${path}/${it.id}-json.log`, file(0o640, jsonLog(it))];
  yield [`${path}/checkpoints`, directory(0o700)];
  yield [`${path}/config.v2.json`, file(0o600, goJson(configV2(it, root)))];
  yield [`${path}/hostconfig.json`, file(0o644, goJson(hostConfigJson(it.hostConfig)))];
  if (!wasPrepared(it)) return;
  const hostname = it.config.Hostname ?? it.id.slice(0, 12);
  yield [`${path}/hostname`, file(0o644, `${hostname}\n`)];
  yield [`${path}/hosts`, file(0o644, hostsFile(it))];
  if (it.hostConfig.LogConfig?.Type === 'local') {
    yield [`${path}/local-logs`, directory(0o700)];
    yield [`${path}/local-logs/container.log`, file(0o640)];
  }
  if (hadMounts(it)) yield [`${path}/mounts`, directory(0o710)];
  const resolve = resolvConf(it);
  yield [`${path}/resolv.conf`, file(0o644, resolve)];
  if (it.hostConfig.NetworkMode !== 'host') yield [`${path}/resolv.conf.hash`, file(0o644, digestOf(resolve))];
}

const hadMounts = ({ startedBefore, state }: Container): boolean =>
  startedBefore ||
  state.status !== 'created' ||
  [...state.earlier, state.error].some((error) => !beforeMounts.test(error));

/** What ends a start before its mounts are looked at (measured, docs/facts.md). */
const beforeMounts =
  /^(?:unable to find user |cannot join PID |[Cc]ontainer [0-9a-f]{64} is (?:not running|restarting))/;

/** One JSON object a line, as the json-file driver writes them. */
const jsonLog = ({ log }: Container): string =>
  [...log]
    .sort(([a], [b]) => a - b)
    .map(([, { stream, text, at }]) => `${goJson({ log: text, stream, time: rfc3339Nano(at) })}\n`)
    .join('');
