/** The kernel and Docker see names as bytes; text here is UTF-16, lone U+DC80..DCFF standing for raw bytes. */
const bytesOf = (text: string): readonly number[] => {
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code >= 0xdc80 && code <= 0xdcff) bytes.push(code - 0xdc00);
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return bytes;
};

/** How many bytes a name or target takes on disk. */
export const byteLength = (text: string): number => {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return bytesOf(text).length;
  return text.length;
};

/** Order of names by their bytes. */
export const compareNames = (a: string, b: string): number => {
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at++) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x !== y) return x < 0xd800 && y < 0xd800 ? x - y : compareBytes(bytesOf(a), bytesOf(b));
  }
  return a.length - b.length;
};

const compareBytes = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((byte, index) => byte !== b[index]);
  return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1);
};
