import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../api/api-error.js';
import type { StoredLedger } from './chunks.js';
import type { ImportRow } from './read-rows.js';
import { atMost, sendRows } from './send.js';

const NOTHING: StoredLedger = { customers: new Map(), invoices: new Map() };
const COLUMNS = new Map([
  ['amount', 'Total'],
  ['customer_email', 'E-mail'],
]);
const rows = ['A', 'B', 'B', 'C'].map((customer, index): ImportRow => ({
  line: index + 2,
  customer,
  invoice_number: `INV-${index}`,
  due_date: '2026-01-31',
  amount: '1.00',
  currency: 'EUR',
}));
const invalid = (fields: Record<string, string>) => new ApiError(400, 'invalid', 'Invalid.', fields);
const COUNTS = { contacts: {}, customers: {}, invoices: {}, cancelled_actions: {} } as never;

describe('sendRows', () => {
  it('sends again without the rows that the API refused, until it has all errors', async () => {
    const answers = [
      invalid({ 'invoices[0].amount': 'invoices[0].amount must be above zero.' }),
      invalid({ 'customers[0].email': 'customers[0].email must be an e-mail address.' }),
    ];
    const sent: number[] = [];
    const result = await sendRows(rows, NOTHING, COLUMNS, async ({ invoices }) => {
      sent.push(invoices.length);
      const answer = answers.shift();
      if (answer) throw answer;
      return COUNTS;
    });
    expect(sent).toEqual([4, 3, 1]);
    expect(result.written.map(({ line }) => line)).toEqual([5]);
    expect(result.errors).toEqual([
      { line: 2, column: 'Total', problem: 'must be above zero.' },
      { line: 3, column: 'E-mail', problem: 'must be an e-mail address.' },
      { line: 4, column: 'E-mail', problem: 'must be an e-mail address.' },
    ]);
  });

  it('fails if the request fails for another reason', async () => {
    const failure = new ApiError(400, 'invalid', 'No.', { dry_run: 'dry_run is not known.' });
    await expect(sendRows(rows, NOTHING, COLUMNS, () => Promise.reject(failure))).rejects.toBe(failure);
  });

  it('writes nothing if no row is valid', async () => {
    const failure = invalid({ 'customers[0].name': 'x', 'customers[1].name': 'x', 'customers[2]': 'x' });
    const result = await sendRows(rows, NOTHING, COLUMNS, () => Promise.reject(failure));
    expect(result).toMatchObject({ written: [], counts: null });
    expect(result.errors).toHaveLength(4);
  });
});

describe('atMost', () => {
  it('never runs more tasks at once than the limit, and runs all', async () => {
    let running = 0;
    let highest = 0;
    const done: number[] = [];
    await atMost(2, [1, 2, 3, 4, 5], async (task) => {
      running += 1;
      highest = Math.max(highest, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      done.push(task);
    });
    expect(highest).toBe(2);
    expect(done.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
  });

  it('starts no further task after a failure', async () => {
    const started: number[] = [];
    const run = async (task: number) => {
      started.push(task);
      if (task === 1) throw new Error('no');
      await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await expect(atMost(2, [1, 2, 3, 4], run)).rejects.toThrow('no');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(started).toEqual([1, 2]);
  });
});
