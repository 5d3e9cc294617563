import { stringify } from 'csv-stringify/sync';

/** Without a byte order mark, Excel reads UTF-8 as the local code page. */
const BYTE_ORDER_MARK = '\ufeff';

/** The columns of a CSV file in their order: what each has of an item. */
export type CsvColumns<Item> = Readonly<Record<string, (item: Item) => unknown>>;

/** Columns that are fields of an item. */
export const fieldColumns = <Item>(fields: readonly (keyof Item & string)[]): CsvColumns<Item> =>
  Object.fromEntries(fields.map((field) => [field, (item: Item) => item[field]]));

/** The names of the columns, as the first line of a file for spreadsheets. */
export const csvHead = (columns: CsvColumns<never>): string =>
  `${BYTE_ORDER_MARK}${linesOf([Object.keys(columns)])}`;

/** Items as lines of CSV. */
export function csvLines<Item>(columns: CsvColumns<Item>, items: readonly Item[]): string {
  const getters = Object.values(columns);
  return linesOf(items.map((item) => getters.map((get) => cellOf(get(item)))));
}

/** Also quotes cells with what a spreadsheet may take for a separator, in some country. */
const linesOf = (rows: string[][]): string =>
  stringify(rows, { record_delimiter: 'windows', quoted_match: /[;\t]/ });

const cellOf = (value: unknown): string =>
  value === null ? '' : withoutFormulas(typeof value === 'string' ? value : JSON.stringify(value));

/**
 * Where a cell of a spreadsheet may begin: at the start of the text, and after each separator, because Excel splits the file at
 * semicolons or tabs in some countries and ignores quotes that do not begin a cell. A formula begins with an operator, of which
 * some programs also accept the full-width form; spaces and quotes before it may be removed by the spreadsheet.
 */
const FORMULA = /(?:^|(?<=[;\t\r\n]))(?=[ "'\u00a0]*[=+\-@\uff1d\uff0b\uff0d\uff20])|^(?=[\t\r\n])/g;
/** Whether a text can match at all: most cannot, and this takes a tenth of the time. */
const CAN_MATCH = /^[ "'\u00a0=+\-@\uff1d\uff0b\uff0d\uff20]|[;\t\r\n]/;

/** Puts an apostrophe before everything that a spreadsheet could read as a formula, as OWASP recommends for CSV. */
const withoutFormulas = (text: string): string => (CAN_MATCH.test(text) ? text.replace(FORMULA, "'") : text);
