/** The limits of a request; validation, documents and tests read them here. Lengths are in characters. */
export const LIMITS = {
  /** A text that goes out to a customer. */
  content: 100_000,
  /** A reason or a comment. */
  note: 2_000,
  /** Why a machine proposes what it proposes. */
  reasoning: 10_000,
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
  /** The same at which no item of a list is looked at apart from the others any more: JSON itself could not be written again. */
  reportableDepth: 256,
  /** Values in a body, at any depth. */
  values: 20_000,
  /** The same two, and the milliseconds until the answer, of operations that carry many rows (see bulk.decorator.ts). */
  bulkBody: 10 * 1024 * 1024,
  bulkValues: 200_000,
  bulkAnswerMs: 15_000,
  /** Rows of a ledger in one call, of all kinds together. */
  ledgerRows: 5_000,
  /** Alternatives in a recommendation. */
  alternatives: 10,
  /** Recommendations in a batch. */
  batch: 100,
  /** Actions that one command is carried out on at once. */
  bulkActions: 100,
  /** Requests of one company that may hold a connection at once for its lock: one at work, one that has it next. */
  serializedPerCompany: 2,
  /** Bad fields that one answer names. */
  fieldErrors: 100,
  /** Of the path of a bad field, which an answer names. */
  fieldName: 500,
  /** Milliseconds until a request is answered, one way or the other: clients are promised two seconds. */
  answerMs: 1_700,
  /** Milliseconds over which requests and failed authentications are counted. */
  rateWindowMs: 60_000,
  /** Tokens that a process remembers to have been good. */
  knownCredentials: 10_000,
} as const;
