/** Names come from logs and archives: what would steer the terminal is shown escaped. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\udc80-\udcff]/gu, (char) => {
    const code = char.charCodeAt(0);
    return `\\x${(code >= 0xdc80 ? code - 0xdc00 : code).toString(16).padStart(2, '0')}`;
  });
