import type { Scope } from '../../src/tenancy/scopes.js';
import type { Tenant } from '../support/tenant.js';

export type Kind = 'company' | 'action' | 'invoice' | 'customer' | 'contact';

/** What an operation takes of a company's own. */
export interface Row {
  scope: Scope | 'public';
  /** The ids that it takes, by where they stand, and of what. */
  ids: Record<string, Kind>;
  /** What a good body holds besides them. */
  body?: () => object;
  /** What has to be done to the action before. */
  prepare?: (tenant: Tenant, action: string) => PromiseLike<unknown>;
  /** Of a good answer; 200 unless it says otherwise. */
  good?: number;
}

const company = { 'path.company_id': 'company' } as const;
const action = { ...company, 'path.action_id': 'action' } as const;
const decided = { ...action, 'body.approved_by': 'contact' } as const;
const filtered = { ...company, 'query.invoice_id': 'invoice', 'query.customer_id': 'customer' } as const;
const several = { ...company, 'body.ids[]': 'action' } as const;
const severalDecided = { ...several, 'body.approved_by': 'contact' } as const;
const audited = { ...company, 'query.approved_by': 'contact' } as const;
const proposed = { ...company, 'body.customer_id': 'customer', 'body.invoice_id': 'invoice' } as const;
const manyProposed = {
  ...company,
  'body.recommendations[].customer_id': 'customer',
  'body.recommendations[].invoice_id': 'invoice',
} as const;

const recommendation = () => ({
  trigger_event: 'promise_broken',
  trigger_event_label: 'Promise broken',
  source: 'collections-agent',
  alternatives: [
    {
      action_type: 'call',
      recommendation: 'call_customer',
      recommendation_label: 'Call the customer',
      description: 'Ask what became of the promise.',
      action_required: true,
      is_recommended: true,
      urgency_score: 70,
    },
  ],
});

/** Every operation there is. A new one fails the first test until it has a row, and with the row come its tests. */
export const OPERATIONS: Record<string, Row> = {
  live: { scope: 'public', ids: {} },
  ready: { scope: 'public', ids: {} },
  listCompanies: { scope: 'read', ids: {} },
  listContacts: { scope: 'read', ids: company },
  listCustomers: { scope: 'read', ids: company },
  listInvoices: { scope: 'read', ids: company },
  getCustomer: { scope: 'read', ids: { ...company, 'path.customer_id': 'customer' } },
  getInvoice: { scope: 'read', ids: { ...company, 'path.invoice_id': 'invoice' } },
  getAging: { scope: 'read', ids: company },
  putLedger: {
    scope: 'ledger',
    ids: company,
    body: () => ({ customers: [{ external_id: 'C-1', name: 'Acme Supply' }] }),
  },
  listActions: { scope: 'read', ids: filtered },
  countActions: { scope: 'read', ids: company },
  getAction: { scope: 'read', ids: action },
  editAction: { scope: 'decide', ids: action, body: () => ({ urgency_score: 7 }) },
  deleteAction: { scope: 'decide', ids: action },
  restoreAction: {
    scope: 'decide',
    ids: action,
    prepare: ({ client }, id) => client.request('delete', `/actions/${id}`).expect(200),
  },
  approveAction: { scope: 'decide', ids: decided },
  rejectAction: { scope: 'decide', ids: decided },
  sendAction: { scope: 'decide', ids: action },
  cancelAction: { scope: 'decide', ids: decided },
  completeAction: { scope: 'decide', ids: action },
  bulkApproveActions: { scope: 'decide', ids: severalDecided },
  bulkRejectActions: { scope: 'decide', ids: severalDecided },
  bulkSendActions: { scope: 'decide', ids: several },
  bulkCancelActions: { scope: 'decide', ids: severalDecided },
  bulkCompleteActions: { scope: 'decide', ids: several },
  listActionLog: { scope: 'read', ids: action },
  listApprovalLog: {
    scope: 'read',
    ids: audited,
    prepare: ({ client, contact }, id) =>
      client.perform('approve', id, { approved_by: contact.id }).expect(200),
  },
  createRecommendation: { scope: 'propose', ids: proposed, body: recommendation, good: 201 },
  createRecommendations: {
    scope: 'propose',
    ids: manyProposed,
    body: () => ({ recommendations: [recommendation()] }),
  },
  runPolicy: { scope: 'propose', ids: company },
};

/** Puts an id into a body where it belongs: `ids[]` is a list of it alone, `lines[].id` a field of each line. */
export function put(body: Record<string, unknown>, place: string, id: string): void {
  const [list, field] = place.split(/\[\]\.?/) as [string, string?];
  if (field === undefined) body[list] = id;
  else if (field === '') body[list] = [id];
  else for (const item of body[list] as Record<string, unknown>[]) put(item, field, id);
}
