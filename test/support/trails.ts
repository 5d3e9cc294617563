import { expect } from '@jest/globals';
import { AuditService } from '../../src/audit/audit.service.js';
import { OperatorAdmission } from '../../src/tenancy/admission.js';
import type { RunningApp } from './app.js';

/** Fails where the approval log of one of the companies is not the chain that it was written as. */
export async function expectTrails({ nest }: RunningApp, companies: readonly string[]): Promise<void> {
  for (const id of companies) {
    const company = await nest.get(OperatorAdmission).admit(id);
    expect((await nest.get(AuditService).verify(company)).broken).toEqual([]);
  }
}
