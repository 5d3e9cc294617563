import { Injectable } from '@nestjs/common';
import { LIMITS } from '../../limits.js';
import { DomainError } from '../../problems/domain-error.js';

/** The open exports of this process, each of which keeps a core of the database and of the process busy. */
@Injectable()
export class ExportSlots {
  private readonly ofCompanies = new Map<string, number>();
  private open = 0;

  /**
   * @returns a function that ends the export; a second call does nothing
   * @throws DomainError throttled if too many exports are open
   */
  take(company: string): () => void {
    const ofCompany = this.ofCompanies.get(company) ?? 0;
    if (ofCompany >= LIMITS.exports.company)
      throw new DomainError(
        'throttled',
        'Another export of the company is running; retry when it has ended.',
      );
    if (this.open >= LIMITS.exports.process)
      throw new DomainError('throttled', 'Too many exports are running; retry later.');
    this.change(company, 1);
    let isOpen = true;
    return () => {
      if (isOpen) this.change(company, -1);
      isOpen = false;
    };
  }

  private change(company: string, by: 1 | -1): void {
    this.open += by;
    const ofCompany = (this.ofCompanies.get(company) ?? 0) + by;
    if (ofCompany > 0) this.ofCompanies.set(company, ofCompany);
    else this.ofCompanies.delete(company);
  }
}
