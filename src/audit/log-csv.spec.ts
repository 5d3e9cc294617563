import { parse } from 'csv-parse/sync';
import { describe, expect, it } from '@jest/globals';
import type { CompanyLogEntry } from './dto/approval-log-page.response.js';
import { csvOf } from './log-csv.js';

const anEntry = (changes: Partial<CompanyLogEntry>): CompanyLogEntry => ({
  id: '019aaf31-7c1d-7a52-8d11-52f5f0a9c001',
  action_id: '019aaf30-5e6f-7081-92a3-b4c5d6e7f809',
  customer_id: '019aaf2f-9d10-7b6e-8c11-2f3a4b5c6d7e',
  customer_name: 'Acme Supply',
  invoice_id: null,
  invoice_number: null,
  command: 'reject',
  from_status: 'proposed',
  to_status: 'cancelled',
  approved_by: null,
  approved_by_name: null,
  approved_by_proof: null,
  actor: 'collections-desk',
  actor_contact_id: null,
  actor_contact_name: null,
  caused_by: null,
  reason: null,
  comment: null,
  content_sha256: null,
  approved_sha256: null,
  changes: null,
  request_id: null,
  created_at: '2026-11-23T09:30:00.000Z',
  ...changes,
});

/** The comment as a program reads it that understands quotes and splits at commas. */
function commentIn(csv: string): string {
  const [row] = parse(csv, { columns: true, bom: true }) as Record<string, string>[];
  return row!.comment!;
}

/** The cells as Excel makes them in a country where it splits at `separator`: a quote counts only at the start of a cell. */
const cellsSplitAt = (separator: string, csv: string): string[] =>
  csv.split(/\r\n|[\r\n]/).flatMap((line) => line.split(separator));

const OPERATORS = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

describe('the approval log as CSV', () => {
  it.each(OPERATORS)('puts an apostrophe before a cell that begins with %s', (operator) => {
    expect(commentIn(csvOf([anEntry({ comment: `${operator}1` })]))).toBe(`'${operator}1`);
  });

  it.each([
    ['\tx', "'\tx"],
    ['\rx', "'\rx"],
    [' =1', "' =1"],
    ['"=1"', `'"=1"`],
    ['x;=1', "x;'=1"],
    ['x; "=1"', `x;' "=1"`],
    ['x\t+1', "x\t'+1"],
    ['x\n@y', "x\n'@y"],
    ['x;;;-1', "x;;;'-1"],
    ['=1;=2', "'=1;'=2"],
  ])('writes %j as %j', (comment, written) => {
    expect(commentIn(csvOf([anEntry({ comment })]))).toBe(written);
  });

  it.each(['paid on 3-4-2026', 'a = b', 'x;y', 'x\ty', 'two\nlines', "it's", 'a,-1', 'ü 1+1', 'x"y'])(
    'keeps %j',
    (comment) => {
      expect(commentIn(csvOf([anEntry({ comment })]))).toBe(comment);
    },
  );

  it.each([';', '\t', ','])(
    'has no cell that begins with an operator where the file is split at %j',
    (separator) => {
      for (const operator of OPERATORS) {
        for (const start of ['', 'x;', 'x\t', 'x\n', 'x\r\n', 'x;"', 'x\n""', ' ', '"', 'x;;', 'x;\t']) {
          const csv = csvOf([
            anEntry({ comment: `${start}${operator}cmd;y`, reason: `${start}${operator}1` }),
          ]);
          const cells = separator === ',' ? parse(csv, { bom: true }).flat() : cellsSplitAt(separator, csv);
          const formulas = cells.filter((cell) => /^[\s"]*[=+\-@＝＋－＠]/.test(cell));
          expect(formulas).toEqual([]);
        }
      }
    },
  );

  it.each(['x;y', 'x\ty'])(
    'quotes %j, so that programs that understand quotes do not split it',
    (comment) => {
      expect(csvOf([anEntry({ comment })])).toContain(`"${comment}"`);
    },
  );

  it('writes the changes of an edit as JSON, and null as an empty cell', () => {
    const changes = { content: { from: 'a;b', to: '=1;=2\n-3' }, urgency_score: { from: 50, to: 1 } };
    const [row] = parse(csvOf([anEntry({ changes })]), { columns: true, bom: true }) as Record<
      string,
      string
    >[];
    expect(row).toMatchObject({ invoice_id: '', comment: '' });
    expect(JSON.parse(row!.changes!)).toEqual({
      ...changes,
      content: { from: 'a;b', to: "=1;'=2\n-3" },
    });
  });

  it('writes 250,000 separators, spaces and quotes in a row in time', () => {
    const comment = ['; ', '\n', ' ', '"', "';"].map((text) => text.repeat(50_000)).join('');
    const startedAt = process.cpuUsage();
    csvOf([anEntry({ comment })]);
    expect(process.cpuUsage(startedAt).user).toBeLessThan(2_000_000);
  });
});
