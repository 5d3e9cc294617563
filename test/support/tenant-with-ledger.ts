import type { CsvFile } from '../../src/ledger-sync/csv/csv-file.js';
import { LedgerImportService } from '../../src/ledger-sync/ledger-import.service.js';
import type { ImportOptions, ImportResult } from '../../src/ledger-sync/ledger-import.service.js';
import type { Invoice } from '../../src/ledger/invoice.entity.js';
import { PolicyService } from '../../src/recommendations/policy/policy.service.js';
import type { RunCounts } from '../../src/recommendations/policy/policy-slice.js';
import { OperatorAdmission } from '../../src/tenancy/admission.js';
import type { RunningApp } from './app.js';
import { type Tenant, createTenant } from './tenant.js';

/** A tenant with functions that import a ledger and run the dunning policy. */
export interface TenantWithLedger extends Tenant {
  importLedger(csv: string | CsvFile, options?: Partial<ImportOptions>): Promise<ImportResult>;
  /** @param asOf YYYY-MM-DD */
  runPolicy(asOf: string): Promise<RunCounts>;
  /** Creates an open invoice of 1,250.00 USD. */
  anOpenInvoice(overrides: Partial<Invoice>): Promise<Invoice>;
  /** Selects rows; $1 is the id of the company. */
  select<Row extends object>(sql: string, ...values: unknown[]): Promise<Row[]>;
}

export async function createTenantWithLedger(app: RunningApp): Promise<TenantWithLedger> {
  const tenant = await createTenant(app);
  const company = await app.nest.get(OperatorAdmission).admit(tenant.company.id);
  return {
    ...tenant,
    importLedger: (csv, options = {}) =>
      app.nest
        .get(LedgerImportService)
        .import(company, csv, { map: {}, dateFormat: 'YYYY-MM-DD', ...options }),
    runPolicy: (asOf) => app.nest.get(PolicyService).run(company, { asOf }),
    anOpenInvoice: (overrides) =>
      tenant.make.anInvoice(tenant.company, { issuedOn: '2021-01-01', ...overrides }),
    select: (sql, ...values) => app.dataSource.query(sql, [company, ...values]),
  };
}
