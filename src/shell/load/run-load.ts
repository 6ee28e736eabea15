import type { Loaded } from '../../core/commands/client/load-image.ts';
import { blobsBeside } from '../blobs/blobs-beside.ts';
import { Session, type SessionOptions } from '../session.ts';
import { loadImage } from './load-image.ts';

/** `plimsoll load PATH --log LOG`: takes images into a fresh or existing log. */
export const runLoad = async (
  path: string,
  log: string,
  options: Omit<SessionOptions, 'log' | 'blobs'> = {},
): Promise<Loaded> => {
  const session = new Session({ ...options, log, blobs: blobsBeside(log) });
  try {
    return await loadImage(path, session);
  } finally {
    session.close();
  }
};
