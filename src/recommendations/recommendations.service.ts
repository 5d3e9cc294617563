import { Injectable } from '@nestjs/common';
import type { CompanyId } from '../tenancy/company-id.js';
import { propose } from './dunning-policy.js';
import { RecommendationsRepository, type RunCounts } from './recommendations.repository.js';

const DUNNING_POLICY = 'dunning_policy';

@Injectable()
export class RecommendationsService {
  constructor(private readonly recommendations: RecommendationsRepository) {}

  /** Runs the built-in dunning policy over every open invoice as of a day (YYYY-MM-DD); a second run changes nothing. */
  run(company: CompanyId, asOf: string): Promise<RunCounts> {
    return this.recommendations.revise(company, DUNNING_POLICY, asOf, (receivable) =>
      propose(receivable, asOf),
    );
  }
}
