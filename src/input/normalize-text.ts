import { isNormalizable } from './text-rules.js';

/**
 * Trims text and composes its characters (Unicode NFC): `ü` and `u` with a combining diaeresis look alike, and must be one key and
 * one name. Only trims a text that the rules reject because it is not normalizable.
 */
export function normalizeText(text: string): string {
  const trimmed = text.trim();
  return isNormalizable(trimmed) ? trimmed.normalize('NFC') : trimmed;
}
