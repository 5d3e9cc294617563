/** Shorter names, such as PORT, resemble too many variables of other programs. */
const MIN_LENGTH = 8;
const MAX_EDITS = 2;

export interface MisspeltVariable {
  name: string;
  /** The variable that is probably meant. */
  meant: string;
}

/** The variables whose names resemble one of ours, in another case or with up to two wrong letters, that is not set. */
export function misspeltVariables(env: NodeJS.ProcessEnv, ours: readonly string[]): MisspeltVariable[] {
  const unset = ours.filter((name) => name.length >= MIN_LENGTH && !env[name]);
  const others = Object.keys(env).filter((name) => env[name] && !ours.includes(name));
  return others.flatMap((name) => {
    const meant = unset.find((candidate) => editsBetween(name.toUpperCase(), candidate) <= MAX_EDITS);
    return meant === undefined ? [] : [{ name, meant }];
  });
}

/** The Levenshtein distance: the number of letters to insert, remove or replace. */
function editsBetween(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > MAX_EDITS) return Infinity;
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= other.length; column++) {
      const replaced = row[column - 1]! + (letter === other[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[column]! + 1, next[column - 1]! + 1));
    }
    row = next;
  }
  return row.at(-1)!;
}
