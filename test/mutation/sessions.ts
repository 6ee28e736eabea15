import { expect, it } from 'vitest';
import { exchangesOf, played, recordings, told } from '../docker/recorded-session.ts';

// The recorded sessions, each inside one test: it is what its commands did before that a line may show.

for (const name of recordings)
  it(`session ${name}`, async () => {
    const exchanges = exchangesOf(name);
    expect((await played(exchanges)).map(told)).toEqual(exchanges.map(told));
  });
