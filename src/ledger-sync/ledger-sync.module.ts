import { Module } from '@nestjs/common';
import { ActionsModule } from '../actions/actions.module.js';
import { IntakeController } from './ledger-sync.controller.js';
import { IntakeService } from './ledger-sync.service.js';
import { LedgerImportService } from './ledger-import.service.js';
import { LedgerWritesRepository } from '../ledger/writes/ledger-writes.repository.js';

@Module({
  imports: [ActionsModule],
  controllers: [IntakeController],
  providers: [IntakeService, LedgerImportService, LedgerWritesRepository],
})
export class IntakeModule {}
