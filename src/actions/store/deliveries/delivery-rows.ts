import { Injectable } from '@nestjs/common';
import { Config, deliveryModeOf } from '../../../config/config.js';
import { assignmentsOf } from '../../../database/sql/changes.js';
import { chunks } from '../../../database/sql/chunks.js';
import { insertRows } from '../../../database/sql/insert-rows.js';
import { anyOf, IS_OF_COMPANY } from '../../../database/sql/keys.js';
import { Transactions } from '../../../database/transactions.js';
import { SettingsService } from '../../../settings/settings.service.js';
import type { CompanyId } from '../../../tenancy/company-id.js';
import { type DeliveryChange, type DeliveryState, newDelivery } from '../../lifecycle/delivery.js';
import { isUndecided } from '../../lifecycle/refusals.js';
import type { LockedAction } from '../locked-action.js';
import type { LockedActions } from '../locked-actions.js';
import { selectList } from '../select-list.js';
import { DeliveryJobs } from './delivery-jobs.js';

const STATE = [
  'way',
  'status',
  'attempts',
  'leaseHolder',
  'leaseTokenId',
  'leaseToken',
  'leaseUntil',
  'reasonGone',
] as const satisfies (keyof DeliveryState)[];

const OF_ACTIONS = `
  SELECT action_id AS "actionId", ${selectList('d', STATE)} FROM delivery d
  WHERE d.${IS_OF_COMPANY} AND d.action_id = ${anyOf('$2')}`;

const COLUMN_TYPES: Record<keyof DeliveryChange, string> = {
  status: 'text',
  attempts: 'integer',
  lastError: 'text',
  notBefore: 'timestamptz',
  leaseHolder: 'text',
  leaseTokenId: 'uuid',
  leaseToken: 'uuid',
  leaseUntil: 'timestamptz',
  reasonGone: 'text',
  updatedAt: 'timestamptz',
  sentAt: 'timestamptz',
};
const UPDATE = `
  UPDATE delivery d SET ${assignmentsOf('d', 'action_id', COLUMN_TYPES)}
  WHERE d.${IS_OF_COMPANY} AND d.action_id = ${anyOf('$2')}`;

/** Reads and writes the deliveries of actions that the open transaction has locked: the lock of an action covers its delivery. */
@Injectable()
export class DeliveryRows {
  constructor(
    private readonly transactions: Transactions,
    private readonly settings: SettingsService,
    private readonly jobs: DeliveryJobs,
    private readonly config: Config,
  ) {}

  /**
   * The deliveries of locked actions, by action id. A statement of its own: joined to the one that waits for the locks, it would read
   * deliveries as they were before the wait.
   */
  async of(company: CompanyId, actions: readonly LockedAction[]): Promise<Map<string, DeliveryState>> {
    const approved = actions
      .filter((action) => !action.deletedAt && !isUndecided(action))
      .map(({ id }) => id);
    const deliveries = new Map<string, DeliveryState>();
    for (const chunk of chunks(approved)) {
      type Row = DeliveryState & { actionId: string };
      const rows = await this.transactions.manager.query<Row[]>(OF_ACTIONS, [company, chunk]);
      for (const { actionId, ...delivery } of rows) deliveries.set(actionId, delivery);
    }
    return deliveries;
  }

  /** Stores the deliveries of actions that were approved, with the jobs of the built-in sender, and the changes of the others. */
  async save(company: CompanyId, { approved, deliveryChanges, now }: LockedActions): Promise<void> {
    const { manager } = this.transactions;
    if (approved.length > 0) {
      const settings = await this.settings.get(company);
      const installation = {
        sends: deliveryModeOf(this.config) !== 'external',
        fromEmail: this.config.SMTP_FROM ?? null,
      };
      const created = approved.map((action) => newDelivery(company, action, settings, installation, now));
      const toSend = created.filter(({ way }) => way === 'built_in').map(({ actionId }) => actionId);
      await this.jobs.add(company, toSend);
      await insertRows(manager, 'delivery', created);
    }
    for (const chunk of chunks<[string, DeliveryChange]>([...deliveryChanges])) {
      const ids = chunk.map(([id]) => id);
      await manager.query(UPDATE, [company, ids, JSON.stringify(Object.fromEntries(chunk))]);
    }
  }
}
