import { Module } from '@nestjs/common';
import { ActionsModule } from '../actions/actions.module.js';
import { LedgerSyncController } from './ledger-sync.controller.js';
import { LedgerSyncService } from './ledger-sync.service.js';
import { LedgerImportService } from './ledger-import.service.js';
import { LedgerWritesRepository } from '../ledger/writes/ledger-writes.repository.js';

@Module({
  imports: [ActionsModule],
  controllers: [LedgerSyncController],
  providers: [LedgerSyncService, LedgerImportService, LedgerWritesRepository],
})
export class LedgerSyncModule {}
