import { expect, test } from 'vitest';
import { versionOf } from '../../../src/core/upcast/upcast.ts';
import { generateSchema } from './generate-schema.ts';

/** `npm run schema` writes it anew. */
test('the published schema is the one that follows from the types of the events', async () => {
  const schema = `${JSON.stringify(generateSchema(versionOf), null, 1)}\n`;
  await expect(schema).toMatchFileSnapshot('../../../docs/events.schema.json');
});
