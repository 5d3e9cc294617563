/**
 * The JSON text of a value in parts, each short unless it is the text of one string.
 * @param levels the levels of nesting that are written part by part; a value below them is one part
 * @param membersOf the members of an object, in the order in which they are written
 */
export function* jsonParts(
  value: unknown,
  levels = Infinity,
  membersOf: (object: object) => [string, unknown][] = Object.entries,
): Generator<string> {
  if (levels > 0 && Array.isArray(value)) {
    let separator = '[';
    for (const item of value) {
      yield separator;
      yield* jsonParts(item, levels - 1, membersOf);
      separator = ',';
    }
    yield separator === '[' ? '[]' : ']';
  } else if (levels > 0 && isPlainObject(value)) {
    let separator = '{';
    for (const [name, member] of membersOf(value)) {
      if (member === undefined) continue;
      yield `${separator}${JSON.stringify(name)}:`;
      yield* jsonParts(member, levels - 1, membersOf);
      separator = ',';
    }
    yield separator === '{' ? '{}' : '}';
  } else yield JSON.stringify(value) ?? 'null';
}

/** Not a value that JSON writes in a form of its own, such as a date. */
export const isPlainObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !('toJSON' in value);
