import { LedgerImportService } from '../../src/ledger-sync/ledger-import.service.js';
import type { ImportOptions, ImportResult } from '../../src/ledger-sync/ledger-import.service.js';
import type { Invoice } from '../../src/ledger/invoice.entity.js';

import { PolicyService, type RunCounts } from '../../src/recommendations/policy/policy.service.js';
import { CompaniesService } from '../../src/tenancy/companies.service.js';
import type { RunningApp } from './app.js';
import { type Desk, openDesk } from './desk.js';

/** A desk whose company keeps its ledger here, and has the dunning policy run over it. */
export interface Books extends Desk {
  sync(csv: string, options?: Partial<ImportOptions>): Promise<ImportResult>;
  run(asOf: string): Promise<RunCounts>;
  /** An open invoice of 1,250.00 USD. */
  owed(overrides: Partial<Invoice>): Promise<Invoice>;
  /** Rows; $1 is the company. */
  select<Row extends object>(sql: string, ...values: unknown[]): Promise<Row[]>;
}

export async function openBooks(app: RunningApp): Promise<Books> {
  const desk = await openDesk(app);
  const company = await app.nest.get(CompaniesService).open(desk.company.id);
  return {
    ...desk,
    sync: (csv, options = {}) =>
      app.nest
        .get(LedgerImportService)
        .import(company, csv, { map: {}, dateFormat: 'YYYY-MM-DD', ...options }),
    run: (asOf) => app.nest.get(PolicyService).run(company, asOf),
    owed: (overrides) => desk.make.anInvoice(desk.company, { issuedOn: '2021-01-01', ...overrides }),
    select: (sql, ...values) => app.dataSource.query(sql, [company, ...values]),
  };
}
