import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { type ConnectionLimits, WORK_LIMITS } from './connection/connection-limits.js';
import { InitialSchema1764000000000 } from './migrations/1764000000000-initial-schema.js';
import { ProposalsAndReceivables1764150000000 } from './migrations/1764150000000-proposals-and-receivables.js';
import { ActionsCancelledAt1764300000000 } from './migrations/1764300000000-actions-cancelled-at.js';
import { InboxAndListIndexes1764400000000 } from './migrations/1764400000000-inbox-and-list-indexes.js';
import { InvoiceKeysAndBalances1764600000000 } from './migrations/1764600000000-invoice-keys-and-balances.js';
import { SettingsAndRecommendationLists1764610000000 } from './migrations/1764610000000-settings-and-recommendation-lists.js';
import { TextNormalizationAndFolding1764620000000 } from './migrations/1764620000000-text-normalization-and-folding.js';
import { RecommendedActionsAndTrail1764700000000 } from './migrations/1764700000000-recommended-actions-and-trail.js';
import { UncompressedJson1764810000000 } from './migrations/1764810000000-uncompressed-json.js';
import { DigestsAndCheckpoints1764840000000 } from './migrations/1764840000000-digests-and-checkpoints.js';
import { EditedDrafts1764850000000 } from './migrations/1764850000000-edited-drafts.js';
import { CustomerContacts1765000000000 } from './migrations/1765000000000-customer-contacts.js';
import { RecipientsAndApprovedMessages1765010000000 } from './migrations/1765010000000-recipients-and-approved-messages.js';
import { Holds1765100000000 } from './migrations/1765100000000-holds.js';
import { Deliveries1765200000000 } from './migrations/1765200000000-deliveries.js';
import { Suppressions1765300000000 } from './migrations/1765300000000-suppressions.js';
import { DueDeliveries1765310000000 } from './migrations/1765310000000-due-deliveries.js';
import { IdempotencyUsage1765400000000 } from './migrations/1765400000000-idempotency-usage.js';
import { Events1765410000000 } from './migrations/1765410000000-events.js';
import { OverdueEvents1765420000000 } from './migrations/1765420000000-overdue-events.js';
import { PassedHolds1765430000000 } from './migrations/1765430000000-passed-holds.js';
import { Webhooks1765440000000 } from './migrations/1765440000000-webhooks.js';
import { ContactAccess1765500000000 } from './migrations/1765500000000-contact-access.js';
import { ProvenApprovers1765500100000 } from './migrations/1765500100000-proven-approvers.js';
import { Login1765510000000 } from './migrations/1765510000000-login.js';
import { AssignedActions1765520000000 } from './migrations/1765520000000-assigned-actions.js';
import { AnnouncedAccessChanges1765600000000 } from './migrations/1765600000000-announced-access-changes.js';
import { ActionTally1765620000000 } from './migrations/1765620000000-action-tally.js';
import { ActionSearch1765630000000 } from './migrations/1765630000000-action-search.js';
import { PolicyRuns1765660000000 } from './migrations/1765660000000-policy-runs.js';
import { PostgresNamingStrategy } from './naming-strategy.js';
import { FAIR_DRIVER } from './pool/fair-pool.js';

export interface DatabaseSettings {
  /** A postgres:// URL. */
  url: string;
  /** Connections that this process may hold at once; to the read replica as many again. */
  poolSize: number;
  /** A postgres:// URL of a read replica (see Replica). */
  readUrl?: string;
  /** Timeouts; by default those of migrations and the command line. */
  limits?: ConnectionLimits;
}

/** Without entities, which migrations do not need; the application adds them (see schema.ts). */
export const dataSourceOptions = ({
  url,
  poolSize,
  limits = WORK_LIMITS,
}: DatabaseSettings): PostgresDataSourceOptions => ({
  type: 'postgres',
  driver: FAIR_DRIVER,
  url,
  poolSize,
  // Statements do not wait for each other's responses (see connection/send.ts).
  extra: { ...limits, pipeline: true },
  applicationName: 'daybook',
  uuidExtension: 'pgcrypto',
  installExtensions: false,
  namingStrategy: new PostgresNamingStrategy(),
  migrations: [
    InitialSchema1764000000000,
    ProposalsAndReceivables1764150000000,
    ActionsCancelledAt1764300000000,
    InboxAndListIndexes1764400000000,
    InvoiceKeysAndBalances1764600000000,
    SettingsAndRecommendationLists1764610000000,
    TextNormalizationAndFolding1764620000000,
    RecommendedActionsAndTrail1764700000000,
    UncompressedJson1764810000000,
    DigestsAndCheckpoints1764840000000,
    EditedDrafts1764850000000,
    CustomerContacts1765000000000,
    RecipientsAndApprovedMessages1765010000000,
    Holds1765100000000,
    Deliveries1765200000000,
    Suppressions1765300000000,
    DueDeliveries1765310000000,
    IdempotencyUsage1765400000000,
    Events1765410000000,
    OverdueEvents1765420000000,
    PassedHolds1765430000000,
    Webhooks1765440000000,
    ContactAccess1765500000000,
    ProvenApprovers1765500100000,
    Login1765510000000,
    AssignedActions1765520000000,
    AnnouncedAccessChanges1765600000000,
    ActionTally1765620000000,
    ActionSearch1765630000000,
    PolicyRuns1765660000000,
  ],
  migrationsTransactionMode: 'each',
});
