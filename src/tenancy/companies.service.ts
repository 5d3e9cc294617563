import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../problems/domain-error.js';
import type { Page, PageRequest } from '../api/response/page.js';
import { CompaniesRepository, type CompanyRow } from './companies.repository.js';
import { type CompanyId, mintCompanyId } from './company-id.js';

@Injectable()
export class CompaniesService {
  constructor(private readonly companies: CompaniesRepository) {}

  async create(name: string): Promise<CompanyRow> {
    const company = { id: uuidv7(), name };
    await this.companies.insert(company);
    return company;
  }

  /** Those of the given ids, by name. */
  list(ids: readonly string[], page: PageRequest & { search?: string }): Promise<Page<CompanyRow>> {
    return this.companies.list(ids, page);
  }

  /** Every company's id, for the operator at the command line. */
  ids(): Promise<string[]> {
    return this.companies.ids();
  }

  /**
   * For the operator at the command line, who may act for every company.
   * @throws DomainError not_found
   */
  async open(id: string): Promise<CompanyId> {
    const known = isUUID(id, 'loose') && (await this.companies.has(id));
    const company = known && mintCompanyId([id.toLowerCase()], id);
    if (!company) throw new DomainError('not_found', `There is no company ${id}.`);
    return company;
  }
}
