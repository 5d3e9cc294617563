import { Injectable } from '@nestjs/common';
import { ActionsService } from '../actions/actions.service.js';
import type {
  AlternativeRow,
  RecommendationFilter,
  RecommendationRows,
} from '../actions/inbox/recommendation-rows.js';
import type { Recommendation } from '../actions/store/recommendation.entity.js';
import { RecommendationStore } from '../actions/store/recommendation-store.js';
import type { Page, PageRequest } from '../database/page.js';
import { effectiveContent } from '../actions/lifecycle/effective-content.js';
import { jsonBytes } from '../json-bytes.js';
import { LIMITS } from '../limits.js';
import { HoldStore } from '../ledger/holds/hold-store.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { DomainError } from '../problems/domain-error.js';
import type { Actor } from '../tenancy/caller.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { CompanyQueue } from '../tenancy/company-queue.js';
import { Clock } from '../time/clock.js';
import type { RecommendationInput } from './dto/recommendation.dto.js';
import { alternativeOf, fingerprintOf, newRecommendation } from './new-recommendation.js';
import { SubjectFinder } from './subject-finder.js';

export interface RecommendationResult {
  recommendation: RecommendationRows;
  /** False for a repetition, recognised by its dedupe_key. */
  created: boolean;
}

@Injectable()
export class RecommendationsService {
  constructor(
    private readonly store: RecommendationStore,
    private readonly actions: ActionsService,
    private readonly ledger: LedgerService,
    private readonly holds: HoldStore,
    private readonly subjects: SubjectFinder,
    private readonly queue: CompanyQueue,
    private readonly clock: Clock,
  ) {}

  /** The alternatives of the recommendations of every source, latest recommendation first. */
  list(company: CompanyId, filter: RecommendationFilter, page: PageRequest): Promise<Page<AlternativeRow>> {
    return this.actions.listRecommendations(company, filter, page);
  }

  /**
   * A page with the alternatives of one recommendation.
   * @throws DomainError not_found
   */
  async get(company: CompanyId, id: string): Promise<Page<AlternativeRow>> {
    const page = await this.actions.listRecommendations(company, { id }, { page: 1, page_size: 1 });
    if (page.size === 0) throw new DomainError('not_found');
    return page;
  }

  /**
   * Creates a recommendation. It supersedes the open one on the same invoice, or on the same customer if it has no invoice.
   * A repetition, recognised by its dedupe_key, changes nothing.
   * @throws DomainError invalid (customer or invoice unknown or not open, expired), dedupe_mismatch, on_hold,
   *   recommendation_held
   */
  create(company: CompanyId, input: RecommendationInput, actor: Actor): Promise<RecommendationResult> {
    return this.queue.serialize(company, async (manager) => {
      const { subject, invoice } = await this.subjects.find(company, input);
      const fingerprint = await fingerprintOf(input, subject);
      const existing = await this.findExisting(company, input, fingerprint);
      if (existing) return this.result(company, existing.id, false);
      const now = await this.clock.databaseNow(manager);
      this.subjects.checkOpen(input, subject, invoice, now);
      await this.holds.checkNotOnHold(company, subject.customerId, subject.invoiceId, now);
      await this.store.checkNobodyAtWork(company, subject.customerId, subject.invoiceId);
      const recipient = await this.ledger.recipient(company, subject.customerId);
      const created = newRecommendation(company, {
        ...subject,
        source: input.source,
        dedupeKey: input.dedupe_key ?? null,
        fingerprint,
        triggerEvent: input.trigger_event,
        triggerEventLabel: input.trigger_event_label,
        expiresAt: input.expires_at ?? null,
        alternatives: input.alternatives.map((alternative) => alternativeOf(alternative, recipient, now)),
      });
      const { id } = created.recommendation;
      const openIds = await this.store.openOn(company, subject.customerId, subject.invoiceId);
      const replacements = new Map(openIds.map((openId) => [openId, id]));
      const pending = await this.store.insert(company, [created], replacements, now, actor);
      await this.store.supersede(company, replacements, pending, null, actor);
      return this.result(company, id, true);
    });
  }

  /**
   * Creates recommendations in one transaction. A refused one does not affect the others; a database error rolls back all. Those
   * that would make the response too large are refused as `too_large`, but later ones may fit.
   * @param inputs recommendations, or the errors of invalid ones
   */
  createMany(
    company: CompanyId,
    inputs: readonly (RecommendationInput | DomainError)[],
    actor: Actor,
  ): Promise<(RecommendationResult | DomainError)[]> {
    return this.queue.serialize(company, async () => {
      await this.lockReplaced(company, inputs);
      const results: (RecommendationResult | DomainError)[] = [];
      let left: number = LIMITS.bulkResponse;
      for (const input of inputs) {
        const result =
          input instanceof DomainError ? input : await this.createWithin(left, company, input, actor);
        results.push(result);
        if (!(result instanceof DomainError)) left -= bytesOf(result.recommendation);
      }
      return results;
    });
  }

  /** Creates a recommendation if its result has at most as many bytes. A repetition is read to find out. */
  private async createWithin(
    bytes: number,
    company: CompanyId,
    input: RecommendationInput,
    actor: Actor,
  ): Promise<RecommendationResult | DomainError> {
    if (bytesOfNew(input) > bytes) return tooLarge();
    const result = await this.create(company, input, actor).catch(refusalOrThrow);
    const isRepetition = !(result instanceof DomainError) && !result.created;
    return isRepetition && bytesOf(result.recommendation) > bytes ? tooLarge() : result;
  }

  /** Locks the rows of all recommendations at once, in id order, to prevent deadlocks. */
  private async lockReplaced(
    company: CompanyId,
    inputs: readonly (RecommendationInput | DomainError)[],
  ): Promise<void> {
    const valid = inputs.filter((input): input is RecommendationInput => !(input instanceof DomainError));
    const { invoiceIds, customerIds } = await this.ledger.findIds(company, {
      invoiceIds: valid.flatMap(({ invoice_id }) => invoice_id ?? []),
      invoiceNumbers: valid.flatMap(({ invoice_number }) => invoice_number ?? []),
      customerIds: valid.flatMap(({ customer_id }) => customer_id ?? []),
      customerExternalIds: valid.flatMap(({ customer_external_id }) => customer_external_id ?? []),
    });
    await this.store.lockUndecided(company, invoiceIds, customerIds);
  }

  private async result(company: CompanyId, id: string, created: boolean): Promise<RecommendationResult> {
    return { recommendation: await this.actions.getRecommendation(company, id), created };
  }

  private async findExisting(
    company: CompanyId,
    { source, dedupe_key }: RecommendationInput,
    fingerprint: string,
  ): Promise<Recommendation | null> {
    if (dedupe_key === undefined) return null;
    const existing = await this.store.findByDedupeKey(company, source, dedupe_key);
    if (existing && existing.fingerprint !== fingerprint) throw new DomainError('dedupe_mismatch');
    return existing;
  }
}

/** A refused recommendation has written nothing, so the batch can continue. */
function refusalOrThrow(error: unknown): DomainError {
  if (error instanceof DomainError && error.code !== 'service_unavailable') return error;
  throw error as Error;
}

/** The approximate bytes of the fields of an action in a response, without its texts. */
const FIELD_BYTES = 1_500;

/** The approximate bytes of a new recommendation in a response, which has each draft twice. */
const bytesOfNew = ({ alternatives }: RecommendationInput): number =>
  alternatives.reduce(
    (sum, alternative) => sum + FIELD_BYTES + jsonBytes([alternative, alternative.content]),
    0,
  );

/** The approximate bytes of a recommendation in a response, which has the text that goes out twice. */
const bytesOf = (rows: RecommendationRows): number =>
  rows.reduce((sum, row) => sum + jsonBytes([row, effectiveContent(row)]), 0);

const tooLarge = (): DomainError =>
  new DomainError(
    'too_large',
    'The response to the batch would be larger than 8 MB. Send this recommendation in another batch, or by itself.',
  );
