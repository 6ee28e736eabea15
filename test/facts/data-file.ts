import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** The text of a recorded table; data stays beside the sources, also when the code runs compiled from `dist/`. */
export const dataFile = (name: string): string => {
  const places = ['./data/', '../../../test/facts/data/'].map((folder) => new URL(`${folder}${name}`, import.meta.url));
  const file = places.find((place) => existsSync(place));
  if (!file) throw new Error(`there is no ${name} beside the tests`);
  return gunzipSync(readFileSync(file)).toString('utf8');
};
