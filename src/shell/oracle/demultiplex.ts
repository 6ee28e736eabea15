/** The two streams of an attached process: frames of `[stream, 0, 0, 0, length as 4 bytes]` and data. */
export const demultiplexed = (body: Buffer): { readonly stdout: string; readonly stderr: string } => {
  const parts: { readonly 1: Buffer[]; readonly 2: Buffer[] } = { 1: [], 2: [] };
  for (let at = 0; at + 8 <= body.length; ) {
    const length = body.readUInt32BE(at + 4);
    const stream = body[at] === 2 ? 2 : 1;
    parts[stream].push(body.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return { stdout: Buffer.concat(parts[1]).toString('utf8'), stderr: Buffer.concat(parts[2]).toString('utf8') };
};
