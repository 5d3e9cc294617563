import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { searchStatement } from '../../database/sql/search-statement.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { type FigureRow, FIGURES } from './figures-query.js';

@Injectable()
export class FiguresRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Runs like a search, because it reads all entries of a period: with a later deadline, and one at a time for each company.
   * @param starts of the days, in order
   */
  async figures(company: CompanyId, starts: readonly Date[], end: Date): Promise<FigureRow> {
    const values = [company, starts[0], end, starts];
    const [row] = await searchStatement<FigureRow>(this.dataSource, FIGURES, values);
    return row!;
  }
}
