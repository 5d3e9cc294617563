import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Transactions } from '../database/transactions.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { mergePatch } from './merge-patch.js';
import type { SettingsInput } from './dto/settings.dto.js';
import { type CurrentSettings, SETTING_NAMES, type Settings, SETTINGS, withFallbacks } from './settings.js';
import { SettingsRepository } from './settings.repository.js';

@Injectable()
export class SettingsService {
  constructor(
    private readonly settings: SettingsRepository,
    private readonly transactions: Transactions,
  ) {}

  /** Reads within the open transaction, if there is one. */
  async get(company: CompanyId): Promise<CurrentSettings> {
    const row = await this.settings.find(company);
    return { ...withFallbacks(row?.overrides ?? {}), updated_at: row?.updatedAt ?? null };
  }

  /** Merges a change into the stored settings; concurrent changes of different settings are all kept. */
  update(company: CompanyId, change: SettingsInput): Promise<CurrentSettings> {
    return this.transactions.run(async () => {
      await this.settings.update(company, (overrides) => {
        const changed = merged(overrides, change);
        return isDeepStrictEqual(withFallbacks(changed), withFallbacks(overrides)) ? null : changed;
      });
      return this.get(company);
    });
  }
}

function merged(overrides: Partial<Settings>, change: Partial<Settings>): Partial<Settings> {
  const whole = SETTING_NAMES.filter((name) => SETTINGS[name].isWhole && change[name] !== undefined);
  return {
    ...(mergePatch(overrides, change) as Partial<Settings>),
    ...Object.fromEntries(whole.map((name) => [name, change[name]])),
  };
}
