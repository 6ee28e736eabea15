/** Go's name of a value's type, for values that stand for a struct. */
export const goType: unique symbol = Symbol('goType');
/** What a Go map gives for a key that it has not, for values that stand for such a map; JSON's own objects have none. */
export const mapZero: unique symbol = Symbol('mapZero');
