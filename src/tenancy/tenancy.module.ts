import { Module } from '@nestjs/common';
import { OperatorAdmission } from './admission.js';
import { CompaniesRepository } from './companies.repository.js';
import { CompaniesService } from './companies.service.js';
import { CompanyQueue } from './company-queue.js';
import { CompanySweep } from './company-sweep.js';
import { ContactsRepository } from './contacts/contacts.repository.js';
import { ContactsService } from './contacts/contacts.service.js';
import { TokensRepository } from './tokens.repository.js';
import { TokensService } from './tokens.service.js';

@Module({
  providers: [
    CompaniesService,
    CompaniesRepository,
    CompanyQueue,
    CompanySweep,
    ContactsRepository,
    ContactsService,
    OperatorAdmission,
    TokensService,
    TokensRepository,
  ],
  exports: [CompaniesService, CompanyQueue, CompanySweep, ContactsService, OperatorAdmission, TokensService],
})
export class TenancyModule {}
