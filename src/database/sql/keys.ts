import { type FindOperator, Raw } from 'typeorm';

/**
 * The condition that a row that is found by a key belongs to the company $1. PostgreSQL plans it for a company of average size. With
 * `= $1`, it takes a company that the last ANALYZE did not see for empty: any index on the company then looks as good as the one on
 * the key, and it would read all rows of the company for each key.
 */
export const IS_OF_COMPANY = 'company_id = (SELECT $1::uuid)';

/** The same condition for TypeORM's find methods. */
export const ofCompany = (company: string): FindOperator<string> =>
  Raw((column) => `${column} = (SELECT :company::uuid)`, { company });

/**
 * A list of ids for `=`, from an array parameter. PostgreSQL does not see its length when it plans the statement, and assumes ten
 * ids: it then looks each one up in the index. For a longer list it would read all rows of a company that it takes for small.
 * For statements that cannot use `rowsWithEach()`.
 */
export const anyOf = (parameter: string): string => `ANY (ARRAY(SELECT unnest(${parameter}::uuid[])))`;

/**
 * The rows of the company $1 in a table that fulfil a condition on a key, for FROM. OFFSET 0 keeps PostgreSQL from combining it with
 * other conditions: without statistics, it expects hardly any row for those of a partial index, such as `deleted_at IS NULL`, and
 * would read all rows of the company in that index.
 */
export const rowsWith = (table: string, condition: string): string =>
  `(SELECT * FROM ${table} WHERE ${IS_OF_COMPANY} AND ${condition} OFFSET 0) ${table}`;

/** The same for each key of an array parameter. */
export const rowsWithEach = (
  table: string,
  column: string,
  parameter: string,
  type: 'uuid' | 'text' = 'uuid',
): string =>
  `unnest(${parameter}::${type}[]) AS wanted (key) CROSS JOIN LATERAL ${rowsWith(table, `${column} = wanted.key`)}`;
