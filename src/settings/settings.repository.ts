import { Injectable } from '@nestjs/common';
import { lockName } from '../database/sql/lock-name.js';
import { Transactions } from '../database/transactions.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { CompanySettings } from './company-settings.entity.js';
import type { Settings } from './settings.js';

export type StoredSettings = Pick<CompanySettings, 'overrides' | 'updatedAt'>;

const FIND = 'SELECT overrides, updated_at AS "updatedAt" FROM company_settings WHERE company_id = $1';

const STORE = `
  INSERT INTO company_settings (company_id, overrides, updated_at) VALUES ($1, $2, now())
  ON CONFLICT (company_id) DO UPDATE SET overrides = excluded.overrides, updated_at = excluded.updated_at`;

/** Reads and writes the settings of a company in the open transaction, if there is one. */
@Injectable()
export class SettingsRepository {
  constructor(private readonly transactions: Transactions) {}

  async find(company: CompanyId): Promise<StoredSettings | null> {
    const [stored] = await this.transactions.send<StoredSettings>(FIND, [company]);
    return stored ?? null;
  }

  /** Reads the settings for a change: other changes wait until the transaction ends. */
  async findForChange(company: CompanyId): Promise<StoredSettings | null> {
    // Not the row: the first change has none yet, and a request that changes nothing must not create one.
    await lockName(this.transactions.manager, `settings:${company}`);
    return this.find(company);
  }

  async store(company: CompanyId, overrides: Partial<Settings>): Promise<void> {
    await this.transactions.manager.query(STORE, [company, JSON.stringify(overrides)]);
  }
}
