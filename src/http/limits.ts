/** The limits of a request; validation, documents and tests read them here. Lengths are in characters. */
export const LIMITS = {
  /** A text that goes out to a customer. */
  content: 100_000,
  /** A reason or a comment. */
  note: 2_000,
  /** An identifier of another system. */
  externalId: 255,
  search: 200,
  page: 1_000_000,
  pageSize: 500,
  defaultPageSize: 20,
  /** Bytes: the longest content still fits when every character is a pair of six-byte JSON escapes, as of an emoji. */
  body: 1_280 * 1024,
  /** Levels of nesting in a body. */
  depth: 32,
  /** Values in a body, at any depth. */
  values: 20_000,
  /** Milliseconds until a request is answered, one way or the other: clients are promised two seconds. */
  answerMs: 1_700,
  /** Milliseconds over which requests and failed authentications are counted. */
  rateWindowMs: 60_000,
  /** Tokens that a process remembers to have been good. */
  knownCredentials: 10_000,
} as const;
