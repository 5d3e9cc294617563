/** A text without case and accents, so that `Müller` contains `muller`. The migrations define the function; trigram indexes store its result. */
const folded = (text: string): string => `daybook_fold(${text})`;

/** The same result. Most texts are ASCII, for which calling the function takes most of the time. */
const quicklyFolded = (text: string): string =>
  `CASE WHEN octet_length(${text}) = char_length(${text}) THEN upper(${text}) ELSE ${folded(text)} END`;

/** Wildcards are escaped after folding, which turns `％` into `%`. */
const pattern = (parameter: string): string =>
  `'%' || regexp_replace(${folded(parameter)}, '([\\\\%_])', '\\\\\\1', 'g') || '%'`;

/** The condition that a text contains the parameter, ignoring case and accents. Reads every text. */
export const containsSql = (text: string, parameter: string): string =>
  `strpos(${quicklyFolded(text)}, (SELECT ${folded(parameter)})) > 0`;

/**
 * The same condition for a text with a trigram index. Do not prepare the statement: a generic plan cannot estimate the matches.
 */
export const containsByTrigramSql = (text: string, parameter: string): string =>
  foldedContainsSql(folded(text), parameter);

/** The same condition for a text that is stored folded. */
export const foldedContainsSql = (text: string, parameter: string): string =>
  `${text} LIKE ${pattern(parameter)}`;
