import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { selectPage } from '../database/sql/select-page.js';
import { containsSql } from '../database/sql/text-search.js';
import { Transactions } from '../database/transactions.js';
import { Company } from './company.entity.js';
import type { Page, PageRequest } from '../database/page.js';

export interface CompanyRow {
  id: string;
  name: string;
}

@Injectable()
export class CompaniesRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  async insert(company: CompanyRow): Promise<void> {
    await this.dataSource.manager.insert(Company, { ...company });
  }

  async ids(): Promise<string[]> {
    const companies = await this.dataSource.manager.find(Company, { select: { id: true } });
    return companies.map(({ id }) => id);
  }

  /** Reads within the open transaction. */
  async nameOf(id: string): Promise<string> {
    return (await this.transactions.manager.findOneByOrFail(Company, { id })).name;
  }

  has(id: string): Promise<boolean> {
    return this.dataSource.manager.existsBy(Company, { id });
  }

  /** All companies, by name. */
  list(page: PageRequest): Promise<Page<CompanyRow>> {
    return this.select('true', [], page);
  }

  /** The companies that a token or a session can access, by name. */
  listOfCaller(
    tokenId: string,
    { search = '', ...page }: PageRequest & { search?: string },
  ): Promise<Page<CompanyRow>> {
    const isAccessible = `id IN (
      SELECT company_id FROM api_token_company WHERE api_token_id = $1 UNION ALL
      SELECT company_id FROM login_session WHERE id = $1)`;
    const where = `${isAccessible} AND ${containsSql('name', '$2')}`;
    return this.select(where, [tokenId, search], page);
  }

  private select(where: string, values: unknown[], page: PageRequest): Promise<Page<CompanyRow>> {
    const listing = {
      from: 'company',
      where,
      orderBy: 'name, id',
      columns: 'c.id, c.name',
      joins: 'JOIN company c USING (id)',
      values,
    };
    return selectPage(this.dataSource, listing, page);
  }
}
