import type { Type } from '@nestjs/common';
import { getMetadataArgsStorage } from 'typeorm';
import { snakeCase } from 'typeorm/util/StringUtils.js';

/**
 * SQL: the columns of a table that its entity selects by default, as `alias.column`. A statement with `*` would read all of them.
 * @param instead what to select instead of some columns, by the names of the properties
 */
export function columnsOf(entity: Type, alias: string, instead: Record<string, string> = {}): string {
  return getMetadataArgsStorage()
    .filterColumns(entity)
    .filter(({ options }) => options.select !== false)
    .map(({ propertyName }) => {
      const column = snakeCase(propertyName);
      return propertyName in instead ? `${instead[propertyName]} AS ${column}` : `${alias}.${column}`;
    })
    .join(', ');
}
