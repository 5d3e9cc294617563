import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { likePattern, selectPage } from '../database/sql/select-page.js';
import { Company } from './company.entity.js';
import type { Page, PageRequest } from '../database/page.js';

export interface CompanyRow {
  id: string;
  name: string;
}

@Injectable()
export class CompaniesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(company: CompanyRow): Promise<void> {
    await this.dataSource.manager.insert(Company, { ...company });
  }

  async ids(): Promise<string[]> {
    const companies = await this.dataSource.manager.find(Company, { select: { id: true } });
    return companies.map(({ id }) => id);
  }

  has(id: string): Promise<boolean> {
    return this.dataSource.manager.existsBy(Company, { id });
  }

  list(
    ids: readonly string[],
    { search = '', ...page }: PageRequest & { search?: string },
  ): Promise<Page<CompanyRow>> {
    const listing = {
      from: 'company',
      where: 'id = ANY ($1) AND lower(name) LIKE lower($2)',
      orderBy: 'name, id',
      columns: 'c.id, c.name',
      joins: 'JOIN company c USING (id)',
      values: [ids, likePattern(search)],
    };
    return selectPage(this.dataSource, listing, page);
  }
}
