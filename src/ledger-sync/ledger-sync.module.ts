import { Module } from '@nestjs/common';
import { ActionsModule } from '../actions/actions.module.js';
import { EventsModule } from '../events/events.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { TenancyModule } from '../tenancy/tenancy.module.js';
import { LedgerImportService } from './ledger-import.service.js';
import { LedgerSyncController } from './ledger-sync.controller.js';
import { LedgerSyncService } from './ledger-sync.service.js';

@Module({
  imports: [TenancyModule, EventsModule, LedgerModule, ActionsModule],
  controllers: [LedgerSyncController],
  providers: [LedgerSyncService, LedgerImportService],
})
export class LedgerSyncModule {}
