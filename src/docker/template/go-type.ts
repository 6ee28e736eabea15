/** Go's name of a value's type, for values that stand for a struct. */
export const goType: unique symbol = Symbol('goType');
