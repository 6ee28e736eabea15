/** What a view gives to clients of the Engine API: plain JSON, where Go prints null for what is not there. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
