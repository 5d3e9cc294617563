import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Transactions } from '../database/transactions.js';
import { changedFields } from '../events/changed-fields.js';
import { Outbox } from '../events/outbox.js';
import type { Actor } from '../tenancy/caller.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { Clock } from '../time/clock.js';
import { type SettingsInput, SettingsResponse } from './dto/settings.dto.js';
import { mergePatch } from './merge-patch.js';
import { type CurrentSettings, SETTING_NAMES, type Settings, SETTINGS, withFallbacks } from './settings.js';
import { SettingsRepository, type StoredSettings } from './settings.repository.js';

@Injectable()
export class SettingsService {
  constructor(
    private readonly settings: SettingsRepository,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Reads within the open transaction, if there is one. */
  async get(company: CompanyId): Promise<CurrentSettings> {
    return currentOf(await this.settings.find(company));
  }

  /** Merges a change into the stored settings; concurrent changes of different settings are all kept. */
  update(company: CompanyId, change: SettingsInput, actor: Actor): Promise<CurrentSettings> {
    return this.transactions.run(async (manager) => {
      const stored = await this.settings.findForChange(company);
      const before = currentOf(stored);
      const overrides = merged(stored?.overrides ?? {}, change);
      if (isDeepStrictEqual(withFallbacks(overrides), withFallbacks(stored?.overrides ?? {}))) return before;
      await this.settings.store(company, overrides);
      const after = await this.get(company);
      const data = SettingsResponse.from(after);
      const previous = changedFields(SettingsResponse.from(before), data);
      const at = await this.clock.databaseNow(manager);
      await this.outbox.append(company, [{ type: 'settings.updated', actor, data, previous, at }]);
      return after;
    });
  }
}

const currentOf = (row: StoredSettings | null): CurrentSettings => ({
  ...withFallbacks(row?.overrides ?? {}),
  updated_at: row?.updatedAt ?? null,
});

function merged(overrides: Partial<Settings>, change: Partial<Settings>): Partial<Settings> {
  const whole = SETTING_NAMES.filter((name) => SETTINGS[name].isWhole && change[name] !== undefined);
  return {
    ...(mergePatch(overrides, change) as Partial<Settings>),
    ...Object.fromEntries(whole.map((name) => [name, change[name]])),
  };
}
