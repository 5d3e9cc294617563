import { Injectable } from '@nestjs/common';
import { selectIds } from '../database/sql/select-ids.js';
import { Transactions } from '../database/transactions.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { CompanySweep } from '../tenancy/company-sweep.js';
import { Clock } from '../time/clock.js';
import { isUndecidedSql } from './store/action-conditions.js';
import { ActionStore } from './store/action-store.js';

/** Limits how long a decision waits for the sweep's row locks, and keeps the statements below their timeout. */
const BATCH_SIZE = 500;

const expiredBy = (now: string) => `expires_at <= ${now} AND ${isUndecidedSql('action')}`;
const dueBy = (now: string) => `status = 'scheduled' AND scheduled_for <= ${now} AND deleted_at IS NULL`;
const goneBy = (now: string) =>
  `status = 'sending' AND reason_gone IS NOT NULL AND way = 'external' AND lease_until <= ${now}`;
const BATCH = `
  SELECT id FROM action WHERE company_id = $1 AND id > $3 AND ${expiredBy('$2')}
  UNION SELECT id FROM action WHERE company_id = $1 AND id > $3 AND ${dueBy('$2')}
  UNION SELECT action_id FROM delivery WHERE company_id = $1 AND action_id > $3 AND ${goneBy('$2')}
  ORDER BY id LIMIT ${BATCH_SIZE}`;
const BEFORE_ALL_IDS = '00000000-0000-0000-0000-000000000000';
const COMPANIES = `
  SELECT company_id AS id FROM action WHERE ${expiredBy('$1')}
  UNION SELECT company_id FROM action WHERE ${dueBy('$1')}
  UNION SELECT company_id FROM delivery WHERE ${goneBy('$1')}`;

/**
 * Cancels expired actions, and approved ones whose reason went while a worker had them that let its lease expire; returns scheduled
 * actions to `proposed` at their scheduled time.
 */
@Injectable()
export class ActionsSweep {
  constructor(
    private readonly actions: ActionStore,
    private readonly transactions: Transactions,
    private readonly companies: CompanySweep,
    private readonly clock: Clock,
  ) {}

  /**
   * Sweeps all companies. Several processes may sweep at the same time: each action is checked again once it is locked.
   */
  async run(): Promise<void> {
    // The database decides what has expired. With the clock of this process, a sweep would select what it must not change.
    const now = await this.clock.databaseNow(this.transactions.manager);
    const ids = await selectIds(this.transactions.manager, COMPANIES, [now]);
    await this.companies.each(ids, (company) => this.sweep(company, now));
  }

  /**
   * Sweeps the actions of one company that have expired or are due at `now`. Each is selected once: if the database's clock is set
   * back meanwhile, those that have not expired any more are left to a later run.
   */
  async sweep(company: CompanyId, now: Date): Promise<void> {
    let ids: string[];
    let last = BEFORE_ALL_IDS;
    do {
      ids = await selectIds(this.transactions.manager, BATCH, [company, now, last]);
      await this.actions.update(company, ids, (locked) => locked.sweep());
      last = ids.at(-1) ?? last;
    } while (ids.length === BATCH_SIZE);
  }
}
