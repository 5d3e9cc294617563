import { stringify } from 'csv-stringify/sync';
import type { CompanyLogRow } from '../actions/store/log/log-row.js';
import { yieldToEventLoop } from '../time/slices.js';
import { CompanyLogEntry } from './dto/approval-log-page.response.js';

const COLUMNS = [
  'id',
  'action_id',
  'customer_id',
  'customer_name',
  'invoice_id',
  'invoice_number',
  'command',
  'from_status',
  'to_status',
  'approved_by',
  'approved_by_name',
  'actor',
  'caused_by',
  'reason',
  'comment',
  'content_sha256',
  'changes',
  'request_id',
  'created_at',
  'approved_sha256',
  'approved_by_proof',
  'actor_contact_id',
  'actor_contact_name',
] as const satisfies (keyof CompanyLogEntry)[];

/** Entries of the approval log as CSV for spreadsheets. */
export const csvOf = (entries: readonly CompanyLogEntry[], { header = true } = {}): string =>
  stringify(
    entries.map((entry) => COLUMNS.map((column) => cellOf(entry[column]))),
    {
      header,
      // Without a byte order mark, Excel reads UTF-8 as the local code page.
      bom: header,
      columns: [...COLUMNS],
      record_delimiter: 'windows',
      quoted_match: /[;\t]/,
    },
  );

/** The same CSV in pieces. */
export async function* csvPieces(rows: AsyncIterable<CompanyLogRow>): AsyncGenerator<string> {
  yield csvOf([]);
  for await (const row of rows) {
    yield csvOf([CompanyLogEntry.from(row)], { header: false });
    await yieldToEventLoop();
  }
}

function cellOf(value: CompanyLogEntry[keyof CompanyLogEntry]): string {
  if (value === null) return '';
  return withoutFormulas(typeof value === 'string' ? value : JSON.stringify(value));
}

/**
 * Where a cell of a spreadsheet may begin: at the start of the text, and after each separator, because Excel splits the file at
 * semicolons or tabs in some countries and ignores quotes that do not begin a cell. A formula begins with an operator, of which
 * some programs also accept the full-width form; spaces and quotes before it may be removed by the spreadsheet.
 */
const FORMULA = /(?:^|(?<=[;\t\r\n]))(?=[ "'\u00a0]*[=+\-@\uff1d\uff0b\uff0d\uff20])|^(?=[\t\r\n])/g;

/** Puts an apostrophe before everything that a spreadsheet could read as a formula, as OWASP recommends for CSV. */
const withoutFormulas = (text: string): string => text.replace(FORMULA, "'");
