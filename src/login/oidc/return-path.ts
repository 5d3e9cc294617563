const BASE = 'http://daybook.invalid';

/**
 * Whether a text is a path of this installation, to which a person can be sent after the log-in. Browsers read `//host` and `/\host` as
 * other hosts, and ignore tabs and line breaks in between.
 */
export function isReturnPath(text: unknown): text is string {
  if (typeof text !== 'string' || text.length > 1_000 || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(text))
    return false;
  return URL.canParse(text, BASE) && new URL(text, BASE).origin === BASE;
}
