import { Module } from '@nestjs/common';
import { OperatorAdmission } from './admission.js';
import { CompaniesRepository } from './companies.repository.js';
import { CompaniesService } from './companies.service.js';
import { CompanyQueue } from './company-queue.js';
import { CompanySweep } from './company-sweep.js';
import { TokensRepository } from './tokens.repository.js';
import { TokensService } from './tokens.service.js';

@Module({
  providers: [
    CompaniesService,
    CompaniesRepository,
    CompanyQueue,
    CompanySweep,
    OperatorAdmission,
    TokensService,
    TokensRepository,
  ],
  exports: [CompaniesService, CompanyQueue, CompanySweep, OperatorAdmission, TokensService],
})
export class TenancyModule {}
