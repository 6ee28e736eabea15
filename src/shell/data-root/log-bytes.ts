import { embeddedRegistry } from '../../registry/embedded.ts';
import { blobsBeside } from '../blobs/blobs-beside.ts';
import type { Bytes } from './write/content.ts';

/** Contents that a log names: beside it, or in the images that come with Plimsoll. */
export const bytesOfLog = (log: string): Bytes => {
  const [blobs, registry] = [blobsBeside(log), embeddedRegistry()];
  return (digest) => blobs.get(digest) ?? registry.contents(digest);
};
