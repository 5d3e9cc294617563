import type { Action } from '../../src/actions/store/action.entity.js';
import { cursorAt } from '../../src/events/cursor.js';
import type { Scope } from '../../src/tenancy/scopes.js';
import type { Tenant } from '../support/tenant.js';
import {
  hold,
  aReceivable,
  held,
  anActionWithEvent,
  aSuppression,
  anEndpoint,
  aWebhookDelivery,
  aPolicyRun,
} from './records.js';
import { SESSION_OPERATIONS } from './session-rows.js';

export type Kind =
  | 'company'
  | 'action'
  | 'invoice'
  | 'customer'
  | 'contact'
  | 'recommendation'
  | 'suppression'
  | 'endpoint'
  | 'webhookDelivery'
  | 'policyRun';

/** How to call an operation for one company. */
export interface Row {
  /** `session` for an operation on the session of a person, which takes no token. */
  scope: Scope | 'public' | 'session';
  /** The kind of each id that it takes, by its place in the request. */
  ids: Record<string, Kind>;
  /** The other fields of a valid body. */
  body?: () => object;
  /** The action for the operation, if an undecided one does not do. */
  action?: Partial<Action>;
  /** Prepares the action for the operation, which is called with the token. */
  prepare?: (tenant: Tenant, action: string, token: string) => PromiseLike<unknown>;
  /** Creates records for the operation alone, where the next operation could not use the shared ones any more. */
  records?: (tenant: Tenant) => Promise<Partial<Record<Kind, string>>>;
  /** Other parameters of the query. */
  query?: Record<string, string>;
  /** The status of a success; 200 by default. */
  successStatus?: number;
  /** The status of an operation that requires no token; 200 by default. */
  publicStatus?: number;
}

/** Its delivery is external, and waits. */
const APPROVED = { status: 'processing' } as const;

const company = { 'path.company_id': 'company' } as const;
const action = { ...company, 'path.action_id': 'action' } as const;
const onCustomer = { ...company, 'path.customer_id': 'customer' } as const;
const onInvoice = { ...company, 'path.invoice_id': 'invoice' } as const;
const decision = { ...action, 'body.approved_by': 'contact' } as const;
const listFilters = { ...company, 'query.invoice_id': 'invoice', 'query.customer_id': 'customer' } as const;
const bulk = { ...company, 'body.ids[]': 'action' } as const;
const bulkDecision = { ...bulk, 'body.approved_by': 'contact' } as const;
const eventFilters = { ...company, 'query.action_id': 'action' } as const;
const auditFilters = { ...company, 'query.approved_by': 'contact' } as const;
const endpoint = { ...company, 'path.endpoint_id': 'endpoint' } as const;
const recommended = { ...company, 'body.customer_id': 'customer', 'body.invoice_id': 'invoice' } as const;
const recommendedBatch = {
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

/** Every operation of the API, copied by hand. The first test fails for a new operation that is missing here. */
export const OPERATIONS: Record<string, Row> = {
  live: { scope: 'public', ids: {} },
  ready: { scope: 'public', ids: {} },
  ...SESSION_OPERATIONS,
  listCompanies: { scope: 'read', ids: {} },
  getSettings: { scope: 'read', ids: company },
  updateSettings: {
    scope: 'admin',
    ids: company,
    body: () => ({ minimum_balances: { EUR: '5.00' } }),
  },
  listContacts: { scope: 'read', ids: company },
  updateContact: {
    scope: 'admin',
    ids: { ...company, 'path.contact_id': 'contact' },
    body: () => ({ access_role: 'decider' }),
  },
  listCustomers: { scope: 'read', ids: company },
  listInvoices: { scope: 'read', ids: { ...company, 'query.customer_id': 'customer' } },
  getCustomer: { scope: 'read', ids: onCustomer },
  getCustomerSummary: { scope: 'read', ids: onCustomer },
  getInvoice: { scope: 'read', ids: onInvoice },
  holdCustomer: { scope: 'decide', ids: onCustomer, body: hold, records: aReceivable },
  endCustomerHold: { scope: 'decide', ids: onCustomer, records: (tenant) => held(tenant, 'customer') },
  holdInvoice: { scope: 'decide', ids: onInvoice, body: hold, records: aReceivable },
  endInvoiceHold: { scope: 'decide', ids: onInvoice, records: (tenant) => held(tenant, 'invoice') },
  getAging: { scope: 'read', ids: company },
  getFigures: { scope: 'read', ids: company },
  putLedger: {
    scope: 'ledger',
    ids: company,
    body: () => ({ customers: [{ external_id: 'C-1', name: 'Acme Supply' }] }),
  },
  listActions: { scope: 'read', ids: { ...listFilters, 'query.assigned_to': 'contact' } },
  countActions: { scope: 'read', ids: company },
  getAction: { scope: 'read', ids: action },
  editAction: {
    scope: 'decide',
    ids: { ...action, 'body.assigned_to': 'contact' },
    body: () => ({ urgency_score: 7 }),
  },
  deleteAction: { scope: 'decide', ids: action },
  restoreAction: {
    scope: 'decide',
    ids: action,
    prepare: ({ client }, id) => client.request('delete', `/actions/${id}`).expect(200),
  },
  approveAction: { scope: 'decide', ids: decision },
  rejectAction: { scope: 'decide', ids: decision },
  sendAction: { scope: 'decide', ids: action },
  cancelAction: { scope: 'decide', ids: decision },
  completeAction: { scope: 'decide', ids: action },
  claimAction: { scope: 'deliver', ids: action, action: APPROVED },
  releaseAction: {
    scope: 'deliver',
    ids: action,
    body: () => ({ reason: 'The line was busy.' }),
    action: APPROVED,
    prepare: ({ client }, id, token) => client.as(token).request('post', `/actions/${id}/claim`).expect(200),
  },
  retryAction: {
    scope: 'decide',
    ids: action,
    action: APPROVED,
    prepare: ({ make }, id) => make.changeDelivery(id, { way: 'built_in', status: 'failed' }),
  },
  bulkApproveActions: { scope: 'decide', ids: bulkDecision },
  bulkRejectActions: { scope: 'decide', ids: bulkDecision },
  bulkSendActions: { scope: 'decide', ids: bulk },
  bulkCancelActions: { scope: 'decide', ids: bulkDecision },
  bulkCompleteActions: { scope: 'decide', ids: bulk },
  listActionLog: { scope: 'read', ids: action },
  listApprovalLog: {
    scope: 'read',
    ids: auditFilters,
    prepare: ({ client, contact }, id) =>
      client.perform('approve', id, { approved_by: contact.id }).expect(200),
  },
  listRecommendations: { scope: 'read', ids: listFilters },
  getRecommendation: { scope: 'read', ids: { ...company, 'path.recommendation_id': 'recommendation' } },
  createRecommendation: { scope: 'propose', ids: recommended, body: recommendation, successStatus: 201 },
  createRecommendations: {
    scope: 'propose',
    ids: recommendedBatch,
    body: () => ({ recommendations: [recommendation()] }),
  },
  listEvents: { scope: 'read', ids: eventFilters, records: anActionWithEvent },
  // From the oldest event on.
  streamEvents: {
    scope: 'read',
    ids: eventFilters,
    query: { after: cursorAt(0) },
    records: anActionWithEvent,
  },
  listSuppressions: { scope: 'read', ids: company },
  addSuppression: { scope: 'decide', ids: company, body: () => ({ email: 'left@acme.example' }) },
  removeSuppression: {
    scope: 'decide',
    ids: { ...company, 'path.suppression_id': 'suppression' },
    records: aSuppression,
  },
  listWebhookEndpoints: { scope: 'admin', ids: company },
  createWebhookEndpoint: {
    scope: 'admin',
    ids: company,
    body: () => ({ url: 'https://hooks.acme.example/daybook' }),
    successStatus: 201,
  },
  getWebhookEndpoint: { scope: 'admin', ids: endpoint, records: anEndpoint },
  updateWebhookEndpoint: {
    scope: 'admin',
    ids: endpoint,
    body: () => ({ description: 'The desk' }),
    records: anEndpoint,
  },
  deleteWebhookEndpoint: { scope: 'admin', ids: endpoint, records: anEndpoint },
  rotateWebhookSecret: { scope: 'admin', ids: endpoint, records: anEndpoint },
  testWebhookEndpoint: { scope: 'admin', ids: endpoint, records: anEndpoint },
  listWebhookDeliveries: { scope: 'admin', ids: endpoint, records: anEndpoint },
  resendWebhookEvents: {
    scope: 'admin',
    ids: endpoint,
    body: () => ({ since: '2026-11-23T09:00:00Z' }),
    records: anEndpoint,
  },
  resendWebhookDelivery: {
    scope: 'admin',
    ids: { ...endpoint, 'path.delivery_id': 'webhookDelivery' },
    records: aWebhookDelivery,
  },
  runPolicy: { scope: 'propose', ids: company },
  listPolicyRuns: { scope: 'read', ids: company },
  getPolicyRun: { scope: 'read', ids: { ...company, 'path.run_id': 'policyRun' }, records: aPolicyRun },
};
