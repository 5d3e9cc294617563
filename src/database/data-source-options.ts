import type { DataSourceOptions } from 'typeorm';
import { Action } from '../actions/action.entity.js';
import { ApprovalLog } from '../actions/approval-log.entity.js';
import { Recommendation } from '../actions/recommendation.entity.js';
import { CompanyContact } from '../ledger/company-contact.entity.js';
import { Customer } from '../ledger/customer.entity.js';
import { Invoice } from '../ledger/invoice.entity.js';
import { IdempotencyKey } from '../idempotency/idempotency-key.entity.js';
import { ApiToken } from '../tenancy/api-token.entity.js';
import { Company } from '../tenancy/company.entity.js';
import { InitialSchema1764000000000 } from './migrations/1764000000000-initial-schema.js';
import { PostgresNamingStrategy } from './naming-strategy.js';

export interface DatabaseSettings {
  /** A postgres:// URL. */
  url: string;
  /** Connections that this process may hold at once. */
  poolSize: number;
}

export const dataSourceOptions = ({ url, poolSize }: DatabaseSettings): DataSourceOptions => ({
  type: 'postgres',
  url,
  poolSize,
  // Without it a caller waits for ever on an exhausted pool.
  connectTimeoutMS: 2_000,
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
  migrations: [InitialSchema1764000000000],
  migrationsTransactionMode: 'each',
});
