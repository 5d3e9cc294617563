/**
 * Trims text and composes its characters (Unicode NFC): `ü` and `u` with a combining diaeresis look alike, and must be one key and
 * one name.
 */
export const normalizeText = (text: string): string => text.normalize('NFC').trim();
