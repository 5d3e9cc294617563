import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { ActionsService } from '../actions/actions.service.js';
import type { ActionDetailRow } from '../actions/inbox/action-rows.js';
import { messagePartsOf, sha256OfApprovedMessage } from '../actions/lifecycle/approved-message.js';
import type { Reason } from '../actions/lifecycle/reasons.js';
import type { Delivery } from '../actions/store/deliveries/delivery.entity.js';
import { DeliveryJobs } from '../actions/store/deliveries/delivery-jobs.js';
import {
  type Attempt,
  type AttemptResult,
  DeliveryStore,
} from '../actions/store/deliveries/delivery-store.js';
import { Transactions } from '../database/transactions.js';
import { latestHold } from '../ledger/holds/stored-hold.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { SettingsService } from '../settings/settings.service.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { Clock } from '../time/clock.js';
import { Messages } from './mail/messages.service.js';
import type { OutgoingMessage } from './mail/outgoing-message.js';
import { LEASE_SECONDS } from './schedule/attempts.js';
import { nextOpening } from './schedule/delivery-window.js';
import { SuppressionsService } from './suppressions/suppressions.service.js';

/** An approved e-mail that is to be sent now, and the attempt that may send it. */
export interface DueDelivery {
  message: OutgoingMessage;
  attempt: Attempt;
}

const WORKER = `${hostname()}:${process.pid}`;

/**
 * Decides about a delivery just before it is sent, under the lock of its action: whether it still may be, whether it is time, and
 * whether it is what was approved.
 */
@Injectable()
export class HandOver {
  constructor(
    private readonly actions: ActionsService,
    private readonly deliveries: DeliveryStore,
    private readonly suppressions: SuppressionsService,
    private readonly ledger: LedgerService,
    private readonly settings: SettingsService,
    private readonly messages: Messages,
    private readonly jobs: DeliveryJobs,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Starts an attempt; null if there is nothing to send now, and the job is then ended or put off.
   * @param afterLoss the result of an attempt whose process has not stored one
   */
  prepare(
    company: CompanyId,
    actionId: string,
    jobId: string,
    afterLoss: (attempts: number, now: Date) => AttemptResult,
  ): Promise<DueDelivery | null> {
    return this.transactions.run(async (manager) => {
      const delivery = await this.deliveries.lock(company, actionId);
      const now = await this.clock.databaseNow(manager);
      const next = delivery && (await this.next(company, delivery, now, afterLoss));
      if (next && 'attempt' in next) return next;
      if (next) await this.jobs.reschedule(company, actionId, next.notBefore);
      else await this.jobs.remove(jobId);
      return null;
    });
  }

  /** What to do with an open delivery: an attempt, a later job, or nothing. */
  private async next(
    company: CompanyId,
    delivery: Delivery,
    now: Date,
    afterLoss: (attempts: number, now: Date) => AttemptResult,
  ): Promise<DueDelivery | { notBefore: Date | null } | null> {
    const { actionId, status, way, leaseUntil } = delivery;
    if (way !== 'built_in') return null;
    if (status === 'sending') {
      if (leaseUntil! > now) return { notBefore: leaseUntil };
      // Its process died, or could not store the outcome.
      const result = afterLoss(delivery.attempts, now);
      await this.deliveries.expire(company, actionId, result);
      return result.status === 'waiting' ? result : null;
    }
    if (status !== 'waiting') return null;
    const action = await this.actions.read(company, actionId);
    const reason = await this.reasonAgainst(company, action, now);
    if (reason) {
      await this.deliveries.cancel(company, actionId, reason);
      return null;
    }
    const defect = defectOf(action);
    if (defect) {
      await this.deliveries.refuse(company, actionId, defect.code, defect.error);
      return null;
    }
    const notBefore = await this.notBefore(company, action, delivery, now);
    if (notBefore > now) {
      await this.deliveries.putOff(company, actionId, notBefore);
      return { notBefore };
    }
    // Before the attempt: after its start nothing is read, so that a failure of the database is not taken for a lost e-mail.
    const message = await this.messages.of(company, action, delivery);
    const attempt = await this.deliveries.startAttempt(company, actionId, WORKER, LEASE_SECONDS);
    return attempt && { attempt, message };
  }

  /** Why the e-mail must not be sent any more; null if nothing is against it. */
  private async reasonAgainst(
    company: CompanyId,
    action: ActionDetailRow,
    now: Date,
  ): Promise<Reason | null> {
    if (action.invoice_status === 'void') return 'invoice_void';
    if (action.invoice_status === 'paid' || Number(action.invoice_balance ?? 1) <= 0) return 'invoice_paid';
    if (action.holds && latestHold(action.holds, now)) return 'held';
    const addresses = [...(action.to_recipients ?? []), ...(action.cc_recipients ?? [])].map(
      ({ address }) => address,
    );
    return (await this.suppressions.isAnySuppressed(company, addresses)) ? 'suppressed' : null;
  }

  /** The first time at which the e-mail may be sent: within the delivery window, and not too soon after the last one. */
  private async notBefore(
    company: CompanyId,
    action: ActionDetailRow,
    { notBefore }: Delivery,
    now: Date,
  ): Promise<Date> {
    const settings = await this.settings.get(company);
    const customer = await this.ledger.findCustomer(company, { id: action.customer_id });
    const interval = settings.minimum_interval_days;
    const subject = { id: action.id, customerId: action.customer_id };
    const free = interval > 0 ? await this.deliveries.customerFreeAt(company, subject, interval, now) : null;
    const earliest = [now, free ?? now, notBefore ?? now].reduce((a, b) => (a > b ? a : b));
    return nextOpening(earliest, {
      window: settings.delivery_window,
      closedDays: settings.closed_days,
      timeZone: customer?.timeZone ?? settings.time_zone,
    });
  }
}

/** Why the e-mail cannot be sent as it is; null if it can. */
function defectOf(
  action: ActionDetailRow,
): { code: 'changed_since_approval' | 'incomplete'; error: string } | null {
  const parts = messagePartsOf({
    invoiceId: action.invoice_id,
    toRecipients: action.to_recipients,
    ccRecipients: action.cc_recipients,
    subject: action.subject,
    finalSubject: action.final_subject,
    metadata: action.metadata,
    content: action.content,
  });
  if (sha256OfApprovedMessage(parts) !== action.approved_sha256)
    return {
      code: 'changed_since_approval',
      error: 'The e-mail is not the one that was approved: its recipients, subject or text have changed.',
    };
  if (!action.to_recipients?.length) return { code: 'incomplete', error: 'The e-mail has no recipient.' };
  if (parts.contentSha256 === null) return { code: 'incomplete', error: 'The e-mail has no text.' };
  return null;
}
