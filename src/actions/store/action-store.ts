import { Injectable } from '@nestjs/common';
import { failpoint } from '../../database/failpoints.js';
import { assignmentsOf, CHANGE } from '../../database/sql/changes.js';
import { chunks, ROWS_PER_STATEMENT } from '../../database/sql/chunks.js';
import { insertRows } from '../../database/sql/insert-rows.js';
import { anyOf, IS_OF_COMPANY } from '../../database/sql/keys.js';
import { Transactions } from '../../database/transactions.js';
import { SettingsService } from '../../settings/settings.service.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { Clock } from '../../time/clock.js';
import { ActionEvents } from '../events/action-events.js';
import { deliveriesOf, type DeliveryOfAction, DeliveryRows } from './deliveries/delivery-rows.js';
import { LOCK_ACTIONS, LOCK_ALTERNATIVES, type LockedAction } from './locked-action.js';
import { LockedActions } from './locked-actions.js';
import type { StoredChange } from './stored-change.js';

/** The columns that a change may set, with their types in the database. */
const COLUMN_TYPES: Record<Exclude<keyof StoredChange, 'finalContent'>, string> = {
  status: 'text',
  version: 'integer',
  logHead: 'text',
  touched: 'boolean',
  editedAt: 'timestamptz',
  editedBy: 'text',
  deletedAt: 'timestamptz',
  updatedAt: 'timestamptz',
  executedAt: 'timestamptz',
  channelId: 'text',
  externalId: 'text',
  responseDeadline: 'timestamptz',
  subject: 'text',
  content: 'text',
  scheduledFor: 'timestamptz',
  urgencyScore: 'smallint',
  toRecipients: 'jsonb',
  ccRecipients: 'jsonb',
  assignedTo: 'uuid',
  finalSubject: 'text',
  approvedSha256: 'text',
  draftedBalance: 'numeric',
  draftedCurrency: 'text',
  draftedDueOn: 'date',
  draftedCustomerName: 'text',
  isRecommended: 'boolean',
};
const FINAL_CONTENT: keyof StoredChange = 'finalContent';

/** The final content is in the metadata. */
const METADATA = `
  CASE WHEN ${CHANGE} ? '${FINAL_CONTENT}'
  THEN a.metadata || jsonb_build_object('final_content', ${CHANGE} -> '${FINAL_CONTENT}') ELSE a.metadata END`;

const UPDATE = `
  UPDATE action a SET ${assignmentsOf('a', 'id', COLUMN_TYPES, { metadata: METADATA })}
  WHERE a.${IS_OF_COMPANY} AND a.id = ${anyOf('$2')}`;

type Decide<T, Read> = (locked: LockedActions, read: Read) => T | Promise<T>;

/** What is read with the actions. Their statements must be sent at once, so that they share the round trips of the store's own. */
interface Reads<Read> {
  /** The actions of which the drafts are read (see LockedAction). */
  edited?: readonly string[];
  /** Reads what `decide` needs besides; begins before the actions are locked. */
  before?: () => Promise<Read>;
  /** Reads the actions as they are stored. */
  after?: () => Promise<unknown>;
}

/** The only writer of existing actions: stores their changes, deliveries, log entries and events together or not at all. */
@Injectable()
export class ActionStore {
  constructor(
    private readonly transactions: Transactions,
    private readonly deliveries: DeliveryRows,
    private readonly settings: SettingsService,
    private readonly clock: Clock,
    private readonly events: ActionEvents,
  ) {}

  /**
   * Locks actions, lets `decide` apply transitions to them, and stores the result, all in one transaction. Unknown ids are
   * left out. Rows are locked in id order to prevent deadlocks.
   */
  update<T, Read = undefined>(
    company: CompanyId,
    ids: readonly string[],
    decide: Decide<T, Read>,
    reads: Reads<Read> = {},
  ): Promise<T> {
    return this.change(company, LOCK_ACTIONS, ids.toSorted(), decide, reads);
  }

  /**
   * Like `update()`, but locks the other alternatives of the same recommendations too, which a decision may change.
   * @param ids at most LIMITS.bulkActions
   */
  updateAlternatives<T, Read = undefined>(
    company: CompanyId,
    ids: readonly string[],
    decide: Decide<T, Read>,
    reads: Reads<Read> = {},
  ): Promise<T> {
    return this.change(company, LOCK_ALTERNATIVES, ids, decide, reads);
  }

  private change<T, Read>(
    company: CompanyId,
    lock: string,
    ids: readonly string[],
    decide: Decide<T, Read>,
    { edited = [], before, after }: Reads<Read>,
  ): Promise<T> {
    return this.transactions.run(async (manager) => {
      const actions: LockedAction[] = [];
      const deliveries: DeliveryOfAction[] = [];
      const lockChunk = async (chunk: readonly string[]) => {
        const values = [company, chunk, edited];
        const [locked, delivered] = await Promise.all([
          this.transactions.send<LockedAction>(lock, values),
          this.deliveries.of(company, chunk),
        ]);
        actions.push(...locked);
        deliveries.push(...delivered);
      };
      const chunked = [...chunks(ids)];
      const last = chunked.pop() ?? [];
      for (const chunk of chunked) await lockChunk(chunk);
      // Settings and time are read after locking, because waiting for the locks can take long.
      const [read, , settings, now] = await Promise.all([
        before?.() as Promise<Read>,
        lockChunk(last),
        this.settings.get(company),
        this.clock.databaseNow(manager),
      ]);
      const locked = new LockedActions(company, actions, deliveriesOf(actions, deliveries), settings, now);
      const result = await decide(locked, read);
      await this.save(company, locked, after);
      return result;
    });
  }

  /** The events and `after` show the actions as they are stored: their reads are sent after all writes. */
  private async save(
    company: CompanyId,
    locked: LockedActions,
    after?: Reads<unknown>['after'],
  ): Promise<void> {
    const { changes, deliveryChanges, entries, events, now } = locked;
    const writes = Promise.all([this.saveActions(company, locked), this.deliveries.save(company, locked)]);
    const isOneStatement = Math.max(changes.size, deliveryChanges.size, entries.length) <= ROWS_PER_STATEMENT;
    if (!isOneStatement) await writes;
    await Promise.all([writes, this.events.append(company, events, now), after?.()]);
  }

  private async saveActions(company: CompanyId, { changes, entries }: LockedActions): Promise<void> {
    failpoint('before-update');
    const updated = this.updateRows(company, [...changes]);
    failpoint('before-log');
    await Promise.all([updated, insertRows(this.transactions, 'approval_log', entries)]);
    failpoint('after-log');
  }

  private async updateRows(company: CompanyId, changes: [string, StoredChange][]): Promise<void> {
    for (const chunk of chunks(changes)) {
      const ids = chunk.map(([id]) => id);
      await this.transactions.send(UPDATE, [company, ids, JSON.stringify(Object.fromEntries(chunk))]);
    }
  }
}
