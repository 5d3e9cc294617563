import type { Type } from '@nestjs/common';
import { getMetadataStorage, ValidationTypes } from 'class-validator';

const namesByType = new WeakMap<Type<object>, string[]>();

/** The fields of an input class, in the order of their declaration. */
export function fieldNames(type: Type<object>): string[] {
  const cached = namesByType.get(type);
  if (cached) return cached;
  const names = [...new Set(rulesOf(type).map(({ propertyName }) => propertyName))];
  namesByType.set(type, names);
  return names;
}

/** The error codes of a field's own rules, in the order in which they are checked. */
export const errorCodes = (type: Type<object>, field: string): string[] =>
  rulesOf(type).flatMap(({ propertyName, name, type: kind }) =>
    propertyName === field && name && kind !== ValidationTypes.CONDITIONAL_VALIDATION ? [name] : [],
  );

const rulesOf = (type: Type<object>) =>
  getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
