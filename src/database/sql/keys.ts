/**
 * A list of keys for `=`, from an array parameter. PostgreSQL does not see its length when it plans the statement, and assumes ten
 * keys: it then looks each one up in the index. For a longer list it would read all rows of a company that it takes for small, for
 * lack of statistics. Only for keys of existing rows; otherwise join LATERAL to `unnest()`.
 */
export const anyOf = (parameter: string, type: 'uuid' | 'text' = 'uuid'): string =>
  `ANY (ARRAY(SELECT unnest(${parameter}::${type}[])))`;

/**
 * The condition that a row found by a key belongs to the company $1. With `=`, PostgreSQL expects one row of the company in a table
 * that was small at its last ANALYZE. An index on the company alone then looks as good as the one on the key, and it would read all
 * rows of the company for each key. Named twice, the company seems to have more rows; the index is still read once.
 */
export const IS_OF_COMPANY = 'company_id = ANY (ARRAY[$1, $1]::uuid[])';

/**
 * The rows of the company $1 in a table that fulfil a condition on a key, for FROM. OFFSET 0 keeps PostgreSQL from combining it with
 * other conditions: without statistics, it expects hardly any row for those of a partial index, such as `deleted_at IS NULL`, and
 * would read all rows of the company in that index.
 */
export const rowsWith = (table: string, condition: string): string =>
  `(SELECT * FROM ${table} WHERE company_id = $1 AND ${condition} OFFSET 0) ${table}`;

/** The same for each key of an array parameter. */
export const rowsWithEach = (table: string, column: string, parameter: string): string =>
  `unnest(${parameter}::uuid[]) AS wanted (key) CROSS JOIN LATERAL ${rowsWith(table, `${column} = wanted.key`)}`;
