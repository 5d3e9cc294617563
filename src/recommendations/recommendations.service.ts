import { Injectable } from '@nestjs/common';
import type { ActionRow } from '../actions/inbox/action-rows.js';
import { ActionsService } from '../actions/actions.service.js';
import { RecommendationStore } from '../actions/store/recommendation-store.js';
import { Clock } from '../time/clock.js';
import { lockCompany } from '../tenancy/lock-company.js';
import { Transactions } from '../database/transactions.js';
import { DomainError, type FieldError } from '../problems/domain-error.js';
import { LedgerService, type Named } from '../ledger/ledger.service.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { RecommendationInput } from './dto/recommendation.dto.js';
import { alternativeOf, fingerprintOf, newRecommendation, type Subject } from './new-recommendation.js';
import { type RecommendationRow, RecommendationsRepository } from './recommendations.repository.js';

export interface Recommended {
  row: RecommendationRow;
  actions: ActionRow[];
  /** Whether it is new; otherwise it was known by its dedupe_key. */
  created: boolean;
}

@Injectable()
export class RecommendationsService {
  constructor(
    private readonly recommendations: RecommendationsRepository,
    private readonly actions: ActionsService,
    private readonly proposals: RecommendationStore,
    private readonly ledger: LedgerService,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes in a proposal. It supersedes the open one on the same invoice, or on the same customer where it has no invoice;
   * one that is known by its dedupe_key changes nothing.
   * @throws DomainError invalid (customer or invoice unknown or not open, expired), dedupe_mismatch
   */
  propose(company: CompanyId, input: RecommendationInput): Promise<Recommended> {
    return this.transactions.run(async (manager) => {
      await lockCompany(manager, company);
      const { subject, invoice } = await this.subjectOf(company, input);
      const fingerprint = fingerprintOf(input, subject);
      const known = await this.known(company, input, fingerprint);
      if (known) return this.recommended(company, known.id, false);
      const now = await this.clock.stamp(manager);
      checkReason(input, subject, invoice, now);

      const created = newRecommendation(company, {
        ...subject,
        source: input.source,
        dedupeKey: input.dedupe_key ?? null,
        fingerprint,
        triggerEvent: input.trigger_event,
        triggerEventLabel: input.trigger_event_label,
        expiresAt: input.expires_at ?? null,
        alternatives: input.alternatives.map((one) => alternativeOf(one, now)),
      });
      const open = await this.recommendations.openOn(company, subject.customerId, subject.invoiceId);
      await this.proposals.put(company, [created], open, now);
      await this.proposals.supersede(company, open);
      return this.recommended(company, created.recommendation.id, true);
    });
  }

  /**
   * The same for many, in one transaction: each is taken or refused on its own, but where the database fails none is.
   * @param inputs or why one was refused before
   */
  proposeAll(
    company: CompanyId,
    inputs: readonly (RecommendationInput | DomainError)[],
  ): Promise<(Recommended | DomainError)[]> {
    return this.transactions.run(async (manager) => {
      await lockCompany(manager, company);
      const good = inputs.filter((input): input is RecommendationInput => !(input instanceof DomainError));
      // All at once: one after the other they would lock it in an order of their own.
      await this.proposals.hold(company, await this.recommendations.replaceable(company, good));
      const outcomes: (Recommended | DomainError)[] = [];
      for (const input of inputs) {
        const attempt = input instanceof DomainError ? input : this.propose(company, input).catch(refusal);
        outcomes.push(await attempt);
      }
      return outcomes;
    });
  }

  private async recommended(company: CompanyId, id: string, created: boolean): Promise<Recommended> {
    const row = await this.recommendations.get(company, id);
    return { row, actions: await this.actions.ofRecommendation(company, id), created };
  }

  private async known(company: CompanyId, { source, dedupe_key }: RecommendationInput, fingerprint: string) {
    if (dedupe_key === undefined) return null;
    const known = await this.recommendations.findByKey(company, source, dedupe_key);
    if (known && known.fingerprint !== fingerprint) throw new DomainError('dedupe_mismatch');
    return known;
  }

  /** Whom and what it is about: another company's are as unknown as those that there are not. */
  private async subjectOf(
    company: CompanyId,
    input: RecommendationInput,
  ): Promise<{ subject: Subject; invoice: KnownInvoice | null }> {
    const customerField = input.customer_id ? 'customer_id' : 'customer_external_id';
    const customer = await this.ledger.findCustomer(
      company,
      namedBy(input.customer_id, input.customer_external_id),
    );
    const invoiceField = invoiceFieldOf(input);
    const invoice = invoiceField
      ? await this.ledger.findInvoice(company, namedBy(input.invoice_id, input.invoice_number))
      : null;
    const errors: FieldError[] = [];
    const unknown = (field: string, what: string) =>
      errors.push(fault(field, 'unknown', `must name ${what} of the company`));
    if (!customer) unknown(customerField, 'a customer');
    if (invoiceField && !invoice) unknown(invoiceField, 'an invoice');
    if (errors.length > 0) throw DomainError.invalid(errors);
    const subject = {
      customerId: customer!.id,
      invoiceId: invoice?.id ?? null,
      balance: invoice?.balance ?? null,
      currency: invoice?.currency ?? null,
    };
    return { subject, invoice };
  }
}

type KnownInvoice = NonNullable<Awaited<ReturnType<LedgerService['findInvoice']>>>;

/** What holds when something is proposed, and need not hold any more when the same is sent again. */
function checkReason(
  input: RecommendationInput,
  { customerId }: Subject,
  invoice: KnownInvoice | null,
  now: Date,
): void {
  const errors: FieldError[] = [];
  const field = invoiceFieldOf(input)!;
  if (invoice && invoice.customerId !== customerId)
    errors.push(fault(field, 'customer', 'must name an invoice of that customer'));
  if (invoice && invoice.status !== 'open')
    errors.push(fault(field, 'not_open', `must name an open invoice; this one is ${invoice.status}`));
  if (input.expires_at && input.expires_at <= now)
    errors.push(fault('expires_at', 'past', 'must lie in the future'));
  if (errors.length > 0) throw DomainError.invalid(errors);
}

/** What one of several is refused for; it has written nothing by then. */
function refusal(error: unknown): DomainError {
  if (error instanceof DomainError && error.code !== 'service_unavailable') return error;
  throw error as Error;
}

const invoiceFieldOf = (input: RecommendationInput): 'invoice_id' | 'invoice_number' | undefined =>
  input.invoice_id ? 'invoice_id' : input.invoice_number ? 'invoice_number' : undefined;

const namedBy = (id: string | undefined, key: string | undefined): Named => (id ? { id } : { key: key! });

const fault = (field: string, code: string, sentence: string): FieldError => ({
  in: 'body',
  field,
  code,
  detail: `${field} ${sentence}.`,
});
