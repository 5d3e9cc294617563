import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { insertRows } from '../../database/sql/insert-rows.js';
import { IS_OF_COMPANY, rowsWith, rowsWithEach } from '../../database/sql/keys.js';
import { selectIds } from '../../database/sql/select-ids.js';
import { Transactions } from '../../database/transactions.js';
import { LIMITS } from '../../limits.js';
import { DomainError } from '../../problems/domain-error.js';
import type { Actor } from '../../tenancy/caller.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import type { Hold } from './hold.entity.js';
import { isInForceSql } from './hold-sql.js';
import { untilText } from './stored-hold.js';

/** A customer with all its invoices, or one invoice. */
export interface HoldSubject {
  kind: 'customer' | 'invoice';
  id: string;
}

export interface HoldTerms {
  reason: string;
  /** Null if only a person ends the hold. */
  until: Date | null;
}

export type FoundHold = HoldTerms &
  Pick<Hold, 'customerId' | 'invoiceId' | 'setBy' | 'createdAt' | 'endedAt' | 'endedBy'>;

/** A hold that has ended, so that another can be set on the subject. */
export interface EndedHold {
  hold: FoundHold;
  /** Whether `until` had passed already. */
  hadPassed: boolean;
  /** Whether the sweep has appended its event `hold.ended`. */
  hasEvent: boolean;
}

/** The holds that are in force, for a run over many invoices. */
export class HoldsInForce {
  constructor(
    private readonly customerIds: ReadonlySet<string>,
    private readonly invoiceIds: ReadonlySet<string>,
  ) {}

  covers({ customerId, invoiceId }: { customerId: string; invoiceId: string }): boolean {
    return this.customerIds.has(customerId) || this.invoiceIds.has(invoiceId);
  }
}

const COLUMNS = `
  customer_id AS "customerId", invoice_id AS "invoiceId", reason, until, set_by AS "setBy", created_at AS "createdAt",
  ended_at AS "endedAt", ended_by AS "endedBy"`;
const keyOf = ({ kind }: HoldSubject): 'customer_id' | 'invoice_id' => `${kind}_id`;

/** Both look-ups by key instead of one with OR: for lack of statistics, PostgreSQL would read all holds of the company. */
const HOLD_ON = `
  SELECT until, kind FROM (
    SELECT until, 'customer' AS kind FROM ${rowsWith('hold', `customer_id = $2 AND ${isInForceSql('$4')}`)}
    UNION ALL SELECT until, 'invoice' FROM ${rowsWith('hold', `invoice_id = $3 AND ${isInForceSql('$4')}`)}
  ) h ORDER BY until DESC NULLS FIRST LIMIT 1`;
const IN_FORCE = `
  SELECT customer_id AS "customerId", NULL AS "invoiceId"
  FROM ${rowsWithEach('hold', 'customer_id', '$2')} WHERE ${isInForceSql('$4')}
  UNION ALL SELECT NULL, invoice_id
  FROM ${rowsWithEach('hold', 'invoice_id', '$3')} WHERE ${isInForceSql('$4')}`;
/** Bounds a transaction of the sweep. */
const PASSED_BATCH = 250;
const isUnmarkedSql = (now: string): string =>
  `ended_at IS NULL AND passed_event_at IS NULL AND until <= ${now}::timestamptz`;
const COMPANIES_WITH_PASSED = `SELECT DISTINCT company_id AS id FROM hold WHERE ${isUnmarkedSql('$1')}`;
/** Each hold once: another sweep, or a client that replaces the hold, has it locked, or has changed it. */
const MARK_PASSED = `
  UPDATE hold SET passed_event_at = $2 WHERE id = ANY (ARRAY(
    SELECT id FROM hold WHERE company_id = $1 AND ${isUnmarkedSql('$2')}
    ORDER BY until LIMIT ${PASSED_BATCH} FOR UPDATE SKIP LOCKED))
  RETURNING ${COLUMNS}`;
const PRUNE = `
  DELETE FROM hold WHERE id IN (
    SELECT id FROM (
      SELECT id FROM hold WHERE ${IS_OF_COMPANY} AND coalesce(customer_id, invoice_id) = $2 AND ended_at IS NOT NULL
      ORDER BY ended_at DESC OFFSET ${LIMITS.endedHolds}) outdated)`;

/** Stores holds. Methods run in the open transaction, under the company's lock unless they say otherwise. */
@Injectable()
export class HoldStore {
  constructor(private readonly transactions: Transactions) {}

  /** The hold of the subject itself that is in force; null if there is none. */
  async find(company: CompanyId, subject: HoldSubject, now: Date): Promise<FoundHold | null> {
    const statement = `SELECT ${COLUMNS} FROM ${rowsWith('hold', `${keyOf(subject)} = $2 AND ${isInForceSql('$3')}`)}`;
    const [hold] = await this.transactions.manager.query<FoundHold[]>(statement, [company, subject.id, now]);
    return hold ?? null;
  }

  /** Puts the subject on hold. It has no other hold, or the caller has ended that. */
  async set(
    company: CompanyId,
    subject: HoldSubject,
    { reason, until }: HoldTerms,
    actor: Actor,
    now: Date,
  ): Promise<FoundHold> {
    const hold = {
      customerId: subject.kind === 'customer' ? subject.id : null,
      invoiceId: subject.kind === 'invoice' ? subject.id : null,
      reason,
      until,
      setBy: actor.name,
      createdAt: now,
      endedAt: null,
      endedBy: null,
    };
    const row = { id: uuidv7(), companyId: company, ...hold, requestId: actor.requestId };
    await insertRows(this.transactions, 'hold', [row]);
    return hold;
  }

  /** Ends the hold of the subject, in force or passed; null if there is none. Deletes the oldest ended holds of the subject. */
  async end(company: CompanyId, subject: HoldSubject, actor: Actor, now: Date): Promise<EndedHold | null> {
    const { manager } = this.transactions;
    const statement = `
      UPDATE hold SET ended_at = least(until, $3), ended_by = CASE WHEN until <= $3 THEN NULL ELSE $4 END
      WHERE ${IS_OF_COMPANY} AND ${keyOf(subject)} = $2 AND ended_at IS NULL
      RETURNING ${COLUMNS}, passed_event_at IS NOT NULL AS "hasEvent"`;
    type Row = FoundHold & Pick<EndedHold, 'hasEvent'>;
    const [[row]] = await manager.query<[Row[], number]>(statement, [company, subject.id, now, actor.name]);
    await manager.query(PRUNE, [company, subject.id]);
    if (!row) return null;
    const { hasEvent, ...hold } = row;
    return { hold, hasEvent, hadPassed: hold.until !== null && hold.until <= now };
  }

  /** The companies with holds that have passed without an event. */
  companiesWithPassed(now: Date): Promise<string[]> {
    return selectIds(this.transactions.manager, COMPANIES_WITH_PASSED, [now]);
  }

  /**
   * Marks a batch of these holds, whose events the caller appends. Locks their rows instead of the company.
   * @returns the marked holds; none if there are no more
   */
  async markPassed(company: CompanyId, now: Date): Promise<FoundHold[]> {
    const { manager } = this.transactions;
    const [holds] = await manager.query<[FoundHold[], number]>(MARK_PASSED, [company, now]);
    return holds;
  }

  /** @throws DomainError on_hold if the invoice, or the customer, is on hold; names the end of the hold that ends last */
  async checkNotOnHold(
    company: CompanyId,
    customerId: string,
    invoiceId: string | null,
    now: Date,
  ): Promise<void> {
    type Row = Pick<Hold, 'until'> & Pick<HoldSubject, 'kind'>;
    const values = [company, customerId, invoiceId, now];
    const [hold] = await this.transactions.manager.query<Row[]>(HOLD_ON, values);
    if (!hold) return;
    const { kind, until } = hold;
    const detail = `The ${kind} is on hold ${untilText(until)}.`;
    throw new DomainError('on_hold', detail, { hold_until: until?.toISOString() ?? null });
  }

  /** The holds on the customers and the invoices with these ids. */
  async inForce(
    company: CompanyId,
    customerIds: readonly string[],
    invoiceIds: readonly string[],
    now: Date,
  ): Promise<HoldsInForce> {
    type Row = Pick<Hold, 'customerId' | 'invoiceId'>;
    const rows = await this.transactions.manager.query<Row[]>(IN_FORCE, [
      company,
      customerIds,
      invoiceIds,
      now,
    ]);
    return new HoldsInForce(
      new Set(rows.flatMap(({ customerId }) => customerId ?? [])),
      new Set(rows.flatMap(({ invoiceId }) => invoiceId ?? [])),
    );
  }
}
