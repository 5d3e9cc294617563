/** A text without case and accents, so that `Müller` contains `muller`. The migrations define the function; trigram indexes store its result. */
const folded = (text: string): string => `daybook_fold(${text})`;

/** The condition that a text contains the parameter, ignoring case and accents. Reads every text. */
export const containsSql = (text: string, parameter: string): string =>
  `strpos(${folded(text)}, (SELECT ${folded(parameter)})) > 0`;

/**
 * The same condition for a text with a trigram index. Wildcards are escaped after folding, which turns `％` into `%`. Do not
 * prepare the statement: a generic plan cannot estimate the matches.
 */
export const containsByTrigramSql = (text: string, parameter: string): string =>
  `${folded(text)} LIKE '%' || regexp_replace(${folded(parameter)}, '([\\\\%_])', '\\\\\\1', 'g') || '%'`;
