import type { DataSourceOptions } from 'typeorm';
import { Action } from '../actions/store/action.entity.js';
import { ApprovalLog } from '../actions/store/approval-log.entity.js';
import { Recommendation } from '../actions/store/recommendation.entity.js';
import { CompanyContact } from '../ledger/company-contact.entity.js';
import { Customer } from '../ledger/customer.entity.js';
import { Invoice } from '../ledger/invoice.entity.js';
import { IdempotencyKey } from '../operations/idempotency-key.entity.js';
import { ApiToken } from '../tenancy/api-token.entity.js';
import { Company } from '../tenancy/company.entity.js';
import { type ConnectionLimits, WORK_LIMITS } from './connection/connection-limits.js';
import { InitialSchema1764000000000 } from './migrations/1764000000000-initial-schema.js';
import { ProposalsAndReceivables1764150000000 } from './migrations/1764150000000-proposals-and-receivables.js';
import { PostgresNamingStrategy } from './naming-strategy.js';

export interface DatabaseSettings {
  /** A postgres:// URL. */
  url: string;
  /** Connections that this process may hold at once. */
  poolSize: number;
  /** How long to wait for it; what is not asked by a request has time. */
  limits?: ConnectionLimits;
}

export const dataSourceOptions = ({
  url,
  poolSize,
  limits = WORK_LIMITS,
}: DatabaseSettings): DataSourceOptions => ({
  type: 'postgres',
  url,
  poolSize,
  extra: limits,
  applicationName: 'daybook',
  uuidExtension: 'pgcrypto',
  installExtensions: false,
  namingStrategy: new PostgresNamingStrategy(),
  entities: [
    Company,
    ApiToken,
    Customer,
    CompanyContact,
    Invoice,
    Recommendation,
    Action,
    ApprovalLog,
    IdempotencyKey,
  ],
  migrations: [InitialSchema1764000000000, ProposalsAndReceivables1764150000000],
  migrationsTransactionMode: 'each',
});
