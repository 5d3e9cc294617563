/** As much as the page reads: the file and its rows are in the memory of the browser. */
export const MAX_BYTES = 50 * 1024 * 1024;

export type Delimiter = ',' | ';' | '\t';

/** The text of a file in UTF-8, without a byte order mark and with plain line feeds; null if it is not UTF-8. */
export function decode(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // UTF-16 of Western text is valid UTF-8 with a NUL at every other place.
    return text.includes('\0') ? null : text.replace(/\r\n?/g, '\n');
  } catch {
    return null;
  }
}

/** The one of `,`, `;` and tab that separates the most columns of the first line. */
export function guessDelimiter(text: string): Delimiter {
  const line = text.slice(0, 10_000).trimStart().split('\n')[0] ?? '';
  const unquoted = line.replace(/"[^"]*"/g, '');
  const count = (delimiter: Delimiter): number => unquoted.split(delimiter).length;
  return ([',', ';', '\t'] as const).toSorted((a, b) => count(b) - count(a))[0]!;
}

/**
 * Cuts a text at line breaks outside of quotes, into parts of about `size` characters: long files are parsed part by part, so that
 * the page never stands still.
 */
export function* partsOf(text: string, size: number): Generator<string> {
  let start = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 34) isQuoted = !isQuoted;
    else if (code === 10 && !isQuoted && index - start >= size) {
      yield text.slice(start, index + 1);
      start = index + 1;
    }
  }
  if (start < text.length) yield text.slice(start);
}
