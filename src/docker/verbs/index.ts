import type { Verb } from '../docker.ts';
import { attach } from './attach.ts';
import { commit, pruneImages, removeImages, tag } from './images.ts';
import { kill, pause, remove, rename, restart, start, stop, unpause, update, wait } from './lifecycle.ts';
import { history, images, ps } from './lists.ts';
import { diff, exec, logs, top } from './look.ts';
import { pull } from './pull.ts';
import { create, run } from './run.ts';
import { createVolume, listVolumes, pruneContainers, pruneVolumes, removeVolumes } from './volumes.ts';

const container: Readonly<Record<string, Verb>> = {
  attach,
  commit,
  create,
  diff,
  exec,
  kill,
  logs,
  pause,
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

const image: Readonly<Record<string, Verb>> = { history, pull, tag };

const under = (group: string, verbs: Readonly<Record<string, Verb>>): Readonly<Record<string, Verb>> =>
  Object.fromEntries(Object.entries(verbs).map(([name, verb]) => [`${group} ${name}`, verb]));

/** Every command that the model answers, by its full name. */
export const verbs: Readonly<Record<string, Verb>> = {
  ...container,
  ...image,
  ...under('container', { ...container, ls: ps, prune: pruneContainers }),
  ...under('image', { ...image, ls: images, rm: removeImages, prune: pruneImages }),
  ...under('volume', { create: createVolume, ls: listVolumes, rm: removeVolumes, prune: pruneVolumes }),
  ps,
  images,
  rmi: removeImages,
};
