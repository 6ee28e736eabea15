import type { Flaw } from '../reference.ts';

/** `80`, `53/udp`, `8000-8002`, `8080:80/tcp`: container ports as Docker keeps them, `80/tcp`. */
export const portsOf = (specs: readonly string[]): readonly string[] | Flaw => {
  const ports: string[] = [];
  for (const spec of specs) {
    const [range = '', protocol = 'tcp'] = spec.split('/');
    const container = range.slice(range.lastIndexOf(':') + 1);
    if (container === '') return { flaw: `No port specified: ${spec}<empty>` };
    const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(container) ?? [];
    const [first, last] = [Number(from), Number(to ?? from)];
    if (from === undefined || first > 65535 || last > 65535 || last < first) {
      return { flaw: `Invalid containerPort: ${container}` };
    }
    if (!['tcp', 'udp', 'sctp'].includes(protocol.toLowerCase())) return { flaw: `Invalid proto: ${protocol}` };
    for (let port = first; port <= last; port++) ports.push(`${port}/${protocol.toLowerCase()}`);
  }
  return ports;
};
