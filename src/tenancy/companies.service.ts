import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Page, PageRequest } from '../database/page.js';
import type { CompanyId } from './company-id.js';
import { CompaniesRepository, type CompanyRow } from './companies.repository.js';

@Injectable()
export class CompaniesService {
  constructor(private readonly companies: CompaniesRepository) {}

  async create(name: string): Promise<CompanyRow> {
    const company = { id: uuidv7(), name };
    await this.companies.insert(company);
    return company;
  }

  /** All companies by name, for the operator. */
  list(page: PageRequest): Promise<Page<CompanyRow>> {
    return this.companies.list(page);
  }

  /** The companies that a token or a session can access, by name. */
  listOfCaller(tokenId: string, page: PageRequest & { search?: string }): Promise<Page<CompanyRow>> {
    return this.companies.listOfCaller(tokenId, page);
  }

  nameOf(company: CompanyId): Promise<string> {
    return this.companies.nameOf(company);
  }

  /** The ids of all companies, for the operator. */
  ids(): Promise<string[]> {
    return this.companies.ids();
  }
}
