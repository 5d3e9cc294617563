import type { Type } from '@nestjs/common';

const METADATA = 'daybook:nested-lists';

/** A field that holds a list of objects of a class. */
export interface NestedList {
  of: () => Type<object>;
  /** A longer list is refused as a whole, and its items are not checked. */
  max: number;
  /** A field whose value no two items may share. */
  key?: string;
  /** Whether the use case checks each item itself, so that an invalid item does not refuse the others. */
  checkedApart: boolean;
}

export const NestedListOf =
  (list: NestedList): PropertyDecorator =>
  (prototype, property) =>
    Reflect.defineMetadata(METADATA, { ...nestedLists(prototype), [property]: list }, prototype);

/** The nested lists of a class, by field. */
export const nestedLists = (prototype: object): Record<string, NestedList> =>
  (Reflect.getMetadata(METADATA, prototype) as Record<string, NestedList>) ?? {};
