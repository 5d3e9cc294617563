/**
 * A field of any JSON value, null included. The OpenAPI document shows it without a type (complete-document.ts removes this one). Client
 * generators turn a `oneOf` of JSON types into a class that refuses null or does not compile, and `nullable` needs a type.
 */
export const ANY_JSON = { type: 'any' as 'string' } as const;
