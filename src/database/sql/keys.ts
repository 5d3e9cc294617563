/**
 * A list of keys for `=`, from an array parameter. PostgreSQL does not see its length when it plans the statement, and assumes ten
 * keys: it then looks each one up in the index. For a longer list it would read all rows of a company that it takes for small, for
 * lack of statistics. Only for keys of existing rows; otherwise join LATERAL to `unnest()`.
 */
export const anyOf = (parameter: string, type: 'uuid' | 'text' = 'uuid'): string =>
  `ANY (ARRAY(SELECT unnest(${parameter}::${type}[])))`;
