import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Page, PageRequest } from '../../database/page.js';
import type { RowOf } from '../../database/row-of.js';
import { IS_OF_COMPANY } from '../../database/sql/keys.js';
import { selectIds } from '../../database/sql/select-ids.js';
import { type Listing, selectPage } from '../../database/sql/select-page.js';
import { containsSql } from '../../database/sql/text-search.js';
import { Transactions } from '../../database/transactions.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import type { Suppression } from './suppression.entity.js';

export type SuppressionRow = RowOf<Suppression>;

/** The first reason stays: the address has been suppressed since then. */
const ADD = `
  INSERT INTO suppression (id, company_id, email, reason) VALUES ($2, $1, $3, $4)
  ON CONFLICT (company_id, email) DO UPDATE SET email = suppression.email
  RETURNING *`;
const REMOVE = `
  WITH removed AS (DELETE FROM suppression WHERE ${IS_OF_COMPANY} AND id = $2 RETURNING *) SELECT * FROM removed`;
/** Called `id` for selectIds. */
const SUPPRESSED = `
  SELECT s.email AS id FROM unnest($2::text[]) AS wanted (email)
  CROSS JOIN LATERAL (SELECT email FROM suppression WHERE ${IS_OF_COMPANY} AND email = wanted.email LIMIT 1) s`;

/** Reads and writes suppressions in the open transaction, if there is one. */
@Injectable()
export class SuppressionsRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  list(
    company: CompanyId,
    { search, ...page }: PageRequest & { search?: string },
  ): Promise<Page<SuppressionRow>> {
    const listing: Listing = {
      from: 'suppression',
      where: 'company_id = $1',
      orderBy: 'created_at DESC, id DESC',
      columns: 't.*',
      joins: 'JOIN suppression t USING (id)',
      values: [company],
    };
    if (search === undefined) return selectPage(this.dataSource, listing, page);
    const where = `${listing.where} AND ${containsSql('email', '$2')}`;
    return selectPage(
      this.dataSource,
      { ...listing, isSearch: true, where, values: [company, search] },
      page,
    );
  }

  /** Returns the suppression of the address, which may be an earlier one. The address is an `addressKey()`. */
  async add(
    company: CompanyId,
    email: string,
    reason: string,
  ): Promise<{ row: SuppressionRow; isNew: boolean }> {
    const id = uuidv7();
    const values = [company, id, email, reason];
    const [row] = await this.transactions.manager.query<[SuppressionRow]>(ADD, values);
    return { row, isNew: row.id === id };
  }

  async remove(company: CompanyId, id: string): Promise<SuppressionRow | undefined> {
    const [row] = await this.transactions.manager.query<SuppressionRow[]>(REMOVE, [company, id]);
    return row;
  }

  /** Which of the addresses, as `addressKey()`s, are suppressed. */
  suppressedOf(company: CompanyId, emails: readonly string[]): Promise<string[]> {
    return selectIds(this.transactions.manager, SUPPRESSED, [company, emails]);
  }
}
