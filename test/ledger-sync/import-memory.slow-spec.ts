import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from '@jest/globals';
import type { CsvFile } from '../../src/ledger-sync/csv/csv-file.js';
import { useApp } from '../support/app.js';
import { createTenantWithLedger } from '../support/tenant-with-ledger.js';
import { counts } from './rows.js';

const app = useApp();
const ROWS = 40_000;
const ROWS_PER_PIECE = 500;
const REPORTS_PER_SAMPLE = 10;
const HEADER = 'external_id,invoice_number,customer,customer_name,issued_on,due_date,amount,currency';

/** A file that nobody has in memory. */
const file: CsvFile = {
  name: 'large.csv',
  bytes: ROWS,
  async *read() {
    yield Buffer.from(`${HEADER}\n`);
    for (let first = 0; first < ROWS; first += ROWS_PER_PIECE) {
      const lines = Array.from({ length: ROWS_PER_PIECE }, (_, n) => rowOf(first + n));
      yield Buffer.from(`${lines.join('\n')}\n`);
    }
  },
};
const rowOf = (n: number): string =>
  `I-${n},INV-${n},C-${n % 50},Acme Industrial Supply ${n % 50},2026-01-01,2026-01-31,1250.00,USD`;

setFlagsFromString('--expose_gc');
const collectGarbage = runInNewContext('gc') as () => void;
const megabytesInUse = (): number => {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1024 / 1024;
};

it('imports a file without keeping its rows', async () => {
  const tenant = await createTenantWithLedger(app);
  const inUse: number[] = [];
  let reports = 0;
  const onProgress = () => {
    reports += 1;
    if (reports % REPORTS_PER_SAMPLE === 0) inUse.push(megabytesInUse());
  };
  const options = { map: {}, dateFormat: 'YYYY-MM-DD', onProgress };
  for (const expected of [counts(ROWS, 0, 0), counts(0, 0, ROWS)]) {
    inUse.length = 0;
    expect((await tenant.importLedger(file, options)).invoices).toEqual(expected);
    expect(inUse.length).toBeGreaterThan(10);
    // The rows alone would take 15 MB. About 100 bytes of each are kept.
    expect(Math.max(...inUse) - inUse[0]!).toBeLessThan(10);
  }
}, 240_000);
