import type { Test } from 'supertest';
import type { Action } from '../../src/actions/store/action.entity.js';
import { AuditService } from '../../src/audit/audit.service.js';
import type { AuditReport } from '../../src/audit/verify/audit-report.js';
import { ActionsSweep } from '../../src/actions/actions-sweep.js';
import type { Invoice } from '../../src/ledger/invoice.entity.js';
import { OperatorAdmission } from '../../src/tenancy/admission.js';
import type { RunningApp } from './app.js';
import { type TenantWithLedger, createTenantWithLedger } from './tenant-with-ledger.js';
import { Client } from './client.js';
import { subjectOf, aRecommendation } from './recommendation.js';

export type ActionFields = Pick<Action, 'id' | 'status' | 'version' | 'touched' | 'recommendation'> & {
  deleted_at: Date | null;
};
export interface LogFields {
  action_id: string;
  command: string;
  actor: string;
  reason: string | null;
  from_status: string;
  to_status: string;
}

/** A tenant with an agent, whose token has only the scope `propose`. */
export interface TenantWithAgent extends TenantWithLedger {
  agent: Client;
  /** Posts a recommendation, as the agent. */
  post(body: object): Test;
  /** Posts a recommendation on the invoice, as the agent. */
  propose(invoice: Pick<Invoice, 'id' | 'customerId'>, changes?: object): Test;
  /** All actions of the company, oldest first. */
  actions(): Promise<ActionFields[]>;
  /** The transitions in the approval log of the company, oldest row first: without the proposals. */
  log(): Promise<LogFields[]>;
  /** Runs the actions sweep once on this company, at the time of the application's clock. */
  sweep(): Promise<void>;
  /** Verifies the approval log of the company. */
  verify(): Promise<AuditReport>;
}

export async function createTenantWithAgent(app: RunningApp): Promise<TenantWithAgent> {
  const tenant = await createTenantWithLedger(app);
  const company = await app.nest.get(OperatorAdmission).admit(tenant.company.id);
  const token = await tenant.make.aToken([tenant.company], { name: 'agent', scopes: ['propose'] });
  const agent = new Client(app.url, token, tenant.company);
  const post = (body: object) => agent.request('post', '/recommendations').send(body);
  return {
    ...tenant,
    agent,
    post,
    propose: (invoice, changes = {}) => post(aRecommendation({ ...subjectOf(invoice), ...changes })),
    actions: () => tenant.select<ActionFields>('SELECT * FROM action WHERE company_id = $1 ORDER BY id'),
    log: () =>
      tenant.select<LogFields>(
        `SELECT * FROM approval_log WHERE company_id = $1 AND command <> 'propose' ORDER BY seq`,
      ),
    sweep: () => app.nest.get(ActionsSweep).sweep(company, app.clock.now()),
    verify: () => app.nest.get(AuditService).verify(company),
  };
}
