import { createRequire } from 'node:module';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { upcast, versionOf } from '../../core/upcast/upcast.ts';
import type { LogLine } from './record.ts';

/** The published schema: docs/events.schema.json. */
export const eventsSchema: EventsSchema = createRequire(import.meta.url)('plimsoll/events.schema.json');

type EventsSchema = {
  readonly oneOf: readonly { readonly $ref: string }[];
  readonly definitions: Readonly<Record<string, { readonly properties?: { readonly stream?: StreamSchema } }>>;
};

type StreamSchema = { readonly const?: string; readonly pattern?: string };

const definitions = '#/definitions/';
const knownTypes = new Set(eventsSchema.oneOf.map(({ $ref }) => $ref.slice(definitions.length)));

/** Unoptimized code is made in half the time, and V8 optimizes what is run often. */
const ajv = new Ajv({
  strict: false,
  allErrors: false,
  logger: false,
  validateSchema: false,
  code: { optimize: false },
}).addSchema(eventsSchema, 'events');
const compiled = new Map<string, ValidateFunction>();

/** Compiled when first needed: a log uses few of the seventy types of event. */
const validatorOf = (definition: string): ValidateFunction => {
  const there = compiled.get(definition);
  if (there) return there;
  const made = ajv.compile({ $ref: `events${definitions}${definition}` });
  compiled.set(definition, made);
  return made;
};

const frame = 'LogLine';

/** The newest version of a type of event; `undefined` when there is no such type. */
export const newestOf = (type: string): number | undefined => (knownTypes.has(type) ? versionOf(type) : undefined);

/** What the schema asks of the data of a type of event in its newest version. */
export const dataCheckOf = (type: string): ValidateFunction => validatorOf(`${type}/properties/data`);

/** What it asks of the stream, as a text to compare with, and as a check. */
export const streamCheckOf = (type: string): StreamCheck => {
  const { const: constant, pattern } = eventsSchema.definitions[type]?.properties?.stream ?? {};
  if (constant !== undefined) return { asks: constant, isStream: (text) => text === constant };
  if (pattern === undefined) return { asks: type, isStream: validatorOf(`${type}/properties/stream`) };
  const matching = new RegExp(pattern, 'u');
  return { asks: pattern, isStream: (text) => matching.test(text) };
};

export type StreamCheck = { readonly asks: string; readonly isStream: (text: string) => boolean };

/** The line in today's version, or why it is none. */
export const checkLine = (text: string): LogLine | string => {
  const line = parse(text);
  if (line === undefined) return 'not JSON';
  const isLine = validatorOf(frame);
  if (!isLine(line)) return wordsOf(isLine.errors);
  const { type, v, data } = line as LogLine;
  if (!knownTypes.has(type)) return `unknown event type ${quoted(type)}`;
  const newest = versionOf(type);
  if (v > newest) return `${type} has version ${v}, which is newer than ${newest}, the newest known`;
  const today = v === newest ? (line as LogLine) : { ...(line as LogLine), v: newest, data: upcast(type, v, data) };
  const isEvent = validatorOf(type);
  return isEvent(today) ? today : `${type}: ${wordsOf(isEvent.errors)}`;
};

/** JSON has no undefined, so that stands for a text that is no JSON. */
const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const wordsOf = (errors: readonly ErrorObject[] | null | undefined): string => {
  const error = errors?.[0];
  if (!error) return 'not valid';
  const at = error.instancePath === '' ? '' : `${error.instancePath.slice(1).replaceAll('/', '.')} `;
  const { additionalProperty, allowedValue } = error.params;
  const what = additionalProperty ?? allowedValue;
  return `${at}${error.message ?? 'is not valid'}${what === undefined ? '' : ` (${quoted(String(what))})`}`;
};

/** Short and without control characters, so that a hostile log can not write on the terminal. */
const quoted = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
