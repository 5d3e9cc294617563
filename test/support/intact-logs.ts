import { expect } from '@jest/globals';
import { AuditService } from '../../src/audit/audit.service.js';
import { CompaniesService } from '../../src/tenancy/companies.service.js';
import type { RunningApp } from './app.js';

/** Expects that the hash chains of the approval logs are intact. */
export async function expectIntactLogs({ nest }: RunningApp, companies: readonly string[]): Promise<void> {
  for (const id of companies) {
    const company = await nest.get(CompaniesService).open(id);
    expect((await nest.get(AuditService).verify(company)).broken).toEqual([]);
  }
}
