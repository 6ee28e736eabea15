import { Complaint, type Verb } from '../docker.ts';
import { goType, TemplateError, template } from '../template/index.ts';

/** The versions that the model was measured on; the build is Debian's. */
const built = 'Thu May  7 21:09:36 2026';
const platform = { GoVersion: 'go1.19.8', Os: 'linux', Arch: 'amd64' };

const client = {
  Platform: { Name: '' },
  Version: '20.10.24+dfsg1',
  ApiVersion: '1.41',
  DefaultAPIVersion: '1.41',
  GitCommit: '297e128',
  ...platform,
  BuildTime: built,
  Context: 'default',
  Experimental: true,
};

const engine = {
  ApiVersion: '1.41',
  Arch: 'amd64',
  BuildTime: built,
  Experimental: 'false',
  GitCommit: '5d6db84',
  GoVersion: 'go1.19.8',
  MinAPIVersion: '1.12',
  Os: 'linux',
};

const components = [
  { Name: 'Engine', Version: '20.10.24+dfsg1', Details: engine },
  { Name: 'containerd', Version: '1.6.20~ds1', Details: { GitCommit: '1.6.20~ds1-1+deb12u3' } },
  { Name: 'runc', Version: '1.1.5+ds1', Details: { GitCommit: '1.1.5+ds1-1+deb12u1' } },
  { Name: 'docker-init', Version: '0.19.0', Details: { GitCommit: '' } },
];

const server = {
  Platform: { Name: '' },
  Components: components,
  Version: '20.10.24+dfsg1',
  ApiVersion: '1.41',
  MinAPIVersion: '1.12',
  GitCommit: '5d6db84',
  ...platform,
  BuildTime: '2026-05-07T21:09:36.000000000+00:00',
};

const versions = { Client: client, Server: server };

/** In Go's structs the field is called `APIVersion`. */
const withGoName = <T extends { readonly ApiVersion: string }>({ ApiVersion, ...rest }: T, type: string) => ({
  ...rest,
  APIVersion: ApiVersion,
  [goType]: type,
});

const data = {
  Client: { ...withGoName(client, 'system.clientVersion'), toJSON: () => client },
  Server: { ...withGoName(server, '*types.Version'), toJSON: () => server },
  toJSON: () => versions,
  [goType]: 'system.versionInfo',
};

export const version: Verb = async (docker, options) => {
  const format = options.one('format');
  docker.out(format === undefined ? text : `${formatted(docker.out, format, 'version', data)}\n`);
  return 0;
};

/** One value through a template; a failure is told by the template's name, after an empty line where it ran (measured). */
export const formatted = (out: (text: string) => void, format: string, name: string, value: unknown): string => {
  let isRead = false;
  try {
    const run = template(format);
    isRead = true;
    return run(value);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    if (!isRead) throw new Complaint(`template parsing error: ${error.located(name)}`, 64);
    out('\n');
    throw new Complaint(error.located(name));
  }
};

const pairs = (indent: string, width: number, rows: readonly (readonly [string, string])[]): readonly string[] =>
  rows.map(([name, value]) => `${indent}${`${name}:`.padEnd(width)}${value}`);

const text = [
  'Client:',
  ...pairs(' ', 19, [
    ['Version', client.Version],
    ['API version', client.ApiVersion],
    ['Go version', client.GoVersion],
    ['Git commit', client.GitCommit],
    ['Built', built],
    ['OS/Arch', 'linux/amd64'],
    ['Context', 'default'],
    ['Experimental', 'true'],
  ]),
  '',
  'Server:',
  ' Engine:',
  ...pairs('  ', 18, [
    ['Version', server.Version],
    ['API version', `${server.ApiVersion} (minimum version ${server.MinAPIVersion})`],
    ['Go version', server.GoVersion],
    ['Git commit', server.GitCommit],
    ['Built', built],
    ['OS/Arch', 'linux/amd64'],
    ['Experimental', 'false'],
  ]),
  ...components.slice(1).flatMap(({ Name, Version, Details }) => [
    ` ${Name}:`,
    ...pairs('  ', 18, [
      ['Version', Version],
      ['GitCommit', Details.GitCommit],
    ]),
  ]),
  '',
].join('\n');
