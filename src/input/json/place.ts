import { LIMITS } from '../../limits.js';

/** A value of an input, and where it is. */
export interface Place {
  value: unknown;
  /** The name of a member, or the index of an item. */
  key: string;
  /** The object or array that contains it; null for the whole input. */
  parent: Place | null;
}

/** A path such as `alternatives[2].content`; empty for the whole input. */
export function pathOf({ key, parent }: Place): string {
  if (parent === null) return '';
  if (Array.isArray(parent.value)) return `${pathOf(parent)}[${key}]`;
  return parent.parent === null ? shortened(key) : `${pathOf(parent)}.${shortened(key)}`;
}

/** The subject of a sentence about a value of a body or a query. */
export function nameOf(place: Place, part: string): string {
  return place.parent === null ? `The ${part}` : pathOf(place) || NAMELESS;
}

/** Stands for a field whose name is the empty string. */
export const NAMELESS = 'A field without a name';

/** Clients choose the keys: a hundred errors with very long ones would make a response of megabytes. */
export const shortened = (key: string): string => key.slice(0, LIMITS.fieldName).toWellFormed();
