import { snakeCase } from 'typeorm/util/StringUtils.js';

/**
 * The change of a row, in a statement that changes many rows. It is looked up by the row's id in the JSON object $3, instead of
 * joined: without statistics, PostgreSQL would compare every change with every row.
 */
export const changeOf = (id: string): string => `($3::jsonb -> ${id}::text)`;

/**
 * The assignments of the columns that a change may set. A column that is not in the change keeps its value.
 * @param types the types of the columns in the database, by the names of the properties of the entity
 */
export const assignmentsOf = (alias: string, id: string, types: Record<string, string>): string => {
  const change = changeOf(`${alias}.${id}`);
  return Object.entries(types)
    .map(([property, type]) => {
      const column = snakeCase(property);
      return `${column} = CASE WHEN ${change} ? '${property}' THEN (${change} ->> '${property}')::${type} ELSE ${alias}.${column} END`;
    })
    .join(', ');
};
