import type { Type } from '@nestjs/common';

const METADATA = 'daybook:nested-lists';

/** A field that holds a list of objects of a class. */
export interface NestedList {
  of: () => Type<object>;
  /** A longer list is rejected as a whole; its items are not checked. */
  max: number;
  /** The fields that identify an item, which uses the first that it has. No two items may use the same field with the same value. */
  keys: readonly string[];
  /** Whether the use case validates each item, so that an invalid item does not reject the whole list. */
  validatedByUseCase: boolean;
}

export const NestedListOf =
  (list: NestedList): PropertyDecorator =>
  (prototype, property) =>
    Reflect.defineMetadata(METADATA, { ...nestedLists(prototype), [property]: list }, prototype);

/** The nested lists of a class, by field name. */
export const nestedLists = (prototype: object): Record<string, NestedList> =>
  (Reflect.getMetadata(METADATA, prototype) as Record<string, NestedList>) ?? {};
