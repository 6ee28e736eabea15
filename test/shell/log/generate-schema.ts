import {
  AnnotatedType,
  type BaseType,
  type CompletedConfig,
  createFormatter,
  createParser,
  createProgram,
  DEFAULT_CONFIG,
  type NodeParser,
  NumberType,
  ObjectType,
  SchemaGenerator,
  StringType,
  type SubNodeParser,
} from 'ts-json-schema-generator';
import ts from 'typescript';

const config: CompletedConfig = {
  ...DEFAULT_CONFIG,
  path: 'src/core/event.ts',
  tsconfig: 'tsconfig.json',
  type: 'Event',
  expose: 'export',
  topRef: false,
  jsDoc: 'none',
  skipTypeCheck: true,
  additionalProperties: false,
};

const digest = '^sha256:[0-9a-f]{64}$';
const hex64 = '^[0-9a-f]{64}$';

/** What the brands of kernel/brand.ts look like in JSON. */
const brands: Readonly<Record<string, string | undefined>> = {
  Digest: digest,
  DiffId: digest,
  ChainId: digest,
  ImageId: digest,
  CacheId: hex64,
  ContainerId: hex64,
  ExecId: hex64,
  Instant: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z$',
  Reference: '^[^/][\\s\\S]*$',
  VolumeName: '^[a-zA-Z0-9][a-zA-Z0-9_.-]*$',
  NamespaceId: '^[\\s\\S]+$',
};
const numbers = new Set(['Pid', 'NamespacePid', 'Ino']);

const nameOf = (node: ts.Node): string =>
  ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName) ? node.typeName.text : '';

/** A brand is a text of a certain form, or a whole number. */
const brandParser: SubNodeParser = {
  supportsNode: (node) => brands[nameOf(node)] !== undefined || numbers.has(nameOf(node)),
  createType: (node): BaseType => {
    const pattern = brands[nameOf(node)];
    return pattern === undefined
      ? new AnnotatedType(new NumberType(), { minimum: 0, multipleOf: 1 }, false)
      : new AnnotatedType(new StringType(), { pattern }, false);
  },
};

/** Tables by number have texts as keys in JSON; the generator would make arrays of them. */
const numberTable = (typeOf: SubNodeParser['createType']): SubNodeParser => ({
  supportsNode: (node) => nameOf(node) === 'Record' && argumentOf(node, 0)?.kind === ts.SyntaxKind.NumberKeyword,
  createType: (node, context) => {
    const value = argumentOf(node, 1);
    return new ObjectType(`table-${node.pos}`, [], [], value ? typeOf(value, context) : true);
  },
});

const argumentOf = (node: ts.Node, at: number): ts.Node | undefined =>
  (node as ts.TypeReferenceNode).typeArguments?.[at];

type ObjectSchema = {
  readonly properties: Readonly<Record<string, { readonly const?: string; readonly pattern?: string }>>;
  readonly required: readonly string[];
};

/** The JSON Schema of one line of a log, made from the TypeScript types of the events. */
export const generateSchema = (versionOf: (type: string) => number): object => {
  const program = createProgram(config);
  const parser: NodeParser = createParser(program, config, (all) => {
    all.addNodeParser(brandParser);
    all.addNodeParser(numberTable((node, context) => parser.createType(node, context)));
  });
  const events = new SchemaGenerator(program, parser, createFormatter(config), config).createSchema('Event');
  const shapes = (events.definitions ?? {}) as unknown as Readonly<Record<string, Shape>>;
  const variants = variantsOf(events as unknown as Shape, shapes)
    .map((event) => [typeOf(event), event] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const shared = Object.entries(shapes).filter(([name]) => !isFrame(name));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: "One line of Plimsoll's event log",
    description:
      'JSON Lines, UTF-8. `data` is described for the newest version `v` of each type; older versions are brought up to date on reading.',
    allOf: [{ $ref: '#/definitions/LogLine' }],
    oneOf: variants.map(([type]) => ({ $ref: `#/definitions/${type}` })),
    definitions: {
      LogLine: logLine,
      ...Object.fromEntries(variants.map(([type, event]) => [type, lineSchema(type, event, versionOf(type))])),
      ...Object.fromEntries(shared.sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
};

/** A union, or a name for something. */
type Shape = { readonly anyOf?: readonly Shape[]; readonly $ref?: string };

/** The unions and frames that events are made of are taken apart; all other shapes are shared by name. */
const isFrame = (name: string): boolean => name.endsWith('Event') || name.startsWith('Happened<');

const variantsOf = (shape: Shape, shapes: Readonly<Record<string, Shape>>): readonly ObjectSchema[] => {
  if (shape.anyOf) return shape.anyOf.flatMap((part) => variantsOf(part, shapes));
  const named = shape.$ref && shapes[decodeURIComponent(shape.$ref.slice('#/definitions/'.length))];
  return named ? variantsOf(named, shapes) : [shape as unknown as ObjectSchema];
};

const typeOf = ({ properties }: ObjectSchema): string => properties.type?.const ?? '';

const logLine = {
  description: 'The frame that all lines share.',
  type: 'object',
  properties: {
    seq: { type: 'integer', minimum: 1, description: 'Counts from 1 without a gap.' },
    time: { type: 'string', pattern: brands.Instant },
    stream: { type: 'string', minLength: 1 },
    type: { type: 'string' },
    v: { type: 'integer', minimum: 1, description: 'Schema version of this type of event.' },
    cause: {
      type: 'object',
      properties: {
        n: { type: 'integer', minimum: 1 },
        command: { type: 'string' },
        issuer: { enum: ['client', 'process', 'host', 'registry'] },
        pid: { type: 'integer', minimum: 1, description: "The acting process's number on the host." },
      },
      required: ['n', 'command', 'issuer'],
      additionalProperties: false,
    },
    data: { type: 'object' },
    more: {
      type: 'integer',
      minimum: 1,
      description: 'How many events of the same command follow; absent on the last.',
    },
    hash: { type: 'string', pattern: hex64, description: 'sha256 of the hash before it and of the line without it.' },
  },
  required: ['seq', 'time', 'stream', 'type', 'v', 'cause', 'data'],
  additionalProperties: false,
};

const lineSchema = (type: string, { properties, required }: ObjectSchema, version: number): object => {
  const { stream, id, type: _, at: __, ...data } = properties;
  return {
    type: 'object',
    properties: {
      stream: streamSchema(stream?.const ?? '', id ?? {}),
      type: { const: type },
      v: { const: version },
      data: {
        type: 'object',
        properties: data,
        required: required.filter((name) => name in data),
        additionalProperties: false,
      },
    },
  };
};

const streamSchema = (stream: string, id: { readonly const?: string; readonly pattern?: string }): object =>
  id.const === undefined
    ? { type: 'string', pattern: `^${stream}/${(id.pattern ?? '^[\\s\\S]+$').slice(1)}` }
    : { const: stream };
