import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ofCompany } from '../../../database/sql/keys.js';
import { lockName } from '../../../database/sql/lock-name.js';
import { Transactions } from '../../../database/transactions.js';
import { LIMITS } from '../../../limits.js';
import { SYSTEM_ACTOR } from '../../../tenancy/caller.js';
import type { CompanyId } from '../../../tenancy/company-id.js';
import type { OpenDeliveryStatus } from '../../lifecycle/delivery.js';
import { NO_LEASE } from '../../lifecycle/delivery-rules.js';
import type { Reason } from '../../lifecycle/reasons.js';
import { isContactSql } from '../action-conditions.js';
import { ActionStore } from '../action-store.js';
import type { LockedActions } from '../locked-actions.js';
import { Delivery } from './delivery.entity.js';
import { DUE_AT, isOpenSql } from './delivery-sql.js';

/** An attempt of the built-in sender. */
export interface Attempt {
  /** Proves the lease to `finish()`. */
  leaseToken: string;
  leaseUntil: Date;
  /** Its number, from 1. */
  number: number;
}

/** The result of an attempt. An error is one sentence without personal data; that of a sent e-mail says who did not get it. */
export type AttemptResult = (
  | { status: 'sent'; externalId: string; error: string | null }
  | { status: 'failed' | 'unknown'; error: string }
  /** To be tried again, not before a time. Without an error nothing was tried, and the log gets no entry. */
  | { status: 'waiting'; notBefore: Date | null; error: string | null }
) & {
  /** Whether the mail server refused a recipient for good. */
  isBounced?: boolean;
};

/** How many deliveries have which status; `due` are the waiting ones that may be sent now. */
export interface Backlog {
  counts: Record<OpenDeliveryStatus | 'due', number>;
  /** 0 if none is due. */
  oldestDueSeconds: number;
}

/**
 * While another e-mail is being sent, the customer is not free until that attempt has ended; it may fail. If its worker has died, it may
 * have been sent: the customer is not free until a worker has stored what became of it.
 */
const FREE_AT = `
  SELECT max(free_at) AS "freeAt" FROM (
    SELECT max(history_at) + $4 * interval '1 day' AS free_at FROM action o
    WHERE o.company_id = $1 AND o.customer_id = $2 AND o.id <> $3
      AND ${isContactSql('o')} AND action_type = 'email' AND status = 'completed'
    UNION ALL
    SELECT max(CASE status WHEN 'sending' THEN greatest(lease_until, $5::timestamptz + interval '5 seconds')
      ELSE updated_at + $4 * interval '1 day' END) FROM delivery d
    WHERE d.company_id = $1 AND d.customer_id = $2 AND d.action_id <> $3 AND d.way = 'built_in' AND d.status IN ('sending', 'unknown')
  ) f`;

const BACKLOG = `
  SELECT json_build_object(${['waiting', 'sending', 'failed', 'unknown']
    .map((status) => `'${status}', count(*) FILTER (WHERE status = '${status}')`)
    .join(', ')}, 'due', count(*) FILTER (WHERE is_due)) AS counts,
    coalesce(extract(epoch FROM now() - min(due_at) FILTER (WHERE is_due)), 0)::float AS "oldestDueSeconds"
  FROM (
    SELECT status, ${DUE_AT} AS due_at, status = 'waiting' AND ${DUE_AT} <= now() AS is_due
    FROM delivery d WHERE d.way = 'built_in' AND ${isOpenSql('d')}) open`;

/**
 * The deliveries of the built-in sender. Every method locks the action first, joins an open transaction, and returns null or false if
 * the delivery is not the sender's any more.
 */
@Injectable()
export class DeliveryStore {
  constructor(
    private readonly actions: ActionStore,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Locks an approved action until the open transaction ends, and reads its delivery.
   * @returns null if the action is not approved, or was ended
   */
  lock(company: CompanyId, actionId: string): Promise<Delivery | null> {
    return this.transactions.run(async (manager) => {
      const isOpen = await this.update(
        company,
        actionId,
        (locked) => locked.get(actionId).status === 'processing',
      );
      return isOpen ? manager.findOneBy(Delivery, { companyId: ofCompany(company), actionId }) : null;
    });
  }

  /** Starts an attempt on a waiting delivery. Until the lease ends, nobody else can decide about the action. */
  startAttempt(
    company: CompanyId,
    actionId: string,
    worker: string,
    leaseSeconds: number,
  ): Promise<Attempt | null> {
    return this.update(company, actionId, (locked) => {
      const delivery = locked.delivery(actionId);
      if (locked.get(actionId).status !== 'processing' || delivery?.way !== 'built_in') return null;
      if (delivery.status !== 'waiting' || locked.cancelIfReasonGone(actionId)) return null;
      const leaseToken = randomUUID();
      const leaseUntil = new Date(locked.now.getTime() + leaseSeconds * 1_000);
      const number = delivery.attempts + 1;
      locked.changeDelivery(actionId, {
        status: 'sending',
        attempts: number,
        leaseHolder: worker,
        leaseToken,
        leaseUntil,
      });
      return { leaseToken, leaseUntil, number };
    });
  }

  /**
   * Stores the result of an attempt, with the log entry. If the reason of the action went meanwhile, an action that was not sent is
   * cancelled, unless it may have been sent.
   * @returns false if another attempt has begun, or the delivery is over
   */
  finish(company: CompanyId, actionId: string, leaseToken: string, result: AttemptResult): Promise<boolean> {
    return this.update(company, actionId, (locked) => {
      const delivery = locked.delivery(actionId);
      if (delivery?.status !== 'sending' || delivery.leaseToken !== leaseToken) return false;
      record(locked, actionId, result);
      return true;
    });
  }

  /**
   * Stores the result of an attempt whose lease has expired: its worker may have sent the e-mail.
   * @returns false if no attempt has expired
   */
  expire(company: CompanyId, actionId: string, result: AttemptResult): Promise<boolean> {
    return this.update(company, actionId, (locked) => {
      const delivery = locked.delivery(actionId);
      if (delivery?.way !== 'built_in' || delivery.status !== 'sending') return false;
      if (locked.isInProgress(locked.get(actionId))) return false;
      record(locked, actionId, result);
      return true;
    });
  }

  /** Puts a waiting delivery off without an attempt, such as to the next delivery window. */
  putOff(company: CompanyId, actionId: string, notBefore: Date): Promise<boolean> {
    return this.update(company, actionId, (locked) => {
      const delivery = locked.delivery(actionId);
      if (delivery?.way !== 'built_in' || delivery.status !== 'waiting') return false;
      locked.changeDelivery(actionId, { notBefore });
      return true;
    });
  }

  /** Cancels an approved action whose e-mail must not be sent any more. */
  cancel(company: CompanyId, actionId: string, reason: Reason): Promise<void> {
    return this.update(company, actionId, (locked) =>
      locked.end([locked.get(actionId)], 'cancel', () => reason),
    );
  }

  /** Ends a waiting delivery as failed, without an attempt. */
  refuse(company: CompanyId, actionId: string, reason: Reason, error: string): Promise<void> {
    return this.update(company, actionId, (locked) => {
      locked.apply(actionId, 'fail', { reason }, SYSTEM_ACTOR);
      locked.changeDelivery(actionId, { status: 'failed', lastError: error, notBefore: null });
    });
  }

  /**
   * When the customer may get another e-mail, at the earliest. From here on until the transaction ends, e-mails to the customer wait for
   * each other, so that two of them do not find the same gap.
   */
  async customerFreeAt(
    company: CompanyId,
    { id, customerId }: { id: string; customerId: string },
    intervalDays: number,
    now: Date,
  ): Promise<Date | null> {
    const { manager } = this.transactions;
    await lockName(manager, `delivery:${customerId}`);
    const [{ freeAt }] = await manager.query<[{ freeAt: Date | null }]>(FREE_AT, [
      company,
      customerId,
      id,
      intervalDays,
      now,
    ]);
    return freeAt;
  }

  /** The open deliveries of the built-in sender in all companies. */
  async backlog(): Promise<Backlog> {
    const [backlog] = await this.transactions.manager.query<[Backlog]>(BACKLOG);
    return backlog;
  }

  /** @throws DomainError not_found */
  private update<T>(company: CompanyId, actionId: string, work: (locked: LockedActions) => T): Promise<T> {
    return this.actions.update(company, [actionId], work);
  }
}

const shortened = (error: string | null): string | null =>
  error?.slice(0, LIMITS.deliveryError).toWellFormed() ?? null;

function record(locked: LockedActions, id: string, result: AttemptResult): void {
  const { isBounced } = result;
  if (result.status === 'sent') {
    // Ends the delivery too.
    locked.apply(id, 'deliver', { external_id: result.externalId, isBounced }, SYSTEM_ACTOR);
    return locked.changeDelivery(id, { ...NO_LEASE, lastError: shortened(result.error), notBefore: null });
  }
  const lastError = shortened(result.error);
  if (result.status !== 'waiting') {
    locked.apply(id, 'fail', { reason: `delivery_${result.status}`, isBounced }, SYSTEM_ACTOR);
    locked.changeDelivery(id, { ...NO_LEASE, status: result.status, lastError });
    if (result.status === 'unknown') return;
  } else {
    if (lastError !== null)
      locked.apply(id, 'defer', { reason: 'delivery_deferred', isBounced }, SYSTEM_ACTOR);
    const { notBefore } = result;
    locked.changeDelivery(id, {
      ...NO_LEASE,
      status: 'waiting',
      notBefore,
      ...(lastError !== null && { lastError }),
    });
  }
  locked.cancelIfReasonGone(id);
}
