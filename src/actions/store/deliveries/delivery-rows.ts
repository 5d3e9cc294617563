import { Injectable } from '@nestjs/common';
import { Config, deliveryModeOf } from '../../../config/config.js';
import { assignmentsOf } from '../../../database/sql/changes.js';
import { chunks } from '../../../database/sql/chunks.js';
import { insertRows } from '../../../database/sql/insert-rows.js';
import { anyOf, IS_OF_COMPANY } from '../../../database/sql/keys.js';
import { Transactions } from '../../../database/transactions.js';
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

export type DeliveryOfAction = DeliveryState & { actionId: string };

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
    private readonly jobs: DeliveryJobs,
    private readonly config: Config,
  ) {}

  /**
   * The deliveries of actions that a statement locks which was sent before. A statement of its own: joined to the one that waits for the
   * locks, it would read deliveries as they were before the wait.
   */
  of(company: CompanyId, ids: readonly string[]): Promise<DeliveryOfAction[]> {
    return this.transactions.send<DeliveryOfAction>(OF_ACTIONS, [company, ids]);
  }

  /** Stores the deliveries of actions that were approved, with the jobs of the built-in sender, and the changes of the others. */
  async save(company: CompanyId, locked: LockedActions): Promise<void> {
    await Promise.all([this.insert(company, locked), this.update(company, [...locked.deliveryChanges])]);
  }

  private async insert(company: CompanyId, { approved, settings, now }: LockedActions): Promise<void> {
    if (approved.length === 0) return;
    const installation = {
      sends: deliveryModeOf(this.config) !== 'external',
      fromEmail: this.config.SMTP_FROM ?? null,
    };
    const created = approved.map((action) => newDelivery(company, action, settings, installation, now));
    const toSend = created.filter(({ way }) => way === 'built_in').map(({ actionId }) => actionId);
    await Promise.all([
      this.transactions.settleBeforeCommit(this.jobs.add(company, toSend)),
      insertRows(this.transactions, 'delivery', created),
    ]);
  }

  private async update(company: CompanyId, changes: [string, DeliveryChange][]): Promise<void> {
    for (const chunk of chunks(changes)) {
      const ids = chunk.map(([id]) => id);
      await this.transactions.send(UPDATE, [company, ids, JSON.stringify(Object.fromEntries(chunk))]);
    }
  }
}

/** By action id. The other alternatives of an action have none that matters: a decision changes only undecided ones. */
export function deliveriesOf(
  actions: readonly LockedAction[],
  deliveries: readonly DeliveryOfAction[],
): Map<string, DeliveryState> {
  const approved = new Set(
    actions.filter((action) => !action.deletedAt && !isUndecided(action)).map(({ id }) => id),
  );
  return new Map(
    deliveries
      .filter(({ actionId }) => approved.has(actionId))
      .map(({ actionId, ...delivery }) => [actionId, delivery]),
  );
}
