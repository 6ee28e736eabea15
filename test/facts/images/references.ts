import type { FactResult } from '../fact.ts';
import { Bench, messageOf, statusOf } from './bench.ts';
import { differs, fact, facts } from './table.ts';

/** `x*128` and `a*64 (hex)` stand for that many letters. */
const spelledOut = (text: string): string =>
  text
    .replace(/^(\w)\*(\d+).*$/, (_, letter: string, count: string) => letter.repeat(Number(count)))
    .replace('0…', '0'.repeat(64));

export const tagFacts = (): readonly FactResult[] =>
  facts.tag_cases.map(([repo, tag, status, expected]) =>
    fact(`tag: repo=${repo} tag=${tag}`, () => {
      const bench = new Bench();
      const image = bench.image();
      const [from, as] = [spelledOut(repo), spelledOut(tag)];
      const outcome = bench.client({ type: 'TagImage', image, repo: from, tag: as });
      if (!outcome.decision.accepted) {
        const message = expected.replace('aaaa…', from);
        return differs([statusOf(outcome), messageOf(outcome)], [status, message]);
      }
      const wanted = expected.replace(/ \(.*\)$/, '').replace('x…', as);
      return differs(
        [201, [...bench.session.world.references.keys()], outcome.told],
        [status, [wanted], ['image tag']],
      );
    }),
  );

/** Images of which one can be named by a prefix, and two can not be told apart by another. */
const prefixes = (bench: Bench): Readonly<Record<string, string>> => {
  const ids = [bench.image('t1')];
  const byFirst = (digit: string): readonly string[] => ids.filter((id) => id[7] === digit);
  for (let mark = 0; byFirst('a').length < 2; mark++) ids.push(bench.image(undefined, `m${mark}`));
  const unique = ids.find((id) => ids.filter((it) => it.startsWith(id.slice(0, 12))).length === 1) ?? '';
  return {
    '<2+ hex prefix, unambiguous>': unique.slice(7, 15),
    'sha256:<5 hex>': unique.slice(0, 12),
    '<ambiguous prefix p>': 'a',
  };
};

export const inspectFacts = (): readonly FactResult[] => {
  const bench = new Bench();
  const named = prefixes(bench);
  return facts.inspect_cases.map(([typed, status, message]) =>
    fact(`inspect: ${typed}`, () => {
      const name = named[typed] ?? typed;
      const outcome = bench.client({ type: 'InspectImage', image: name });
      const wanted = typed === '<ambiguous prefix p>' ? message.replaceAll(/\bp\b/g, name) : message;
      return differs([statusOf(outcome), messageOf(outcome)], [status, wanted]);
    }),
  );
};

export const saveFacts = (): readonly FactResult[] => {
  const unknown = `sha256:${'1'.repeat(64)}`;
  const names: Readonly<Record<string, string>> = {
    'unknown bare name': 'nope',
    'unknown name:tag': 'nope:1',
    'unknown sha256:<64>': unknown,
    'bad name': 'UPPER',
    'image with no layers (stream error)': 'empty',
  };
  return facts.save_errors.map(([what, status, message]) =>
    fact(`save: ${what}`, () => {
      const bench = new Bench();
      emptyImage(bench);
      const outcome = bench.client({ type: 'SaveImages', images: [names[what] ?? what] });
      const shown = messageOf(outcome)
        .replaceAll(unknown, 'sha256:…')
        .replace(/open .*imagedb\/content\/sha256\/1+/, 'open …/imagedb/content/sha256/…');
      const measured = status === '200/500' ? 500 : status;
      return differs([statusOf(outcome), shown], [measured, message]);
    }),
  );
};

/** FROM scratch with metadata alone. */
const emptyImage = (bench: Bench): void => {
  const image = {
    config: '{"architecture":"amd64","os":"linux","rootfs":{"type":"layers"},"history":[{"empty_layer":true}]}',
    layers: [],
    repoTags: ['empty:latest'],
  };
  bench.client({ type: 'LoadImage', images: [image], layers: [] });
};
