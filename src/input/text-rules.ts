import { LIMITS } from '../limits.js';

/** Line breaks and other controls, and the marks that reorder the text beside them, with which a name can imitate another. */
const BREAKS_LINE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
/** Spaces, controls, fillers and other characters without a glyph; a Braille pattern without dots (U+2800) is a symbol. */
const VISIBLE = /[^\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;
const TOO_MANY_COMBINING = new RegExp(`\\p{M}{${LIMITS.combining + 1}}`, 'u');

/** Whether a text can be shown on one line that means what it looks like. */
export const isOneLine = (text: string): boolean => !BREAKS_LINE.test(text);

/** Whether a text has no visible character. */
export const isBlank = (text: string): boolean => !VISIBLE.test(text);

/** Whether PostgreSQL can store a text: it rejects NUL, and half a surrogate pair has no form in UTF-8. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/** Whether a text has at most this number of characters. Counts them only if the number of UTF-16 units does not tell. */
export function hasAtMost(text: string, max: number): boolean {
  if (text.length <= max || text.length > 2 * max) return text.length <= max;
  let characters = 0;
  for (const _ of text) characters += 1;
  return characters <= max;
}

/** Whether a text is quick to normalize. A longer one is longer than the limit of every field that is normalized. */
export const isNormalizable = (text: string): boolean =>
  text.length <= LIMITS.normalizable && !TOO_MANY_COMBINING.test(text);
