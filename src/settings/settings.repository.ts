import { Injectable } from '@nestjs/common';
import { Transactions } from '../database/transactions.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { CompanySettings } from './company-settings.entity.js';
import type { Settings } from './settings.js';

const CREATE = 'INSERT INTO company_settings (company_id) VALUES ($1) ON CONFLICT DO NOTHING';
const LOCK = 'SELECT overrides FROM company_settings WHERE company_id = $1 FOR UPDATE';
const STORE = 'UPDATE company_settings SET overrides = $2, updated_at = now() WHERE company_id = $1';

/** Reads and writes the settings of a company in the open transaction, if there is one. */
@Injectable()
export class SettingsRepository {
  constructor(private readonly transactions: Transactions) {}

  find(company: CompanyId): Promise<CompanySettings | null> {
    return this.transactions.manager.findOneBy(CompanySettings, { companyId: company });
  }

  /**
   * Changes the stored settings, whose row stays locked until the transaction ends.
   * @param change returns null if nothing changes
   */
  update(
    company: CompanyId,
    change: (overrides: Partial<Settings>) => Partial<Settings> | null,
  ): Promise<void> {
    return this.transactions.run(async (manager) => {
      await manager.query(CREATE, [company]);
      const [{ overrides }] = await manager.query<[Pick<CompanySettings, 'overrides'>]>(LOCK, [company]);
      const changed = change(overrides);
      if (changed) await manager.query(STORE, [company, JSON.stringify(changed)]);
    });
  }
}
