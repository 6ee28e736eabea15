const utf8 = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** File names are bytes to Linux and text to us: a byte that is not UTF-8 stands as U+DC80 to U+DCFF. */
export const textOf = (bytes: Uint8Array): string => {
  if (bytes.length < 512 && bytes.every((byte) => byte < 0x80)) return String.fromCharCode(...bytes);
  try {
    return strict.decode(bytes);
  } catch {
    return escaped(bytes);
  }
};

/** The bytes that `textOf` gave this text for. */
export const bytesOf = (text: string): Uint8Array => {
  const pieces = text.split(loneSurrogate);
  if (pieces.length === 1) return utf8.encode(text);
  return concat(
    pieces.map((piece, at) =>
      at % 2 === 0 ? utf8.encode(piece) : Uint8Array.from(piece, (char) => char.charCodeAt(0) & 0xff),
    ),
  );
};

const loneSurrogate = /(?<![\ud800-\udbff])([\udc80-\udcff])/;

/** Each byte as the character of that number: how attribute values stand in events. */
export const latin1Of = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
};

export const bytesOfLatin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

export const concat = (pieces: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
};

const escaped = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceAt(bytes, at);
    const [byte = 0] = bytes.subarray(at, at + 1);
    text += length === 0 ? String.fromCharCode(0xdc00 + byte) : strict.decode(bytes.subarray(at, at + length));
    at += Math.max(length, 1);
  }
  return text;
};

/** How many bytes form a character here; 0 when none do. */
const sequenceAt = (bytes: Uint8Array, at: number): number => {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length++) {
    try {
      strict.decode(bytes.subarray(at, at + length));
      return length;
    } catch {}
  }
  return 0;
};
