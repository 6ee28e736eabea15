import type { Container } from '../core/streams/container/container.ts';

/** `/etc/hosts`: the file of a container without a network of its own, and the hosts that were asked for (measured, docs/facts.md). */
export const hostsFile = ({ hostConfig: { ExtraHosts = [] } }: Container): string =>
  [
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    'fe00::0\tip6-localnet',
    'ff00::0\tip6-mcastprefix',
    'ff02::1\tip6-allnodes',
    'ff02::2\tip6-allrouters',
    ...ExtraHosts.map((host) => {
      const at = host.indexOf(':');
      return `${host.slice(at + 1)}\t${host.slice(0, at)}`;
    }),
    '',
  ].join('\n');

/**
 * `/etc/resolv.conf`: what was asked for. The engine copies the host's file at each start otherwise; these are the name
 * servers that it takes where the host has none.
 */
export const resolvConf = ({ hostConfig: { Dns = [], DnsSearch = [], DnsOptions = [] } }: Container): string => {
  if (Dns.length + DnsSearch.length + DnsOptions.length === 0) return usual;
  const servers = Dns.length > 0 ? Dns : ['8.8.8.8', '8.8.4.4'];
  return [
    ...(DnsSearch.length > 0 ? [`search ${DnsSearch.join(' ')}`] : []),
    ...servers.map((server) => `nameserver ${server}`),
    ...(DnsOptions.length > 0 ? [`options ${DnsOptions.join(' ')}`] : []),
    '',
  ].join('\n');
};

const usual = '\nnameserver 8.8.8.8\nnameserver 8.8.4.4\n';
