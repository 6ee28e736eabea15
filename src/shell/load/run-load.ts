import { existsSync, rmSync } from 'node:fs';
import type { Loaded } from '../../core/commands/client/load-image.ts';
import { blobsBeside } from '../blobs/blobs-beside.ts';
import { Session, type SessionOptions } from '../session.ts';
import { besideLog, placeOf } from '../stores/open-store.ts';
import { loadImage } from './load-image.ts';

/** `plimsoll load PATH --log LOG`: takes images into a fresh or existing log. What can not be loaded begins no log. */
export const runLoad = async (
  path: string,
  log: string,
  options: Omit<SessionOptions, 'log' | 'blobs'> = {},
): Promise<Loaded> => {
  const place = placeOf(log);
  const isNew = place.kind !== 'postgres' && !existsSync(place.path);
  const session = new Session({ ...options, log, blobs: blobsBeside(log) });
  try {
    const loaded = await loadImage(path, session);
    session.close();
    return loaded;
  } catch (error) {
    session.close();
    if (isNew) for (const made of [place.path, besideLog(log, 'blobs')]) rmSync(made, { recursive: true, force: true });
    throw error;
  }
};
