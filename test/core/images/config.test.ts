import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readImageConfig } from '../../../src/core/images/read-config.ts';
import { writeImageConfig } from '../../../src/core/images/write-config.ts';
import { imageIdOf } from '../../../src/core/kernel/digest.ts';
import type { ImageConfig } from '../../../src/core/streams/image/image.ts';

type Vector = { readonly n: number; readonly image_id: string; readonly config_base64: string };
const facts = JSON.parse(
  gunzipSync(readFileSync(new URL('../../facts/data/images-and-layers.json.gz', import.meta.url))).toString(),
);

const read = (bytes: string): ImageConfig => {
  const config = readImageConfig(bytes);
  if ('flaw' in config) throw new Error(config.flaw);
  return config;
};

describe('an image config', () => {
  for (const vector of facts.test_vectors as readonly Vector[]) {
    const bytes = Buffer.from(vector.config_base64, 'base64').toString();
    it(`vector ${vector.n}: its sha256 is the image id`, () => expect(imageIdOf(bytes)).toBe(vector.image_id));
    it(`vector ${vector.n}: read and written again it has the same bytes`, () =>
      expect(writeImageConfig(read(bytes))).toBe(bytes));
  }

  it('keeps hostile keys as keys', () => {
    const labels = '{"10":"b","2":"a","__proto__":"x","constructor":"y"}';
    const bytes = `{"config":{"Labels":${labels}},"rootfs":{"type":"layers"}}`;
    const config = read(bytes);
    expect(Object.keys(config.config?.Labels ?? {})).toContain('__proto__');
    expect(writeImageConfig(config)).toContain(`"Labels":${labels}`);
  });

  it('is refused without a root file system or with a field of the wrong type', () => {
    expect(readImageConfig('{}')).toEqual({ flaw: 'invalid image JSON, no RootFS key' });
    expect(readImageConfig('{"rootfs":{},"config":{"Env":[1]}}')).toHaveProperty('flaw');
    expect(readImageConfig('not json')).toHaveProperty('flaw');
  });
});
