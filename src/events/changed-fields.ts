import { isDeepStrictEqual } from 'node:util';

/** The fields of an object to which a change gave another value, with their values before: the `previous` of an event. */
export const changedFields = <T extends object>(before: T, after: NoInfer<T>): Partial<T> =>
  Object.fromEntries(
    Object.entries(before).filter(([name, value]) => !isDeepStrictEqual(value, after[name as keyof T])),
  ) as Partial<T>;
