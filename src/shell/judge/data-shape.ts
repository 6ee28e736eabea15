type Fields = Readonly<Record<string, unknown>>;

/** Whether the data of a request have the shape that the judge of data reads (docs/trace.schema.json). */
export const isData = (it: unknown): boolean =>
  it === undefined ||
  (isRecord(it) &&
    optional(it.before, isLook) &&
    optional(it.after, isLook) &&
    optional(it.made, isImage) &&
    optional(it.shared, (shared) => shared === true));

const isLook = (it: unknown): boolean =>
  isRecord(it) &&
  isCount(it.look) &&
  [it.id, it.status, it.startedAt, it.workingDir].every(isText) &&
  isTexts(it.mounts) &&
  optional(it.diff, (diff) => isTexts(diff) || (isRecord(diff) && isCount(diff.lines) && isText(diff.digest))) &&
  optional(it.logs, (logs) => isPart(logs) && isRecord(logs) && optional(logs.begins, isPart)) &&
  optional(it.image, isImage);

const isPart = (it: unknown): boolean => isRecord(it) && isCount(it.bytes) && isText(it.digest);

const isImage = (it: unknown): boolean =>
  isRecord(it) && isText(it.id) && isTexts(it.layers) && isCount(it.history) && isText(it.parent);

const isRecord = (it: unknown): it is Fields => typeof it === 'object' && it !== null && !Array.isArray(it);
const isText = (it: unknown): boolean => typeof it === 'string';
const isTexts = (it: unknown): boolean => Array.isArray(it) && it.every(isText);
const isCount = (it: unknown): boolean => typeof it === 'number' && Number.isSafeInteger(it) && it >= 0;
const optional = (it: unknown, is: (it: unknown) => boolean): boolean => it === undefined || is(it);
