import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AlternativesRepository, type NewAlternative } from '../actions/alternatives.repository.js';
import { Recommendation } from '../actions/recommendation.entity.js';
import { chunks } from '../database/chunks.js';
import { lockCompany } from '../database/lock-company.js';
import { Transactions } from '../database/transactions.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { fingerprint, type Proposal, type Receivable } from './dunning-policy.js';

export interface RunCounts {
  created: number;
  kept: number;
  superseded: number;
}

type OpenInvoice = Receivable & { invoiceId: string; customerId: string };

/** What is owed, with the last day up to which an e-mail or a call about it was approved or done. */
const OPEN_INVOICES = `
  SELECT i.id AS "invoiceId", i.customer_id AS "customerId", i.invoice_number AS "invoiceNumber",
         c.name AS "customerName", c.contact_name AS "contactName", i.amount, i.currency,
         i.issued_on::text AS "issuedOn", i.due_on::text AS "dueOn", i.disputed,
         contact.day::text AS "lastContactedOn"
  FROM invoice i
  JOIN customer c ON c.company_id = i.company_id AND c.id = i.customer_id
  LEFT JOIN LATERAL (
    SELECT max((history_at AT TIME ZONE 'UTC')::date) AS day FROM action a
    WHERE a.company_id = i.company_id AND a.invoice_id = i.id AND a.action_type IN ('email', 'call')
      AND a.status IN ('processing', 'completed') AND (history_at AT TIME ZONE 'UTC')::date <= $2::date
  ) contact ON true
  WHERE i.company_id = $1 AND i.status = 'open'
  ORDER BY i.due_on, i.id`;

interface New {
  recommendation: Pick<
    Recommendation,
    'id' | 'companyId' | 'customerId' | 'invoiceId' | 'source' | 'fingerprint'
  >;
  alternatives: NewAlternative[];
}

@Injectable()
export class RecommendationsRepository {
  constructor(
    private readonly transactions: Transactions,
    private readonly alternatives: AlternativesRepository,
  ) {}

  /**
   * Makes the open recommendations of a source what `propose` says of each open invoice, in one transaction: those that
   * come out the same stay, the others are superseded.
   */
  revise(
    company: CompanyId,
    source: string,
    asOf: string,
    propose: (receivable: Receivable) => Proposal | null,
  ): Promise<RunCounts> {
    return this.transactions.run(async (manager) => {
      await lockCompany(manager, company, 'recommendations');
      const invoices = await manager.query<OpenInvoice[]>(OPEN_INVOICES, [company, asOf]);
      const open = await manager.findBy(Recommendation, {
        companyId: company,
        source,
        supersededAt: IsNull(),
      });
      const outdated = new Map(open.map((recommendation) => [recommendation.invoiceId, recommendation]));
      const created: New[] = [];
      for (const invoice of invoices) {
        const proposal = propose(invoice);
        if (!proposal) continue;
        const mark = fingerprint(proposal);
        if (outdated.get(invoice.invoiceId)?.fingerprint === mark) outdated.delete(invoice.invoiceId);
        else created.push(recommendationOf(company, source, invoice, proposal, mark));
      }
      await this.supersede(manager, company, [...outdated.values()]);
      await this.insert(manager, company, created);
      return { created: created.length, kept: open.length - outdated.size, superseded: outdated.size };
    });
  }

  private async supersede(
    manager: EntityManager,
    company: CompanyId,
    outdated: Recommendation[],
  ): Promise<void> {
    const ids = outdated.map(({ id }) => id);
    for (const some of chunks(ids)) {
      await manager.update(
        Recommendation,
        { companyId: company, id: In(some) },
        { supersededAt: () => 'now()' },
      );
    }
    await this.alternatives.supersede(manager, company, ids);
  }

  private async insert(manager: EntityManager, company: CompanyId, created: New[]): Promise<void> {
    for (const some of chunks(created.map(({ recommendation }) => recommendation))) {
      await manager.insert(Recommendation, some);
    }
    await this.alternatives.insert(
      manager,
      company,
      created.flatMap(({ alternatives }) => alternatives),
    );
  }
}

function recommendationOf(
  companyId: CompanyId,
  source: string,
  { invoiceId, customerId }: OpenInvoice,
  { triggerEvent, triggerEventLabel, alternatives }: Proposal,
  mark: string,
): New {
  const id = uuidv7();
  return {
    recommendation: { id, companyId, customerId, invoiceId, source, fingerprint: mark },
    alternatives: alternatives.map((alternative) => ({
      ...alternative,
      scheduledFor: new Date(alternative.scheduledFor),
      customerId,
      invoiceId,
      recommendationId: id,
      triggerEvent,
      triggerEventLabel,
    })),
  };
}
