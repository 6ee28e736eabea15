import { describe, expect, test } from 'vitest';
import { exchangesOf, played, recordings, told } from './recorded-session.ts';

describe.each(recordings)('the %s of docker commands print what the real client and engine printed', async (name) => {
  const exchanges = exchangesOf(name);
  const answers = await played(exchanges);
  test.each(exchanges.map((real, at) => [real.line, real, answers[at]] as const))('%s', (_, real, model) => {
    expect(model && told(model)).toEqual(told(real));
  });
});
