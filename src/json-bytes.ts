/**
 * The length of a value as JSON, in bytes of UTF-8. Counting stops once the length exceeds `max`, so that a huge value costs little;
 * the result is then any number above `max`.
 */
export function jsonBytes(root: unknown, max = Infinity): number {
  let bytes = 0;
  const pending: unknown[] = [root];
  while (pending.length > 0 && bytes <= max) {
    const value = pending.pop();
    if (Array.isArray(value)) {
      bytes += 2 + Math.max(0, value.length - 1);
      for (const item of value) pending.push(item ?? null);
    } else if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
      const entries = Object.entries(value).filter(([, member]) => member !== undefined);
      bytes += 2 + Math.max(0, entries.length - 1);
      for (const [name, member] of entries) {
        bytes += bytesOf(name, max) + 1;
        pending.push(member);
      }
    } else bytes += bytesOf(value, max);
  }
  return bytes;
}

/** A text has at least as many bytes as UTF-16 units, so a text that is too long need not be converted. */
const bytesOf = (scalar: unknown, max: number): number =>
  typeof scalar === 'string' && scalar.length > max
    ? scalar.length
    : Buffer.byteLength(JSON.stringify(scalar) ?? 'null');
