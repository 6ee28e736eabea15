/** What a careless engine does with something that is not there. */
export const noSuchThing: undefined = undefined;

export const known = <T>(thing: T | undefined): T => {
  if (thing === undefined) throw new Error('there is no such thing');
  return thing;
};
