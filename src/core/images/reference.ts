import type { Digest, Reference } from '../kernel/brand.ts';

/** A repository name in normal form, perhaps with a tag, a digest, or both: `docker.io/library/redis:7`. */
export type Named = {
  /** Empty for a first part that looked like a host and is none: `foo_bar.baz/x` (measured). */
  readonly domain: string;
  readonly path: string;
  readonly tag?: string;
  readonly digest?: string;
};

/** What is wrong with a text that should have been a name, in the engine's words. */
export type Flaw = { readonly flaw: string };

/** What a client typed: a digest (or 64 hex digits, which mean one), or a name. */
export type AnyReference = Named | { readonly id: Digest };

export const isFlaw = (value: object): value is Flaw => 'flaw' in value;

const defaultDomain = 'docker.io';
const officialPath = 'library/';
const longestName = 255;

// The grammar of distribution/reference. `-+` for its `[-]*`: the same language, without catastrophic backtracking.
const word = '[a-z0-9]+';
const component = `${word}(?:(?:[._]|__|-+)${word})*`;
const label = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const host = `${label}(?:\\.${label})*(?::[0-9]+)?`;
const tagText = '\\w[\\w.-]{0,127}';
const digestText = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const referenceForm = new RegExp(
  `^((?:(${host})/)?(${component}(?:/${component})*))(?::(${tagText}))?(?:@(${digestText}))?$`,
);
const tagForm = new RegExp(`^${tagText}$`);
const identifierForm = /^[a-f0-9]{64}$/;

const invalidFormat = 'invalid reference format';
const lowercase = 'repository name must be lowercase';

/** The engine's `ParseNormalizedNamed`: fills in the host and `library/`, and checks every rule of names. */
export const parseName = (text: string): Named | Flaw => {
  if (identifierForm.test(text)) {
    return { flaw: `invalid repository name (${text}), cannot specify 64-byte hexadecimal strings` };
  }
  const [domain, rest] = splitDomain(text);
  const name = rest.includes(':') ? rest.slice(0, rest.indexOf(':')) : rest;
  if (name.toLowerCase() !== name) return { flaw: `${invalidFormat}: ${lowercase}` };
  return parseFull(`${domain}/${rest}`);
};

/** The first part is a host when it looks like one; anything else is of Docker Hub, and there one word is official. */
const splitDomain = (text: string): readonly [domain: string, rest: string] => {
  const slash = text.indexOf('/');
  const first = text.slice(0, Math.max(slash, 0));
  const isHost = slash >= 0 && (/[.:]/.test(first) || first === 'localhost');
  const domain = isHost && first !== 'index.docker.io' ? first : defaultDomain;
  const rest = isHost ? text.slice(slash + 1) : text;
  return [domain, domain === defaultDomain && !rest.includes('/') ? officialPath + rest : rest];
};

const parseFull = (text: string): Named | Flaw => {
  const parts = referenceForm.exec(text);
  if (!parts) return { flaw: referenceForm.test(text.toLowerCase()) ? lowercase : invalidFormat };
  const [, name = '', domain = '', path = '', tag, digest] = parts;
  if (name.length > longestName) return { flaw: `repository name must not be more than ${longestName} characters` };
  const wrong = digest === undefined ? undefined : flawOfDigest(digest);
  if (wrong !== undefined) return { flaw: wrong };
  return { domain, path, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
};

const lengths = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

const flawOfDigest = (digest: string): string | undefined => {
  const [algorithm = '', hex = ''] = digest.split(':');
  const length = lengths.get(algorithm);
  if (length === undefined) {
    return /^[a-z0-9.+_-]+$/.test(algorithm) ? 'unsupported digest algorithm' : 'invalid checksum digest format';
  }
  if (hex.length !== length) return 'invalid checksum digest length';
  return /^[a-f0-9]+$/.test(hex) ? undefined : 'invalid checksum digest format';
};

/** The engine's `ParseAnyReference`: 64 hex digits and whole digests are ids, everything else must be a name. */
export const parseAny = (text: string): AnyReference | Flaw => {
  if (identifierForm.test(text)) return { id: `sha256:${text}` as Digest };
  if (/^sha(256|384|512):/.test(text) && flawOfDigest(text) === undefined) return { id: text as Digest };
  return parseName(text);
};

/** The name with another tag and no digest. */
export const withTag = ({ domain, path }: Named, tag: string): Named | Flaw =>
  tagForm.test(tag) ? { domain, path, tag } : { flaw: 'invalid tag format' };

/** `latest` for a name that has neither tag nor digest. */
export const tagNameOnly = (named: Named): Named =>
  named.tag === undefined && named.digest === undefined ? { ...named, tag: 'latest' } : named;

/** `docker.io/library/redis`. */
export const normalName = ({ domain, path }: Named): string => (domain === '' ? path : `${domain}/${path}`);

/** `redis`: as Docker shows it, without Docker Hub's host and `library/`. */
export const familiarName = ({ domain, path }: Named): string => {
  if (domain !== defaultDomain) return normalName({ domain, path });
  const official = path.startsWith(officialPath) ? path.slice(officialPath.length) : '';
  return official !== '' && !official.includes('/') ? official : path;
};

/** `redis:7`, `redis@sha256:…`; a name without tag stays without one. */
export const familiar = (named: Named): string => familiarName(named) + suffix(named);

const suffix = ({ tag, digest }: Named): string =>
  (tag === undefined ? '' : `:${tag}`) + (digest === undefined ? '' : `@${digest}`);

/** Under what the reference store keeps it: a digest wins over a tag, and no tag is `latest`. */
export const storedAs = (named: Named): Reference => {
  const { domain, path, digest } = named;
  return familiar(digest === undefined ? tagNameOnly(named) : { domain, path, digest }) as Reference;
};

/** A stored reference taken apart again. */
export const partsOf = (reference: Reference): Named => {
  const named = parseName(reference);
  return isFlaw(named) ? { domain: '', path: reference } : named;
};

/** The order in which Docker lists references: by their normal form. */
export const byNormalForm = (a: Reference, b: Reference): number => {
  const [x, y] = [normalForm(a), normalForm(b)];
  return x < y ? -1 : x > y ? 1 : 0;
};

const normalForm = (reference: Reference): string => {
  const named = partsOf(reference);
  return normalName(named) + suffix(named);
};

export const isDigestReference = (reference: Reference): boolean => reference.includes('@');
