import type { Test } from 'supertest';
import type { Action } from '../../src/actions/store/action.entity.js';
import { type AuditReport, AuditService } from '../../src/audit/audit.service.js';
import { RecommendationStore } from '../../src/actions/store/recommendation-store.js';
import type { Invoice } from '../../src/ledger/invoice.entity.js';
import { CompaniesService } from '../../src/tenancy/companies.service.js';
import type { RunningApp } from './app.js';
import { type Books, openBooks } from './books.js';
import { Client } from './client.js';
import { about, aRecommendation } from './recommendation.js';

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

/** Books on which an agent proposes, with a token that may do nothing else. */
export interface Agency extends Books {
  agent: Client;
  post(body: object): Test;
  /** Proposes on an invoice. */
  propose(invoice: Pick<Invoice, 'id' | 'customerId'>, changes?: object): Test;
  /** All actions in the order in which they were proposed. */
  actions(): Promise<ActionFields[]>;
  /** The approval log of the company, oldest row first. */
  log(): Promise<LogFields[]>;
  /** What the sweep does every few seconds, in this company, by the application's clock. */
  sweep(): Promise<void>;
  verify(): Promise<AuditReport>;
}

export async function openAgency(app: RunningApp): Promise<Agency> {
  const books = await openBooks(app);
  const company = await app.nest.get(CompaniesService).open(books.company.id);
  const token = await books.make.aToken([books.company], { name: 'agent', scopes: ['propose'] });
  const agent = new Client(app.url, token, books.company);
  const post = (body: object) => agent.request('post', '/recommendations').send(body);
  return {
    ...books,
    agent,
    post,
    propose: (invoice, changes = {}) => post(aRecommendation({ ...about(invoice), ...changes })),
    actions: () => books.select<ActionFields>('SELECT * FROM action WHERE company_id = $1 ORDER BY id'),
    log: () => books.select<LogFields>('SELECT * FROM approval_log WHERE company_id = $1 ORDER BY seq'),
    sweep: () => app.nest.get(RecommendationStore).sweep(company, app.clock.now()),
    verify: () => app.nest.get(AuditService).verify(company),
  };
}
