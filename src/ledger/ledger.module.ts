import { Module } from '@nestjs/common';
import { ExportModule } from '../api/export/export.module.js';
import { EventsModule } from '../events/events.module.js';
import { AgingController } from './aging/aging.controller.js';
import { AgingRepository } from './aging/aging.repository.js';
import { ContactAccessService } from './contacts/contact-access.service.js';
import { ContactsController } from './contacts/contacts.controller.js';
import { CustomerSummaryRepository } from './customers/customer-summary.repository.js';
import { HoldStore } from './holds/hold-store.js';
import { LedgerController } from './ledger.controller.js';
import { LedgerRepository } from './ledger.repository.js';
import { LedgerService } from './ledger.service.js';
import { ReceivablesRepository } from './receivables.repository.js';
import { TenancyModule } from '../tenancy/tenancy.module.js';
import { LedgerWritesRepository } from './writes/ledger-writes.repository.js';

@Module({
  imports: [EventsModule, ExportModule, TenancyModule],
  controllers: [ContactsController, LedgerController, AgingController],
  providers: [
    ContactAccessService,
    LedgerService,
    LedgerRepository,
    AgingRepository,
    CustomerSummaryRepository,
    ReceivablesRepository,
    LedgerWritesRepository,
    HoldStore,
  ],
  exports: [ContactAccessService, LedgerService, HoldStore],
})
export class LedgerModule {}
