/** The content types of exports. */
export const EXPORT_TYPES = ['text/csv', 'application/x-ndjson'];

/** The part of a list's description that says how to read all of it. */
export const LIST_TEXT =
  'To read all, follow `cursor`, or export: `Accept: text/csv` or `format=csv`, `ndjson` likewise. An export shows each result as it is ' +
  'when it is read, one export of a company at a time (429); a connection that is cut off means that it is incomplete.';
