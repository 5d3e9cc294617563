import { expect } from '@jest/globals';
import { AuditService } from '../../src/audit/audit.service.js';
import { OperatorAdmission } from '../../src/tenancy/admission.js';
import type { RunningApp } from './app.js';

/** Expects that the hash chains of the approval logs are intact. */
export async function expectIntactLogs({ nest }: RunningApp, companies: readonly string[]): Promise<void> {
  for (const id of companies) {
    const company = await nest.get(OperatorAdmission).admit(id);
    expect((await nest.get(AuditService).verify(company)).broken).toEqual([]);
  }
}
