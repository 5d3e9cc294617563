/** A piece of two texts: in both, only in the old one, or only in the new one. */
export interface Piece {
  kind: 'same' | 'deleted' | 'inserted';
  text: string;
}

/** The most cells of the table of a comparison: 2 bytes each, filled within some 20 ms. */
const MAX_CELLS = 4_000_000;
/** Lengths of subsequences must fit into the 16 bits of a cell. */
const MAX_TOKENS = 65_535;

const WORDS = /\s+|[\p{L}\p{N}]+(?:[.,'’-][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}]/gu;
const LINES = /[^\n]*\n|[^\n]+/g;

/**
 * What changed from one text to another, by words. Texts that are too long for that are compared by lines, and if even those are too
 * many, what differs is one deletion and one insertion.
 */
export function diff(before: string, after: string): Piece[] {
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }];
  const byWords = compare(tokens(before, WORDS), tokens(after, WORDS));
  if (byWords) return join(absorbBlanks(byWords));
  const byLines = compare(tokens(before, LINES), tokens(after, LINES));
  return join(byLines ?? [deleted(before), inserted(after)]);
}

const same = (text: string): Piece => ({ kind: 'same', text });
const deleted = (text: string): Piece => ({ kind: 'deleted', text });
const inserted = (text: string): Piece => ({ kind: 'inserted', text });

const tokens = (text: string, pattern: RegExp): string[] => text.match(pattern) ?? [];

/** Compares what lies between the common start and the common end; null if that is too much. */
function compare(before: string[], after: string[]): Piece[] | null {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const middle = longestCommon(
    before.slice(start, before.length - end),
    after.slice(start, after.length - end),
  );
  return (
    middle && [...before.slice(0, start).map(same), ...middle, ...before.slice(before.length - end).map(same)]
  );
}

/** By the longest common subsequence, in a table of the lengths for all pairs of ends. */
function longestCommon(before: string[], after: string[]): Piece[] | null {
  const [rows, columns] = [before.length, after.length];
  const width = columns + 1;
  if ((rows + 1) * width > MAX_CELLS || Math.max(rows, columns) > MAX_TOKENS) return null;
  const lengths = new Uint16Array((rows + 1) * width);
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      const cell = row * width + column;
      lengths[cell] =
        before[row] === after[column]
          ? lengths[cell + width + 1]! + 1
          : Math.max(lengths[cell + width]!, lengths[cell + 1]!);
    }
  }
  const pieces: Piece[] = [];
  let [row, column] = [0, 0];
  while (row < rows || column < columns) {
    const cell = row * width + column;
    if (row < rows && column < columns && before[row] === after[column]) {
      pieces.push(same(before[row]!));
      row += 1;
      column += 1;
    } else if (column === columns || (row < rows && lengths[cell + width]! >= lengths[cell + 1]!)) {
      pieces.push(deleted(before[row]!));
      row += 1;
    } else {
      pieces.push(inserted(after[column]!));
      column += 1;
    }
  }
  return pieces;
}

/** Blanks between two changes belong to them, so that two replaced words read as one replacement. Line breaks stay as they are. */
function absorbBlanks(pieces: Piece[]): Piece[] {
  return pieces.flatMap((piece, index) => {
    const isBlank = piece.kind === 'same' && /^[^\S\n]+$/.test(piece.text);
    const isBetween = pieces[index - 1]?.kind !== 'same' && pieces[index + 1]?.kind !== 'same';
    const hasNeighbours = index > 0 && index < pieces.length - 1;
    return isBlank && isBetween && hasNeighbours ? [deleted(piece.text), inserted(piece.text)] : [piece];
  });
}

/** Joins neighbours of a kind; within a change, the deleted text comes before the inserted. */
function join(pieces: Piece[]): Piece[] {
  const joined: Piece[] = [];
  let [gone, come] = ['', ''];
  const endChange = () => {
    if (gone) joined.push(deleted(gone));
    if (come) joined.push(inserted(come));
    [gone, come] = ['', ''];
  };
  for (const { kind, text } of pieces) {
    if (kind === 'deleted') gone += text;
    else if (kind === 'inserted') come += text;
    else {
      endChange();
      const last = joined.at(-1);
      if (last?.kind === 'same') last.text += text;
      else joined.push(same(text));
    }
  }
  endChange();
  return joined;
}
