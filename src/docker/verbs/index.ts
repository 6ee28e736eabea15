import type { Verb } from '../docker.ts';
import { exportContainer, importImage, load, save } from './archives.ts';
import { attach } from './attach.ts';
import { build } from './build.ts';
import { cp } from './cp.ts';
import { events } from './events.ts';
import { commit, removeImages, tag } from './images.ts';
import { inspect } from './inspect.ts';
import { kill, pause, remove, rename, restart, start, stop, unpause, update, wait } from './lifecycle.ts';
import { history, images, ps } from './lists.ts';
import { diff, exec, logs, port, top } from './look.ts';
import { pruneContainers, pruneImages, pruneSystem, pruneVolumes } from './prune.ts';
import { pull } from './pull.ts';
import { create, run } from './run.ts';
import { diskUsage, info } from './system.ts';
import { version } from './version.ts';
import { createVolume, listVolumes, removeVolumes } from './volumes.ts';

const container: Readonly<Record<string, Verb>> = {
  attach,
  commit,
  cp,
  create,
  diff,
  exec,
  export: exportContainer,
  kill,
  logs,
  pause,
  port,
  rename,
  restart,
  rm: remove,
  run,
  start,
  stop,
  top,
  unpause,
  update,
  wait,
};

const image: Readonly<Record<string, Verb>> = { build, history, import: importImage, load, pull, save, tag };

const under = (group: string, verbs: Readonly<Record<string, Verb>>): Readonly<Record<string, Verb>> =>
  Object.fromEntries(Object.entries(verbs).map(([name, verb]) => [`${group} ${name}`, verb]));

/** Every command that the model answers, by its full name. */
export const verbs: Readonly<Record<string, Verb>> = {
  ...container,
  ...image,
  ...under('container', { ...container, inspect, ls: ps, prune: pruneContainers }),
  ...under('image', { ...image, inspect, ls: images, rm: removeImages, prune: pruneImages }),
  ...under('volume', { create: createVolume, inspect, ls: listVolumes, rm: removeVolumes, prune: pruneVolumes }),
  ...under('system', { df: diskUsage, events, info, prune: pruneSystem }),
  events,
  info,
  inspect,
  version,
  ps,
  images,
  rmi: removeImages,
};
