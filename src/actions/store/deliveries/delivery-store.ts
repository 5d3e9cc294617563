import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ofCompany } from '../../../database/sql/keys.js';
import { Transactions } from '../../../database/transactions.js';
import { LIMITS } from '../../../limits.js';
import type { CompanyId } from '../../../tenancy/company-id.js';
import { NO_LEASE } from '../../lifecycle/delivery-rules.js';
import { SYSTEM_ACTOR } from '../../lifecycle/transitions.js';
import { ActionStore } from '../action-store.js';
import type { LockedActions } from '../locked-actions.js';
import { Delivery } from './delivery.entity.js';

/** An attempt of the built-in sender. */
export interface Attempt {
  /** Proves the lease to `finish()`. */
  leaseToken: string;
  leaseUntil: Date;
  /** Its number, from 1. */
  number: number;
}

/** The result of an attempt. An error is one sentence without personal data. */
export type AttemptResult =
  | { status: 'sent'; externalId?: string }
  | { status: 'failed' | 'unknown'; error: string }
  /** To be tried again, not before a time. Without an error nothing was tried, and the log gets no entry. */
  | { status: 'waiting'; notBefore: Date | null; error: string | null };

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
   * Declares the outcome of an attempt unknown whose lease has expired: its worker may have sent the e-mail.
   * @returns false if no attempt has expired
   */
  expire(company: CompanyId, actionId: string, error: string): Promise<boolean> {
    return this.update(company, actionId, (locked) => {
      const delivery = locked.delivery(actionId);
      if (delivery?.way !== 'built_in' || delivery.status !== 'sending') return false;
      if (locked.isInProgress(locked.get(actionId))) return false;
      record(locked, actionId, { status: 'unknown', error });
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

  /** @throws DomainError not_found */
  private update<T>(company: CompanyId, actionId: string, work: (locked: LockedActions) => T): Promise<T> {
    return this.actions.update(company, [actionId], work);
  }
}

function record(locked: LockedActions, id: string, result: AttemptResult): void {
  if (result.status === 'sent') {
    // Ends the delivery too.
    locked.apply(id, 'deliver', { external_id: result.externalId }, SYSTEM_ACTOR);
    return locked.changeDelivery(id, { ...NO_LEASE, lastError: null, notBefore: null });
  }
  const lastError = result.error?.slice(0, LIMITS.deliveryError).toWellFormed() ?? null;
  if (result.status !== 'waiting') {
    locked.apply(id, 'fail', { reason: `delivery_${result.status}` }, SYSTEM_ACTOR);
    locked.changeDelivery(id, { ...NO_LEASE, status: result.status, lastError });
    if (result.status === 'unknown') return;
  } else {
    if (lastError !== null) locked.apply(id, 'defer', { reason: 'delivery_deferred' }, SYSTEM_ACTOR);
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
