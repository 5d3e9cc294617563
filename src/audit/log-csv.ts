import type { CompanyLogRow } from '../actions/store/log/log-row.js';
import { csvHead, csvLines, fieldColumns } from '../csv.js';
import { yieldToEventLoop } from '../time/slices.js';
import { CompanyLogEntry } from './dto/approval-log-page.response.js';

const COLUMNS = fieldColumns<CompanyLogEntry>([
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
]);

/** Entries of the approval log as CSV. */
export const csvOf = (entries: readonly CompanyLogEntry[]): string =>
  csvHead(COLUMNS) + csvLines(COLUMNS, entries);

/** The same CSV in pieces. */
export async function* csvPieces(rows: AsyncIterable<CompanyLogRow>): AsyncGenerator<string> {
  yield csvHead(COLUMNS);
  for await (const row of rows) {
    yield csvLines(COLUMNS, [CompanyLogEntry.from(row)]);
    await yieldToEventLoop();
  }
}
