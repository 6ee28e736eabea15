/** What a correct model never meets. A property says that it is never thrown. */
export class Impossible extends Error {
  override readonly name = 'Impossible';
}

/** Closes an exhaustive `switch`: it does not compile while a case is missing. */
export const never = (value: never): never => {
  throw new Impossible(`unmatched case: ${JSON.stringify(value)}`);
};

/** The value, where the surrounding rule has already shown that there is one. */
export const known = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Impossible(`there is no ${what}`);
  return value;
};
