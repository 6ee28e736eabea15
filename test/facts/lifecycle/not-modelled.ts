/** Rows that the model does not answer as measured, each with its reason. */
export const notModelled: Readonly<Record<string, string>> = {};
