import { snakeCase } from 'typeorm/util/StringUtils.js';

/** The change of the row, for the values of `assignmentsOf()`. */
export const CHANGE = 'change.fields';

/**
 * The assignments of the columns that a change may set, in a statement that changes many rows. A column that is not in the change
 * keeps its value. The change of a row is looked up once, by its id in the JSON object $3, instead of joined: without statistics,
 * PostgreSQL would compare every change with every row.
 * @param types the types of the columns in the database, by the names of the properties of the entity
 * @param others the values of further columns, by their names
 */
export const assignmentsOf = (
  alias: string,
  id: string,
  types: Record<string, string>,
  others: Record<string, string> = {},
): string => {
  const values = new Map(Object.entries(others));
  for (const [property, type] of Object.entries(types)) {
    const column = snakeCase(property);
    const value = `(${CHANGE} ->> '${property}')::${type}`;
    values.set(column, `CASE WHEN ${CHANGE} ? '${property}' THEN ${value} ELSE ${alias}.${column} END`);
  }
  return `(${[...values.keys()].join(', ')}) = (
    SELECT ${[...values.values()].join(', ')} FROM (SELECT $3::jsonb -> ${alias}.${id}::text AS fields OFFSET 0) change)`;
};
