/** A word of a command line, in quotes where a shell would make something else of it. */
export const word = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** The same on one line, whatever it holds: control characters and bytes that are no UTF-8 are written as bash reads them. */
export const pasted = (text: string): string =>
  [...text].some(isOdd) ? `$'${[...text].map(escaped).join('')}'` : word(text);

const isOdd = (character: string): boolean => character < ' ' || character === '\u007f' || isLone(character);

/** Half a surrogate pair: a byte of a name that is no UTF-8 (see core/overlay/inode.ts), or no character at all. */
const isLone = (character: string): boolean => /^[\ud800-\udfff]$/.test(character);

const escaped = (character: string): string => {
  if (character === "'" || character === '\\') return `\\${character}`;
  if (character === '\n') return '\\n';
  if (!isOdd(character)) return character;
  return `\\x${(character.charCodeAt(0) & 0xff).toString(16).padStart(2, '0')}`;
};

/** Parts of a line; what is absent is left out. */
export type Parts = readonly (string | false | undefined)[];

export const joined = (...parts: Parts): string =>
  parts.filter((part): part is string => typeof part === 'string' && part !== '').join(' ');

export const docker = (...parts: Parts): string => joined('docker', ...parts);

/** `-e value`, if there is one. */
export const option = (name: string, value: string | number | undefined): string | undefined =>
  value === undefined || value === '' ? undefined : `${name} ${pasted(String(value))}`;

/** `-e value -e other`. */
export const options = (name: string, values: Iterable<string> | undefined): string | undefined => {
  const all = [...(values ?? [])].map((value) => `${name} ${pasted(value)}`);
  return all.length === 0 ? undefined : all.join(' ');
};

/** `KEY=value` of each field. */
export const pairs = (record: Readonly<Record<string, string>> | undefined): readonly string[] =>
  Object.entries(record ?? {}).map(([key, value]) => `${key}=${value}`);

/** `--filter key=value` of each. */
export const filterOptions = (filters: Readonly<Record<string, readonly string[]>> | undefined): string | undefined =>
  options(
    '--filter',
    Object.entries(filters ?? {}).flatMap(([key, values]) => values.map((value) => `${key}=${value}`)),
  );

/** What the docker command has no word for: a request to the engine's socket. */
export const request = (method: 'GET' | 'HEAD' | 'POST', path: string, body?: object): string =>
  joined(
    'curl -s --unix-socket /var/run/docker.sock',
    method === 'HEAD' ? '-I' : method === 'POST' && '-X POST',
    body && `-H 'Content-Type: application/json' -d ${pasted(JSON.stringify(body))}`,
    word(`http://docker${path}`),
  );

/** A comment stays on its line. */
export const comment = (text: string): string => `# ${[...text].map((it) => (isOdd(it) ? escaped(it) : it)).join('')}`;
