import type { Type } from '@nestjs/common';
import { getMetadataArgsStorage } from 'typeorm';
import { snakeCase } from 'typeorm/util/StringUtils.js';

/** SQL: the columns of a table that its entity selects by default, as `alias.column`. A statement with `*` would read all of them. */
export function columnsOf(entity: Type, alias: string): string {
  return getMetadataArgsStorage()
    .filterColumns(entity)
    .filter(({ options }) => options.select !== false)
    .map(({ propertyName }) => `${alias}.${snakeCase(propertyName)}`)
    .join(', ');
}
