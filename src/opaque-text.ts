/** A text that clients keep and send back without reading it. */
export const opaque = (text: string): string => Buffer.from(text).toString('base64url');

/** The text of an opaque one; undefined if `opaque()` did not make it. */
export function readOpaque(encoded: string): string | undefined {
  const text = Buffer.from(encoded, 'base64url').toString();
  return opaque(text) === encoded ? text : undefined;
}
