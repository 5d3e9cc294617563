/**
 * Joins the row of a table by its id, for an id that may not be null. OFFSET 0 keeps PostgreSQL from joining in another way than by
 * looking each row up: for lack of statistics, or for a long page, it would read the whole table or the rows of the whole company.
 */
export const joinById = (alias: string, key: string, table: string, as: string): string =>
  `JOIN LATERAL (SELECT * FROM ${table} WHERE id = ${alias}.${key} OFFSET 0) ${as} ON ${as}.company_id = ${alias}.company_id`;
