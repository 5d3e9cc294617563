/** The scripts that are written from right to left, by their codes in ISO 15924. */
const RIGHT_TO_LEFT: readonly (string | undefined)[] = [
  'Arab',
  'Hebr',
  'Thaa',
  'Syrc',
  'Nkoo',
  'Rohg',
  'Adlm',
];

/** @param language a BCP 47 tag; one without a script has the likely one */
export function isRightToLeft(language: string): boolean {
  try {
    return RIGHT_TO_LEFT.includes(new Intl.Locale(language).maximize().script);
  } catch {
    return false;
  }
}

/** A formatted text that keeps its own order within words of another direction: between the isolates of Unicode. */
export const isolated = (text: string): string => `\u2068${text}\u2069`;
