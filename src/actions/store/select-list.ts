import { snakeCase } from 'typeorm/util/StringUtils.js';

/** Text, because the driver would read a day as the midnight of this machine's time zone. */
const AS_TEXT = new Set<string>(['draftedDueOn']);

/** The select list of columns, named like the properties of the entity. */
export const selectList = (alias: string, columns: readonly string[]): string =>
  columns
    .map((column) => `${alias}.${snakeCase(column)}${AS_TEXT.has(column) ? '::text' : ''} AS "${column}"`)
    .join(', ');
