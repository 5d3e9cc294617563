/** Without case and accents, so that "buro" finds "Büro". */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();

/**
 * Those whose name contains the beginning of a word for each word of the text, in any order; those whose name begins with the text
 * come first. Without a text, all.
 */
export function matchByName<T extends { name: string }>(things: readonly T[], text: string): T[] {
  const words = plain(text).split(/\s+/).filter(Boolean);
  const isMatch = ({ name }: T) => {
    const starts = ` ${plain(name).replace(/[^\p{L}\p{N}]+/gu, ' ')}`;
    return words.every((word) => starts.includes(` ${word}`));
  };
  const isFirst = ({ name }: T) => plain(name).startsWith(words.join(' '));
  const found = things.filter(isMatch);
  return [...found.filter(isFirst), ...found.filter((thing) => !isFirst(thing))];
}
