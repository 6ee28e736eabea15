/** A length of time as Docker's lists show it: `2 hours`, `About a minute`. */
export const humanDuration = (millis: number): string => {
  const seconds = Math.trunc(millis / 1000);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.trunc(seconds / 60);
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.trunc(millis / 3_600_000 + 0.5);
  if (hours === 1) return 'About an hour';
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.trunc(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.trunc(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.trunc(hours / 24 / 30)} months`;
  return `${Math.trunc(millis / 3_600_000 / 24 / 365)} years`;
};

const names = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];

/** A size in powers of a thousand; lists show three digits, `virtual` ones four. */
export const humanSize = (bytes: number, digits = 4): string => {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < names.length - 1) {
    size /= 1000;
    unit++;
  }
  return general(size, digits) + (names[unit] ?? '');
};

/** Go's `%.<digits>g`: 999.6 in three digits is `1e+03`. */
const general = (value: number, digits: number): string => {
  const text = value.toPrecision(digits);
  const [mantissa = '', exponent] = text.split('e+');
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  return exponent === undefined ? short : `${short}e+${exponent.padStart(2, '0')}`;
};

/** Cuts a text to `size` characters, the last one an ellipsis. */
export const ellipsis = (text: string, size: number): string => {
  const letters = [...text];
  return letters.length <= size ? text : `${letters.slice(0, size - 1).join('')}…`;
};

/** `2026-11-23 22:29:56 +0000 UTC` */
export const goTime = (seconds: number): string =>
  `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
