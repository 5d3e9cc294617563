import { containsByTrigramSql, containsSql, foldedContainsSql } from '../../database/sql/text-search.js';
import {
  customersByName,
  invoicesByNumber,
  isFrequentName,
  isFrequentNumber,
} from '../../ledger/ledger-sql.js';
import type { Selection } from './joined-list.js';

/** The actions of a list before the search, with the columns that the list is counted, joined and ordered by. */
interface Searched {
  columns: string;
  from: string;
  where: string;
  /** Whether `from` has only the actions of a key, such as a customer. */
  hasKey: boolean;
}

type Matches = (text: string) => string;

/** Only rows of the latest actions are read to find out whether a text is frequent. */
const SAMPLE = 1_000;

/**
 * The actions that match the conditions and a search in their own texts, in the names of their customers, or in the numbers of their
 * invoices. `action_search` has the same columns as `action` for all of the conditions.
 */
export function searchOf(search: string, searched: Searched, bind: (value: unknown) => string): Selection {
  const { columns, from, where, hasKey } = searched;
  const parameter = bind(search);
  const inText: Matches = (text) =>
    // The separator between the texts is not part of any of them.
    search.includes('\x1f') ? 'false' : foldedContainsSql(text, parameter);
  const scanning: Matches = (text) => containsSql(text, parameter);
  const byTrigram: Matches = (text) => containsByTrigramSql(text, parameter);
  // Without three consecutive letters or digits there is no trigram to look up: PostgreSQL would read the whole index.
  const hasTrigram = /[\p{L}\p{N}]{3}/u.test(search);
  const matching = (table: string, condition: string): string =>
    `SELECT ${columns} FROM ${table} WHERE ${where} AND ${condition}`;
  const inLedger = (matches: Matches): string =>
    `customer_id IN (${customersByName(matches)}) OR invoice_id IN (${invoicesByNumber(matches)})`;
  const scan = matching('action_search action', `(${inText('text')} OR ${inLedger(scanning)})`);
  return {
    from: 'search_hit',
    where: 'true',
    with: hasKey
      ? hits(
          matching(from, `(${textOf('action', inText)} OR ${inLedger(hasTrigram ? byTrigram : scanning)})`),
        )
      : hasTrigram
        ? `${frequency(inText, scanning)}, ${hits(`
            ${scan} AND (SELECT is_frequent FROM search_frequency)
            UNION ALL (${[
              matching('action_search action', inText('text')),
              matching('action', `customer_id IN (${customersByName(byTrigram)})`),
              matching('action', `invoice_id IN (${invoicesByNumber(byTrigram)})`),
            ]
              .map((branch) => `${branch} AND NOT (SELECT is_frequent FROM search_frequency)`)
              .join(' UNION ')})`)}`
        : hits(scan),
  };
}

const hits = (statement: string): string => `search_hit AS MATERIALIZED (${statement})`;

const textOf = (alias: string, matches: Matches): string =>
  `(SELECT ${matches('s.text')} FROM action_search s WHERE s.company_id = $1 AND s.id = ${alias}.id)`;

/**
 * Whether to scan all texts of the company: to look up each of many matches takes longer. The look-ups are one statement for each table,
 * because a scan cannot use a trigram index. PostgreSQL executes only one of the two.
 */
const frequency = (inText: Matches, inLedger: Matches): string => `search_frequency AS MATERIALIZED (
  SELECT (
    SELECT count(*) FILTER (WHERE ${inText('text')}) * 20 >= count(*)
    FROM (SELECT text FROM action_search WHERE company_id = $1 ORDER BY id DESC LIMIT ${SAMPLE}) latest
  ) OR (${isFrequentName(inLedger, SAMPLE)}) OR (${isFrequentNumber(inLedger, SAMPLE)}) AS is_frequent)`;
