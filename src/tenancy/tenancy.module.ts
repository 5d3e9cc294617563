import { Module } from '@nestjs/common';
import { AccessCache } from './access-cache.js';
import { OperatorAdmission } from './admission.js';
import { CompaniesRepository } from './companies.repository.js';
import { CompaniesService } from './companies.service.js';
import { CompanyQueue } from './company-queue.js';
import { CompanySweep } from './company-sweep.js';
import { CallersService } from './callers.service.js';
import { ContactsRepository } from './contacts/contacts.repository.js';
import { ContactsService } from './contacts/contacts.service.js';
import { LoginContactsRepository } from './sessions/login-contacts.repository.js';
import { LoginContacts } from './sessions/login-contacts.service.js';
import { SessionsRepository } from './sessions/sessions.repository.js';
import { SessionsService } from './sessions/sessions.service.js';
import { TokensRepository } from './tokens.repository.js';
import { TokensService } from './tokens.service.js';

@Module({
  providers: [
    AccessCache,
    CallersService,
    CompaniesService,
    CompaniesRepository,
    CompanyQueue,
    CompanySweep,
    ContactsRepository,
    ContactsService,
    LoginContacts,
    LoginContactsRepository,
    OperatorAdmission,
    SessionsService,
    SessionsRepository,
    TokensService,
    TokensRepository,
  ],
  exports: [
    CallersService,
    CompaniesService,
    CompanyQueue,
    CompanySweep,
    ContactsService,
    LoginContacts,
    OperatorAdmission,
    SessionsService,
    TokensService,
  ],
})
export class TenancyModule {}
