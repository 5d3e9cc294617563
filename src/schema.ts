import { Action } from './actions/store/action.entity.js';
import { ActionSearch } from './actions/store/action-search.entity.js';
import { ActionTally } from './actions/store/action-tally.entity.js';
import { ApprovalLog } from './actions/store/log/approval-log.entity.js';
import { Delivery } from './actions/store/deliveries/delivery.entity.js';
import { Recommendation } from './actions/store/recommendation.entity.js';
import { AuditCheckpoint } from './audit/checkpoints/audit-checkpoint.entity.js';
import { Suppression } from './delivery/suppressions/suppression.entity.js';
import { Event } from './events/event.entity.js';
import { EventHead } from './events/event-head.entity.js';
import { WebhookDelivery } from './events/webhooks/deliveries/webhook-delivery.entity.js';
import { WebhookEndpoint } from './events/webhooks/endpoints/webhook-endpoint.entity.js';
import { Customer } from './ledger/customers/customer.entity.js';
import { CustomerContact } from './ledger/customers/customer-contact.entity.js';
import { Hold } from './ledger/holds/hold.entity.js';
import { Invoice } from './ledger/invoice.entity.js';
import { InvoiceBalance } from './ledger/invoice-balance.entity.js';
import { LoginLink } from './login/links/login-link.entity.js';
import { LoginIdentity } from './login/oidc/login-identity.entity.js';
import { IdempotencyKey } from './operations/idempotency-key.entity.js';
import { IdempotencyUsage } from './operations/idempotency-usage.entity.js';
import { CompanySettings } from './settings/company-settings.entity.js';
import { PolicyRun } from './recommendations/runs/policy-run.entity.js';
import { ApiToken } from './tenancy/api-token.entity.js';
import { Company } from './tenancy/company.entity.js';
import { LoginSession } from './tenancy/sessions/login-session.entity.js';
import { CompanyContact } from './tenancy/contacts/company-contact.entity.js';

/** All entities. The migrations create their tables; the drift check compares the two. */
export const ENTITIES = [
  Company,
  ApiToken,
  Customer,
  CustomerContact,
  CompanyContact,
  Invoice,
  CompanySettings,
  InvoiceBalance,
  Hold,
  Recommendation,
  Action,
  ActionSearch,
  ActionTally,
  ApprovalLog,
  Delivery,
  IdempotencyKey,
  IdempotencyUsage,
  PolicyRun,
  AuditCheckpoint,
  Suppression,
  Event,
  EventHead,
  WebhookEndpoint,
  WebhookDelivery,
  LoginSession,
  LoginLink,
  LoginIdentity,
];
