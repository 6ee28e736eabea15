import { Complaint } from '../docker.ts';

type Binding = { readonly HostIp: string; readonly HostPort: string };

/** What `--publish` and `--expose` ask for, by `port/protocol`. */
export type Ports = {
  readonly exposed: Readonly<Record<string, Record<string, never>>>;
  readonly bindings: Readonly<Record<string, readonly Binding[]>>;
};

/** The errors are those of the client (measured with 20.10.24). */
export const portsOf = (published: readonly string[], exposed: readonly string[]): Ports => {
  const bindings: Record<string, Binding[]> = {};
  for (const spec of published)
    for (const { port, binding } of publishedBy(spec)) {
      bindings[port] ??= [];
      bindings[port].push(binding);
    }
  const names = [...exposed.flatMap(exposedBy), ...Object.keys(bindings)];
  return { exposed: Object.fromEntries(names.map((port) => [port, {}])), bindings };
};

const exposedBy = (spec: string): readonly string[] => {
  const { ports, protocol } = withProtocol(spec);
  const range = rangeOf(ports);
  if (typeof range === 'string') throw new Complaint(`invalid range format for --expose: ${spec}, error: ${range}`);
  return range.map((port) => `${port}/${protocol}`);
};

const withProtocol = (spec: string): { readonly ports: string; readonly protocol: string } => {
  const [ports = '', protocol = ''] = spec.split('/');
  return { ports, protocol: protocol === '' ? 'tcp' : protocol.toLowerCase() };
};

/** `80` or `80-82`; a text says what is wrong. */
const rangeOf = (text: string): readonly number[] | string => {
  if (text === '') return 'empty string specified for ports.';
  const [first = '', last = first] = text.split('-');
  for (const word of [first, last])
    if (!/^\d+$/.test(word)) return `strconv.ParseUint: parsing ${JSON.stringify(word)}: invalid syntax`;
  for (const word of [first, last])
    if (Number(word) > 65_535) return `strconv.ParseUint: parsing ${JSON.stringify(word)}: value out of range`;
  const [from, to] = [Number(first), Number(last)];
  if (to < from) return `Invalid range specified for the Port: ${text}`;
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
};

/** `[[address:]host:]container[/protocol]` */
const publishedBy = (spec: string): readonly { readonly port: string; readonly binding: Binding }[] => {
  const { ports, protocol } = withProtocol(spec);
  const parts = ports.split(':');
  const container = parts.at(-1) ?? '';
  const host = parts.at(-2) ?? '';
  const address = addressOf(parts.slice(0, -2).join(':'));
  if (container === '') throw new Complaint(`No port specified: ${spec}<empty>`);
  const inside = rangeOf(container);
  if (typeof inside === 'string') throw new Complaint(`Invalid containerPort: ${container}`);
  const outside = host === '' ? [] : rangeOf(host);
  if (typeof outside === 'string') throw new Complaint(`Invalid hostPort: ${host}`);
  // One port inside may have a range outside to choose from.
  const chooses = inside.length === 1 && outside.length > 1;
  if (outside.length > 0 && outside.length !== inside.length && !chooses)
    throw new Complaint(`Invalid ranges specified for container and host Ports: ${container} and ${host}`);
  if (!['tcp', 'udp', 'sctp'].includes(protocol)) throw new Complaint(`Invalid proto: ${protocol}`);
  return inside.map((port, at) => ({
    port: `${port}/${protocol}`,
    binding: { HostIp: address, HostPort: chooses ? host : String(outside[at] ?? '') },
  }));
};

const addressOf = (text: string): string => {
  const address = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
  if (address === text && text.includes(':'))
    throw new Complaint(`Invalid ip address ${text}: address ${text}:: too many colons in address`);
  if (address !== '' && !isAddress(address)) throw new Complaint(`Invalid ip address: ${address}`);
  return address;
};

export const isAddress = (text: string): boolean => {
  const parts = text.split('.');
  if (parts.length === 4) return parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
  const groups = text.split(':');
  return groups.length > 2 && groups.length < 9 && groups.every((group) => /^[0-9a-f]{0,4}$/i.test(group));
};
