/**
 * The scope of an idempotency key: an operation on certain resources. It is the same however a client spells the ids.
 * @param operation its name, in which `:name` stands for an id
 */
export const scopeOf = (operation: string, ids: Readonly<Record<string, string>> = {}): string =>
  operation.replace(/:(\w+)/g, (_, name: string) => escaped(ids[name]!.toLowerCase()));

/** As in JSON, because PostgreSQL stores no NUL, which a malformed id can contain. */
const escaped = (id: string): string => JSON.stringify(id).slice(1, -1);
