const METADATA = 'daybook:map-fields';

/** The value of an entry, or the code and the sentence of its error, such as `must be a decimal string`. */
export type EntryReading = { value: unknown } | { code: string; problem: string };
export type ReadEntry = (key: string, value: unknown) => EntryReading;

/** Marks a field that holds an object whose keys are data. Each entry is read by itself, so that an error names its key. */
export const MapOf =
  (readEntry: ReadEntry): PropertyDecorator =>
  (prototype, property) =>
    Reflect.defineMetadata(METADATA, { ...mapFields(prototype), [property]: readEntry }, prototype);

/** The readers of the map fields of a class, by field name. */
export const mapFields = (prototype: object): Record<string, ReadEntry> =>
  (Reflect.getMetadata(METADATA, prototype) as Record<string, ReadEntry>) ?? {};
